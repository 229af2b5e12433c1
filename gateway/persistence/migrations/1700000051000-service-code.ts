import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The code that a service gave itself, beside ours: `GdprServiceError.serviceCode`. */
export class ServiceCode1700000051000 implements MigrationInterface {
  name = 'ServiceCode1700000051000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_task ADD COLUMN last_error_service_code text');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_task DROP COLUMN last_error_service_code');
  }
}
