import type { MigrationInterface, QueryRunner } from 'typeorm';

const indexes = {
  gdpr_request_ended: 'gdpr_request (completed_at) WHERE parent_id IS NULL AND completed_at IS NOT NULL',
  gdpr_idempotency_key_age: 'gdpr_idempotency_key (created_at)',
  gdpr_idempotency_key_request: 'gdpr_idempotency_key (organization_id, request_id)',
  gdpr_erasure_age: 'gdpr_erasure (completed_at)',
  gdpr_known_value_request: 'gdpr_known_value (organization_id, request_id)',
};

/** Adds indexes to find the rows whose retention has ended, and the rows that are deleted with them (R21). */
export class Retention1700000032000 implements MigrationInterface {
  name = 'Retention1700000032000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, on] of Object.entries(indexes)) await queryRunner.query(`CREATE INDEX ${name} ON ${on}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of Object.keys(indexes)) await queryRunner.query(`DROP INDEX ${name}`);
  }
}
