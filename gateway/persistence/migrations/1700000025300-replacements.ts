import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the result of each replacement in one service (R14): fields and counts, but no values. */
export class Replacements1700000025300 implements MigrationInterface {
  name = 'Replacements1700000025300';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE gdpr_task ADD COLUMN replacements jsonb NOT NULL DEFAULT '[]'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_task DROP COLUMN replacements');
  }
}
