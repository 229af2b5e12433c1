import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Exports1700000013000 implements MigrationInterface {
  name = 'Exports1700000013000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gdpr_export (
        organization_id text NOT NULL,
        request_id uuid NOT NULL,
        byte_size bigint NOT NULL,
        sha256 text NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, request_id),
        FOREIGN KEY (organization_id, request_id) REFERENCES gdpr_request (organization_id, id)
      )`);
    await queryRunner.query('CREATE INDEX gdpr_export_expires ON gdpr_export (expires_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE gdpr_export');
  }
}
