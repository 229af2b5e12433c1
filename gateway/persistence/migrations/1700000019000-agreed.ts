import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds what the caller agreed to when an erasure or rectification was created; a retry or replay touches no more (R25). */
export class Agreed1700000019000 implements MigrationInterface {
  name = 'Agreed1700000019000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_request ADD COLUMN agreed bytea');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gdpr_request DROP COLUMN agreed');
  }
}
