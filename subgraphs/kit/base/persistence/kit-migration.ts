import type { MigrationInterface, QueryRunner } from 'typeorm';
import { NormalizationVersion31700000000006, TermIndexState1700000000003 } from './term-index/term-index-state';

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

/** The tables of the contract, the same in every service's database: the term index and the accounts of requests. */
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

/** The columns of a row's age (see {@link import('./term-index/mark')}). They have defaults, so that rows of older processes get them too. */
const marks = [
  `ADD COLUMN held_since timestamptz NOT NULL DEFAULT 'infinity', ADD COLUMN held_by_transaction xid8`,
  'ALTER COLUMN held_since SET DEFAULT clock_timestamp(), ALTER COLUMN held_by_transaction SET DEFAULT pg_current_xact_id()',
];

/**
 * Gives the rows of a table the two columns that a mark is compared with. Existing rows have an unknown age (`infinity`), which
 * no mark covers, unless `ownTime` is given.
 * @param table a name from the code
 * @param ownTime the column of the table that dates existing rows; a name from the code
 */
export async function addMarkColumns(queryRunner: QueryRunner, table: string, ownTime?: string): Promise<void> {
  for (const change of marks) await queryRunner.query(`ALTER TABLE ${table} ${change}`);
  if (ownTime) await queryRunner.query(`UPDATE ${table} SET held_since = ${ownTime}`);
}

/**
 * Dates the existing rows of one record type in the index: for all that is known, a record has held its values since its creation.
 * Without this, their age is unknown, and no request by a value touches them (R25).
 */
export async function dateTermIndex(queryRunner: QueryRunner, recordType: string, table: string): Promise<void> {
  await queryRunner.query(
    `UPDATE personal_data_term term SET held_since = item.created_at FROM ${table} item
     WHERE term.record_type = $1 AND term.held_since = 'infinity'
       AND item.organization_id = term.organization_id AND item.id = term.record_id`,
    [recordType],
  );
}

/** Version 2 of the contract: marks (R25), and a count for each replacement (R14). */
export class ContractMarks1700000000002 implements MigrationInterface {
  name = 'ContractMarks1700000000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await addMarkColumns(queryRunner, 'personal_data_term');
    await queryRunner.query(`
      CREATE TABLE personal_data_residence (
        since timestamptz PRIMARY KEY DEFAULT clock_timestamp(),
        system_identifier bigint NOT NULL
      )`);
    await queryRunner.query(`
      CREATE TABLE personal_data_replacement (
        organization_id text NOT NULL,
        request_id text NOT NULL,
        action text NOT NULL,
        index smallint NOT NULL,
        replaced bigint NOT NULL DEFAULT 0,
        not_supported bigint NOT NULL DEFAULT 0,
        found boolean NOT NULL DEFAULT false,
        PRIMARY KEY (organization_id, request_id, action, index),
        FOREIGN KEY (organization_id, request_id, action) REFERENCES personal_data_action ON DELETE CASCADE
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE personal_data_replacement');
    await queryRunner.query('DROP TABLE personal_data_residence');
    await queryRunner.query('ALTER TABLE personal_data_term DROP COLUMN held_since, DROP COLUMN held_by_transaction');
  }
}

/** The time of a request's last call, from which its account is kept for a while. For existing accounts this is today. */
export class AccountAges1700000000004 implements MigrationInterface {
  name = 'AccountAges1700000000004';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE personal_data_action ADD COLUMN touched_at timestamptz NOT NULL DEFAULT now()',
    );
    await queryRunner.query('CREATE INDEX personal_data_action_age ON personal_data_action (touched_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE personal_data_action DROP COLUMN touched_at');
  }
}

/** Which subjects are restricted (R34): their ids only. */
export class Restrictions1700000000005 implements MigrationInterface {
  name = 'Restrictions1700000000005';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE personal_data_restriction (
        organization_id text NOT NULL,
        subject text NOT NULL,
        restriction_id text NOT NULL,
        restricted_at timestamptz NOT NULL DEFAULT now(),
        lifted_at timestamptz,
        PRIMARY KEY (organization_id, subject, restriction_id)
      )`);
    await queryRunner.query(
      'CREATE INDEX personal_data_restriction_active ON personal_data_restriction (organization_id) WHERE lifted_at IS NULL',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE personal_data_restriction');
  }
}

/** The migrations of every service's database that run before the service's own. */
export const kitMigrations = [
  OrganizationKeys1700000000000,
  ContractTables1700000000001,
  ContractMarks1700000000002,
  TermIndexState1700000000003,
  AccountAges1700000000004,
  Restrictions1700000000005,
  NormalizationVersion31700000000006,
];
