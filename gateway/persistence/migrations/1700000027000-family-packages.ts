import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds whose data a package holds: a family has one package, under its parent's id (R13). Null means its own request alone. */
export class FamilyPackages1700000027000 implements MigrationInterface {
  name = 'FamilyPackages1700000027000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_export ADD COLUMN members uuid[]');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_export DROP COLUMN members');
  }
}
