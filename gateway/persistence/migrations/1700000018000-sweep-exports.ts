import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['gdpr_export', 'gdpr_export_part'];

/** Adds when the files of an expired export are removed next, so that exports that fail to be removed do not delay the others. */
export class SweepExports1700000018000 implements MigrationInterface {
  name = 'SweepExports1700000018000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of tables) {
      await queryRunner.query(`ALTER TABLE ${table} ADD COLUMN sweep_at timestamptz`);
      await queryRunner.query(`DROP INDEX ${table}_expires`);
      await queryRunner.query(
        `CREATE INDEX ${table}_sweep ON ${table} (greatest(expires_at, sweep_at)) WHERE expires_at IS NOT NULL`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of tables) {
      await queryRunner.query(`DROP INDEX ${table}_sweep`);
      await queryRunner.query(`CREATE INDEX ${table}_expires ON ${table} (expires_at) WHERE expires_at IS NOT NULL`);
      await queryRunner.query(`ALTER TABLE ${table} DROP COLUMN sweep_at`);
    }
  }
}
