import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Requests1700000010000 implements MigrationInterface {
  name = 'Requests1700000010000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gdpr_request (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        type text NOT NULL CHECK (type IN ('GET', 'EXPORT', 'UPDATE', 'DELETE')),
        status text NOT NULL CHECK (status IN ('INITIATED', 'SEARCHING', 'EXPORTING', 'UPDATING', 'DELETING',
          'FINALIZING', 'COMPLETED', 'ERROR', 'CANCELLED')),
        term bytea,
        term_digest bytea NOT NULL,
        subject bytea,
        subject_digest bytea NOT NULL,
        replacements bytea,
        parent_id uuid,
        reference text,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        completed_at timestamptz,
        wake_at timestamptz,
        certificate text,
        PRIMARY KEY (organization_id, id),
        FOREIGN KEY (organization_id, parent_id) REFERENCES gdpr_request (organization_id, id)
      )`);
    // R10: at most one request in flight for each type and subject, under any concurrency.
    await queryRunner.query(`
      CREATE UNIQUE INDEX gdpr_request_in_flight ON gdpr_request (organization_id, type, subject_digest)
      WHERE status NOT IN ('COMPLETED', 'ERROR', 'CANCELLED')`);
    await queryRunner.query('CREATE INDEX gdpr_request_family ON gdpr_request (organization_id, parent_id, id)');
    await queryRunner.query('CREATE INDEX gdpr_request_subject ON gdpr_request (organization_id, subject_digest)');
    await queryRunner.query('CREATE INDEX gdpr_request_due ON gdpr_request (organization_id, due_at)');
    await queryRunner.query(`
      CREATE TABLE gdpr_task (
        organization_id text NOT NULL,
        request_id uuid NOT NULL,
        service text NOT NULL,
        status text NOT NULL CHECK (status IN ('PENDING', 'RUNNING', 'RETRYING', 'SUBJECT_REQUIRED', 'NOTHING_FOUND',
          'COMPLETED', 'FAILED', 'CANCELLED')),
        records_found integer,
        record_counts jsonb NOT NULL DEFAULT '{}',
        category_counts jsonb NOT NULL DEFAULT '{}',
        dispositions jsonb NOT NULL DEFAULT '[]',
        verification text CHECK (verification IN ('PENDING', 'VERIFIED', 'RESIDUAL', 'UNREACHABLE')),
        found bytea,
        searched boolean NOT NULL DEFAULT false,
        cursor text,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz,
        wake_at timestamptz,
        last_error_code text,
        last_error_message text,
        PRIMARY KEY (organization_id, request_id, service),
        FOREIGN KEY (organization_id, request_id) REFERENCES gdpr_request (organization_id, id)
      )`);
    // The sweep for abandoned work uses these indexes.
    await queryRunner.query('CREATE INDEX gdpr_task_wake ON gdpr_task (wake_at) WHERE wake_at IS NOT NULL');
    await queryRunner.query('CREATE INDEX gdpr_request_wake ON gdpr_request (wake_at) WHERE wake_at IS NOT NULL');
    await queryRunner.query(`
      CREATE TABLE gdpr_idempotency_key (
        organization_id text NOT NULL,
        key_digest bytea NOT NULL,
        input_digest bytea NOT NULL,
        request_id uuid NOT NULL,
        created boolean NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (organization_id, key_digest),
        FOREIGN KEY (organization_id, request_id) REFERENCES gdpr_request (organization_id, id)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['gdpr_idempotency_key', 'gdpr_task', 'gdpr_request'])
      await queryRunner.query(`DROP TABLE ${table}`);
  }
}
