import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds cases (R28), and the recipients who must be told of an erasure or rectification (R36). A request without a case, such as those of
 * the previous version, has no case id.
 */
export class Cases1700000035000 implements MigrationInterface {
  name = 'Cases1700000035000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gdpr_case (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        received_at timestamptz NOT NULL,
        first_due_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        reference bytea,
        reference_digest bytea,
        created_by bytea NOT NULL,
        created_at timestamptz NOT NULL,
        key_digest bytea,
        input_digest bytea,
        extended_at timestamptz,
        extended_by bytea,
        extension_reason text,
        informed_at timestamptz,
        identity_means text,
        identified_at timestamptz,
        identified_by bytea,
        closed_at timestamptz,
        outcome text,
        note bytea,
        PRIMARY KEY (organization_id, id))`);
    await queryRunner.query(
      'CREATE UNIQUE INDEX gdpr_case_key ON gdpr_case (organization_id, key_digest) WHERE key_digest IS NOT NULL',
    );
    await queryRunner.query('CREATE INDEX gdpr_case_due ON gdpr_case (organization_id, due_at, id)');
    await queryRunner.query('CREATE INDEX gdpr_case_reference ON gdpr_case (organization_id, reference_digest)');
    await queryRunner.query('CREATE INDEX gdpr_case_open ON gdpr_case (due_at) WHERE closed_at IS NULL');
    await queryRunner.query('CREATE INDEX gdpr_case_closed ON gdpr_case (closed_at) WHERE closed_at IS NOT NULL');
    await queryRunner.query('ALTER TABLE gdpr_request ADD COLUMN case_id uuid');
    await queryRunner.query(
      'CREATE INDEX gdpr_request_case ON gdpr_request (organization_id, case_id, id) WHERE case_id IS NOT NULL',
    );
    await queryRunner.query(
      'CREATE INDEX gdpr_request_created ON gdpr_request (organization_id, created_at) WHERE parent_id IS NULL',
    );
    await queryRunner.query(`
      CREATE TABLE gdpr_recipient (
        organization_id text NOT NULL,
        request_id uuid NOT NULL,
        service text NOT NULL,
        recipient text NOT NULL,
        informed_at timestamptz,
        informed_by bytea,
        PRIMARY KEY (organization_id, request_id, service, recipient))`);
    // The same expression as `isOfCase` of the audit log, which finds entries by the case in their detail.
    await queryRunner.query(
      `CREATE INDEX audit_entry_case ON audit_entry (organization_id, (substring(detail FROM 'case ([0-9a-f-]{36})')), at, sequence)
       WHERE detail LIKE 'case %'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX audit_entry_case');
    await queryRunner.query('DROP TABLE gdpr_recipient');
    await queryRunner.query('DROP INDEX gdpr_request_created, gdpr_request_case');
    await queryRunner.query('ALTER TABLE gdpr_request DROP COLUMN case_id');
    await queryRunner.query('DROP TABLE gdpr_case');
  }
}
