import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the secrets of a webhook's endpoint that were replaced before the previous one, and until when each of them signs too (R32). */
export class EarlierSecrets1700000052300 implements MigrationInterface {
  name = 'EarlierSecrets1700000052300';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE webhook_endpoint ADD COLUMN earlier_secrets bytea');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE webhook_endpoint DROP COLUMN earlier_secrets');
  }
}
