import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which parts of a request a hold keeps, when it is on somebody else of whom their records are too (R31): null for all that the hold is
 * for. The version before takes such a hold for one on the request's own subject, which keeps more parts and never fewer.
 */
export class HeldParts1700000053800 implements MigrationInterface {
  name = 'HeldParts1700000053800';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_request_hold ADD COLUMN services text[]');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_request_hold DROP COLUMN services');
  }
}
