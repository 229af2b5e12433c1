import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An entry holds a digest alone, so it stays as its number was read once (R3): `1` is how all were read before. */
export class DialerDoNotCallNormalization1700000004000 implements MigrationInterface {
  name = 'DialerDoNotCallNormalization1700000004000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE do_not_call_entry ADD COLUMN normalization text NOT NULL DEFAULT '1'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE do_not_call_entry DROP COLUMN normalization');
  }
}
