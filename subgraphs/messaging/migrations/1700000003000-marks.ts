import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addMarkColumns } from '../../kit';

/** Contract 2: since when each record is held (R25). */
export class MessagingMarks1700000003000 implements MigrationInterface {
  name = 'MessagingMarks1700000003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Of what was associated with a person later nobody knows when; it is as old as it is.
    await addMarkColumns(queryRunner, 'conversation', 'started_at');
    await addMarkColumns(queryRunner, 'message', 'sent_at');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE message DROP COLUMN held_since, DROP COLUMN held_by_transaction');
    await queryRunner.query('ALTER TABLE conversation DROP COLUMN held_since, DROP COLUMN held_by_transaction');
  }
}
