import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contacts that were merged into the set while its requests ran: not touched, and reported (R8). */
export class Joined1700000025100 implements MigrationInterface {
  name = 'Joined1700000025100';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("ALTER TABLE gdpr_request ADD COLUMN joined text[] NOT NULL DEFAULT '{}'");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_request DROP COLUMN joined');
  }
}
