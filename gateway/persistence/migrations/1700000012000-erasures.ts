import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Erasures1700000012000 implements MigrationInterface {
  name = 'Erasures1700000012000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gdpr_erasure (
        organization_id text NOT NULL,
        request_id uuid NOT NULL,
        completed_at timestamptz NOT NULL,
        created_by text NOT NULL,
        sealed bytea NOT NULL,
        PRIMARY KEY (organization_id, request_id),
        FOREIGN KEY (organization_id, request_id) REFERENCES gdpr_request (organization_id, id)
      )`);
    await queryRunner.query(
      'CREATE INDEX gdpr_erasure_completed ON gdpr_erasure (organization_id, completed_at, request_id)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE gdpr_erasure');
  }
}
