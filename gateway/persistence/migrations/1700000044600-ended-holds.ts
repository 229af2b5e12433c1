import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds when the expiry of a legal hold was recorded, so that it is recorded once (R31). Holds that expired before count as recorded. */
export class EndedHolds1700000044600 implements MigrationInterface {
  name = 'EndedHolds1700000044600';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_legal_hold ADD COLUMN expired_at timestamptz');
    await queryRunner.query(
      'UPDATE gdpr_legal_hold SET expired_at = until WHERE resumed_at IS NOT NULL AND released_at IS NULL',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_legal_hold DROP COLUMN expired_at');
  }
}
