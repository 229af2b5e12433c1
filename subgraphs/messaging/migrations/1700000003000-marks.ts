import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addMarkColumns } from '../../kit';

/** Version 2 of the contract: the age of each record (R25). */
export class MessagingMarks1700000003000 implements MigrationInterface {
  name = 'MessagingMarks1700000003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Nobody knows when existing rows were associated with a person, so they are held since their own time.
    await addMarkColumns(queryRunner, 'conversation', 'started_at');
    await addMarkColumns(queryRunner, 'message', 'sent_at');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE message DROP COLUMN held_since, DROP COLUMN held_by_transaction');
    await queryRunner.query('ALTER TABLE conversation DROP COLUMN held_since, DROP COLUMN held_by_transaction');
  }
}
