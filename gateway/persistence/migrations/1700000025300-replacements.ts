import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What became of each replacement in one service (R14): places and counts, never a value. */
export class Replacements1700000025300 implements MigrationInterface {
  name = 'Replacements1700000025300';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE gdpr_task ADD COLUMN replacements jsonb NOT NULL DEFAULT '[]'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_task DROP COLUMN replacements');
  }
}
