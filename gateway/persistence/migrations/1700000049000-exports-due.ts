import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When packages are removed next is looked up in an index again. Its rows all have an end: PostgreSQL 17 leaves such a condition out
 * of a statement, and does not use an index any more that is for rows of this condition.
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
