import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of which due date it was told by a webhook that it is near, and that it has passed (R32): once each, and anew when it moves. */
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
