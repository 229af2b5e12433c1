import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the due date for which webhooks announced that it is near or has passed (R32): once each, and again when the date moves. */
export class ToldDeadlines1700000042000 implements MigrationInterface {
  name = 'ToldDeadlines1700000042000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['gdpr_request', 'gdpr_case'])
      await queryRunner.query(
        `ALTER TABLE ${table} ADD COLUMN due_soon_told timestamptz, ADD COLUMN overdue_told timestamptz`,
      );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['gdpr_request', 'gdpr_case'])
      await queryRunner.query(`ALTER TABLE ${table} DROP COLUMN due_soon_told, DROP COLUMN overdue_told`);
  }
}
