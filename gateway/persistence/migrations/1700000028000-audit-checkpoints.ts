import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds up to which entries an organisation's chain was verified, and the fault found before each of them, if any. */
export class AuditCheckpoints1700000028000 implements MigrationInterface {
  name = 'AuditCheckpoints1700000028000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE audit_checkpoint (
        organization_id text NOT NULL,
        sequence bigint NOT NULL,
        hash text NOT NULL,
        mac bytea NOT NULL,
        verified_at timestamptz NOT NULL,
        fault text,
        fault_sequence bigint,
        PRIMARY KEY (organization_id, sequence)
      )`);
    await queryRunner.query('CREATE INDEX audit_checkpoint_verified ON audit_checkpoint (verified_at)');
    await queryRunner.query(
      'CREATE INDEX audit_checkpoint_fault ON audit_checkpoint (organization_id, fault_sequence) WHERE fault IS NOT NULL',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE audit_checkpoint');
  }
}
