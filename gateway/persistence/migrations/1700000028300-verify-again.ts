import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds when an erasure is verified again in every service; `run_at` now means when services that did not answer are asked again. */
export class VerifyAgain1700000028300 implements MigrationInterface {
  name = 'VerifyAgain1700000028300';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_request ADD COLUMN verify_again_at timestamptz');
    await queryRunner.query(
      `UPDATE gdpr_request SET verify_again_at = run_at
       WHERE type = 'DELETE' AND status = 'COMPLETED' AND run_at IS NOT NULL`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_request DROP COLUMN verify_again_at');
  }
}
