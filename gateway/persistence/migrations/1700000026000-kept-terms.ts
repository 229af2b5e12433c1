import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds until when a finished request keeps the person's data, and the digests by which it is found afterwards (R21). Requests that have
 * ended already keep their suggestions for the default time.
 */
export class KeptTerms1700000026000 implements MigrationInterface {
  name = 'KeptTerms1700000026000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_request ADD COLUMN reduce_at timestamptz');
    await queryRunner.query(`
      UPDATE gdpr_request SET reduce_at = completed_at + CASE type WHEN 'DELETE' THEN interval '30 days' ELSE interval '365 days' END
      WHERE status IN ('COMPLETED', 'ERROR', 'CANCELLED')`);
    await queryRunner.query('CREATE INDEX gdpr_request_reduce ON gdpr_request (reduce_at) WHERE reduce_at IS NOT NULL');
    await queryRunner.query(`
      CREATE TABLE gdpr_known_value (
        organization_id text NOT NULL,
        digest bytea NOT NULL,
        request_id uuid NOT NULL,
        PRIMARY KEY (organization_id, digest, request_id),
        FOREIGN KEY (organization_id, request_id) REFERENCES gdpr_request (organization_id, id)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE gdpr_known_value');
    await queryRunner.query('DROP INDEX gdpr_request_reduce');
    await queryRunner.query('ALTER TABLE gdpr_request DROP COLUMN reduce_at');
  }
}
