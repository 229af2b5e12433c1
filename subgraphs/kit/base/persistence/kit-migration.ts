import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The wrapped keys of organisations: in every database that holds personal values. */
export class OrganizationKeys1700000000000 implements MigrationInterface {
  name = 'OrganizationKeys1700000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE organization_key (
        organization_id text NOT NULL,
        purpose text NOT NULL CHECK (purpose IN ('ENCRYPTION', 'DIGEST', 'REPLAY')),
        version smallint NOT NULL,
        master_key_id text NOT NULL,
        wrapped bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organization_id, purpose, version)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE organization_key');
  }
}

/** What the contract is kept with, the same in every service's database: the term index and the accounts of requests. */
export class ContractTables1700000000001 implements MigrationInterface {
  name = 'ContractTables1700000000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE personal_data_term (
        organization_id text NOT NULL,
        type text NOT NULL,
        digest bytea NOT NULL,
        record_type text NOT NULL,
        record_id uuid NOT NULL,
        field text NOT NULL,
        PRIMARY KEY (organization_id, type, digest, record_type, record_id, field)
      )`);
    await queryRunner.query(
      'CREATE INDEX personal_data_term_record ON personal_data_term (organization_id, record_type, record_id)',
    );
    await queryRunner.query(`
      CREATE TABLE personal_data_action (
        organization_id text NOT NULL,
        request_id text NOT NULL,
        action text NOT NULL CHECK (action IN ('ERASE', 'RECTIFY')),
        input_digest bytea NOT NULL,
        source smallint NOT NULL DEFAULT 0,
        after_id uuid,
        complete boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organization_id, request_id, action)
      )`);
    await queryRunner.query(`
      CREATE TABLE personal_data_disposition (
        organization_id text NOT NULL,
        request_id text NOT NULL,
        action text NOT NULL,
        record_type text NOT NULL,
        disposition text NOT NULL,
        reason text NOT NULL DEFAULT '',
        retain_until timestamptz,
        count bigint NOT NULL,
        PRIMARY KEY (organization_id, request_id, action, record_type, disposition, reason),
        FOREIGN KEY (organization_id, request_id, action) REFERENCES personal_data_action ON DELETE CASCADE
      )`);
    await queryRunner.query(`
      CREATE TABLE personal_data_kept (
        organization_id text NOT NULL,
        request_id text NOT NULL,
        action text NOT NULL,
        record_type text NOT NULL,
        record_id text NOT NULL,
        PRIMARY KEY (organization_id, request_id, action, record_type, record_id),
        FOREIGN KEY (organization_id, request_id, action) REFERENCES personal_data_action ON DELETE CASCADE
      )`);
    await queryRunner.query(`
      CREATE TABLE blob_removal (
        organization_id text NOT NULL,
        path text NOT NULL,
        due_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, path)
      )`);
    await queryRunner.query('CREATE INDEX blob_removal_due ON blob_removal (organization_id, due_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of [
      'blob_removal',
      'personal_data_kept',
      'personal_data_disposition',
      'personal_data_action',
      'personal_data_term',
    ]) {
      await queryRunner.query(`DROP TABLE ${table}`);
    }
  }
}
