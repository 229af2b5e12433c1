import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Replaces `wake_at`, `claimed_until` and `next_attempt_at`, whose meanings overlapped, by two columns: until when a worker holds a
 * row, and when it is run next. Work in flight goes on: a claim lasts as long as before, and a row that waited for its job is due. The
 * constraints ensure that a row with work left is either leased or due.
 */
export class Leases1700000022000 implements MigrationInterface {
  name = 'Leases1700000022000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['gdpr_task', 'gdpr_request'])
      await queryRunner.query(
        `ALTER TABLE ${table} ADD COLUMN lease_expires_at timestamptz, ADD COLUMN run_at timestamptz`,
      );
    await queryRunner.query(`
      UPDATE gdpr_task SET
        lease_expires_at = CASE status WHEN 'RUNNING' THEN coalesce(wake_at, now()) END,
        run_at = CASE status
          WHEN 'PENDING' THEN least(wake_at, now())
          WHEN 'RETRYING' THEN coalesce(next_attempt_at, least(wake_at, now())) END
      WHERE status IN ('PENDING', 'RUNNING', 'RETRYING')`);
    await queryRunner.query(`
      UPDATE gdpr_request SET
        lease_expires_at = claimed_until,
        run_at = CASE
          WHEN claimed_until IS NOT NULL THEN NULL
          -- An erasure is verified once more when that is due.
          WHEN status = 'COMPLETED' THEN wake_at
          ELSE least(wake_at, now()) END
      WHERE status = 'FINALIZING' OR (status = 'COMPLETED' AND wake_at IS NOT NULL)`);
    // Dropping the columns drops their indexes too.
    await queryRunner.query('ALTER TABLE gdpr_task DROP COLUMN wake_at, DROP COLUMN next_attempt_at');
    await queryRunner.query('ALTER TABLE gdpr_request DROP COLUMN wake_at, DROP COLUMN claimed_until');
    await queryRunner.query(`
      ALTER TABLE gdpr_task ADD CONSTRAINT gdpr_task_leased_or_due CHECK (
        (status = 'RUNNING') = (lease_expires_at IS NOT NULL)
        AND (status IN ('PENDING', 'RETRYING')) = (run_at IS NOT NULL))`);
    await queryRunner.query(`
      ALTER TABLE gdpr_request ADD CONSTRAINT gdpr_request_leased_or_due CHECK (
        num_nonnulls(lease_expires_at, run_at) <= 1
        AND (status <> 'FINALIZING' OR num_nonnulls(lease_expires_at, run_at) = 1))`);
    // Takeovers use these indexes.
    for (const table of ['gdpr_task', 'gdpr_request'])
      for (const column of ['lease_expires_at', 'run_at'])
        await queryRunner.query(`CREATE INDEX ${table}_${column} ON ${table} (${column}) WHERE ${column} IS NOT NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE gdpr_task ADD COLUMN wake_at timestamptz, ADD COLUMN next_attempt_at timestamptz',
    );
    await queryRunner.query(
      'ALTER TABLE gdpr_request ADD COLUMN wake_at timestamptz, ADD COLUMN claimed_until timestamptz',
    );
    await queryRunner.query(`
      UPDATE gdpr_task SET wake_at = coalesce(lease_expires_at, run_at),
        next_attempt_at = CASE status WHEN 'RETRYING' THEN run_at END
      WHERE status IN ('PENDING', 'RUNNING', 'RETRYING')`);
    await queryRunner.query(`
      UPDATE gdpr_request SET wake_at = coalesce(lease_expires_at, run_at), claimed_until = lease_expires_at
      WHERE lease_expires_at IS NOT NULL OR run_at IS NOT NULL`);
    for (const table of ['gdpr_task', 'gdpr_request']) {
      await queryRunner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${table}_leased_or_due`);
      await queryRunner.query(`ALTER TABLE ${table} DROP COLUMN lease_expires_at, DROP COLUMN run_at`);
      await queryRunner.query(`CREATE INDEX ${table}_wake ON ${table} (wake_at) WHERE wake_at IS NOT NULL`);
    }
  }
}
