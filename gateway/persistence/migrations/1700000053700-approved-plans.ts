import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The hash of the plan that a person approved (R30), beside `plan_hash`, which is of the subjects alone. Processes of the version before
 * go on comparing that one, and leave this one null.
 */
export class ApprovedPlans1700000053700 implements MigrationInterface {
  name = 'ApprovedPlans1700000053700';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_request ADD COLUMN approved_plan_hash text');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_request DROP COLUMN approved_plan_hash');
  }
}
