import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the parts that an export gathers before its package is written, and the claims of whoever writes it. */
export class ExportParts1700000016000 implements MigrationInterface {
  name = 'ExportParts1700000016000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gdpr_export_part (
        organization_id text NOT NULL,
        request_id uuid NOT NULL,
        expires_at timestamptz,
        PRIMARY KEY (organization_id, request_id),
        FOREIGN KEY (organization_id, request_id) REFERENCES gdpr_request (organization_id, id)
      )`);
    await queryRunner.query(
      'CREATE INDEX gdpr_export_part_expires ON gdpr_export_part (expires_at) WHERE expires_at IS NOT NULL',
    );
    await queryRunner.query('ALTER TABLE gdpr_export ADD COLUMN attempt integer NOT NULL DEFAULT 0');
    await queryRunner.query('ALTER TABLE gdpr_task ADD COLUMN bytes_found bigint');
    await queryRunner.query(
      'ALTER TABLE gdpr_request ADD COLUMN claimed_until timestamptz, ADD COLUMN finalize_attempts integer NOT NULL DEFAULT 0',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_request DROP COLUMN claimed_until, DROP COLUMN finalize_attempts');
    await queryRunner.query('ALTER TABLE gdpr_task DROP COLUMN bytes_found');
    await queryRunner.query('ALTER TABLE gdpr_export DROP COLUMN attempt');
    await queryRunner.query('DROP TABLE gdpr_export_part');
  }
}
