import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the contacts that were merged into a set while its requests ran; they are not touched, but reported (R8). */
export class Joined1700000025100 implements MigrationInterface {
  name = 'Joined1700000025100';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("ALTER TABLE gdpr_request ADD COLUMN joined text[] NOT NULL DEFAULT '{}'");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_request DROP COLUMN joined');
  }
}
