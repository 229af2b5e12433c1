import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds tombstones (R33): keyed digests of erased values, each with its expiry, and the subjects that came back with one. */
export class Tombstones1700000043000 implements MigrationInterface {
  name = 'Tombstones1700000043000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gdpr_erasure_tombstone (
        organization_id text NOT NULL,
        digest bytea NOT NULL,
        any_source_digest bytea NOT NULL,
        request_id uuid NOT NULL,
        erased_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        undecided boolean NOT NULL DEFAULT false,
        lifted_at timestamptz,
        PRIMARY KEY (organization_id, digest))`);
    await queryRunner.query(
      'CREATE INDEX gdpr_erasure_tombstone_any_source ON gdpr_erasure_tombstone (organization_id, any_source_digest)',
    );
    await queryRunner.query(
      'CREATE INDEX gdpr_erasure_tombstone_request ON gdpr_erasure_tombstone (organization_id, request_id)',
    );
    await queryRunner.query('CREATE INDEX gdpr_erasure_tombstone_expires ON gdpr_erasure_tombstone (expires_at)');
    await queryRunner.query(`
      CREATE TABLE gdpr_reappearance (
        organization_id text NOT NULL,
        subject_digest bytea NOT NULL,
        request_id uuid NOT NULL,
        at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, subject_digest))`);
    await queryRunner.query('CREATE INDEX gdpr_reappearance_expires ON gdpr_reappearance (expires_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE gdpr_reappearance, gdpr_erasure_tombstone');
  }
}
