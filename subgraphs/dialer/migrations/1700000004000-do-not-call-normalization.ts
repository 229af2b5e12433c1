import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The normalisation of each entry. An entry holds only a digest, so it keeps its normalisation (R3); existing entries have `1`. */
export class DialerDoNotCallNormalization1700000004000 implements MigrationInterface {
  name = 'DialerDoNotCallNormalization1700000004000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE do_not_call_entry ADD COLUMN normalization text NOT NULL DEFAULT '1'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE do_not_call_entry DROP COLUMN normalization');
  }
}
