import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds legal holds (R31), their subjects by keyed digest, and the requests that they put on hold. The previous version ignores holds, so
 * it must be stopped before the first one is placed.
 */
export class LegalHolds1700000040000 implements MigrationInterface {
  name = 'LegalHolds1700000040000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gdpr_legal_hold (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        subject_term bytea NOT NULL,
        ground text NOT NULL,
        reason bytea NOT NULL,
        reference bytea NOT NULL,
        services text[],
        placed_by bytea NOT NULL,
        placed_at timestamptz NOT NULL,
        until timestamptz,
        released_by bytea,
        released_at timestamptz,
        release_reference bytea,
        resumed_at timestamptz,
        PRIMARY KEY (organization_id, id))`);
    await queryRunner.query(
      'CREATE INDEX gdpr_legal_hold_standing ON gdpr_legal_hold (organization_id) WHERE released_at IS NULL',
    );
    await queryRunner.query('CREATE INDEX gdpr_legal_hold_placed ON gdpr_legal_hold (organization_id, placed_at, id)');
    await queryRunner.query(
      'CREATE INDEX gdpr_legal_hold_ended ON gdpr_legal_hold ((least(released_at, until))) WHERE resumed_at IS NULL',
    );
    await queryRunner.query(
      'CREATE INDEX gdpr_legal_hold_resumed ON gdpr_legal_hold (resumed_at) WHERE resumed_at IS NOT NULL',
    );
    await queryRunner.query(`
      CREATE TABLE gdpr_held_subject (
        organization_id text NOT NULL,
        digest bytea NOT NULL,
        hold_id uuid NOT NULL,
        PRIMARY KEY (organization_id, digest, hold_id))`);
    await queryRunner.query('CREATE INDEX gdpr_held_subject_hold ON gdpr_held_subject (organization_id, hold_id)');
    await queryRunner.query(`
      CREATE TABLE gdpr_request_hold (
        organization_id text NOT NULL,
        request_id uuid NOT NULL,
        hold_id uuid NOT NULL,
        PRIMARY KEY (organization_id, request_id, hold_id))`);
    await queryRunner.query('CREATE INDEX gdpr_request_hold_hold ON gdpr_request_hold (organization_id, hold_id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE gdpr_request_hold, gdpr_held_subject, gdpr_legal_hold');
  }
}
