import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds how far the audit log is anchored outside the database: the newest checkpoint, and the newest anchored head of each
 * organisation. The checkpoints themselves are files.
 */
export class AuditAnchors1700000031000 implements MigrationInterface {
  name = 'AuditAnchors1700000031000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE audit_anchor (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        number bigint NOT NULL,
        digest text NOT NULL
      )`);
    await queryRunner.query(`
      CREATE TABLE audit_anchored (
        organization_id text PRIMARY KEY,
        number bigint NOT NULL,
        sequence bigint NOT NULL,
        hash text NOT NULL
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE audit_anchored');
    await queryRunner.query('DROP TABLE audit_anchor');
  }
}
