import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds the mark that a service gave when a request by a value was created (R25), and the number of records that it does not cover.
 * Existing tasks have no mark, and use their request's time.
 */
export class Marks1700000025200 implements MigrationInterface {
  name = 'Marks1700000025200';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE gdpr_task ADD COLUMN as_of text, ADD COLUMN marked_by_time boolean NOT NULL DEFAULT false,
        ADD COLUMN newer_records integer NOT NULL DEFAULT 0`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE gdpr_task DROP COLUMN as_of, DROP COLUMN marked_by_time, DROP COLUMN newer_records',
    );
  }
}
