import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds restrictions of processing (Art. 18, R34): their subjects, their grounds, and the state of each service. */
export class Restrictions1700000044000 implements MigrationInterface {
  name = 'Restrictions1700000044000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gdpr_restriction (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        term bytea,
        subject_digest bytea NOT NULL,
        ground text NOT NULL,
        reference bytea,
        created_by bytea,
        created_at timestamptz NOT NULL,
        lifted_at timestamptz,
        informed_at timestamptz,
        run_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        PRIMARY KEY (organization_id, id))`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX gdpr_restriction_active ON gdpr_restriction (organization_id, subject_digest, ground)
       WHERE lifted_at IS NULL`,
    );
    await queryRunner.query(
      'CREATE INDEX gdpr_restriction_created ON gdpr_restriction (organization_id, created_at, id)',
    );
    await queryRunner.query('CREATE INDEX gdpr_restriction_due ON gdpr_restriction (run_at) WHERE run_at IS NOT NULL');
    await queryRunner.query(
      'CREATE INDEX gdpr_restriction_lifted ON gdpr_restriction (lifted_at) WHERE lifted_at IS NOT NULL',
    );
    await queryRunner.query(`
      CREATE TABLE gdpr_restricted_subject (
        organization_id text NOT NULL,
        restriction_id uuid NOT NULL,
        subject_digest bytea NOT NULL,
        term bytea,
        PRIMARY KEY (organization_id, restriction_id, subject_digest))`);
    await queryRunner.query(
      'CREATE INDEX gdpr_restricted_subject_digest ON gdpr_restricted_subject (organization_id, subject_digest)',
    );
    await queryRunner.query(`
      CREATE TABLE gdpr_restriction_service (
        organization_id text NOT NULL,
        restriction_id uuid NOT NULL,
        service text NOT NULL,
        status text NOT NULL,
        PRIMARY KEY (organization_id, restriction_id, service))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE gdpr_restriction_service, gdpr_restricted_subject, gdpr_restriction');
  }
}
