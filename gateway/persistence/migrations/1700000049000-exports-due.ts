import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Replaces a partial index that PostgreSQL 17 no longer uses to find the next packages to remove. `expires_at` is never null here, so
 * PostgreSQL 17 drops the condition `expires_at IS NOT NULL` from the statement, and then does not match the partial index.
 */
export class ExportsDue1700000049000 implements MigrationInterface {
  name = 'ExportsDue1700000049000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX gdpr_export_due ON gdpr_export (greatest(expires_at, sweep_at))');
    await queryRunner.query('DROP INDEX gdpr_export_sweep');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'CREATE INDEX gdpr_export_sweep ON gdpr_export (greatest(expires_at, sweep_at)) WHERE expires_at IS NOT NULL',
    );
    await queryRunner.query('DROP INDEX gdpr_export_due');
  }
}
