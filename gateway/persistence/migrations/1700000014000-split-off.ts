import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SplitOff1700000014000 implements MigrationInterface {
  name = 'SplitOff1700000014000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE gdpr_request ADD COLUMN split_off uuid[] NOT NULL DEFAULT '{}'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_request DROP COLUMN split_off');
  }
}
