import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addMarkColumns } from '../../kit';

/** The age of each objection (R25): one that was made after a request is not what the request left behind. */
export class DialerDoNotCallMarks1700000005000 implements MigrationInterface {
  name = 'DialerDoNotCallMarks1700000005000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await addMarkColumns(queryRunner, 'do_not_call_entry', 'created_at');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE do_not_call_entry DROP COLUMN held_since, DROP COLUMN held_by_transaction');
  }
}
