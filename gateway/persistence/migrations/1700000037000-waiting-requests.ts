import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds requests that wait before they begin, for an approval (R30) or the end of a legal hold (R31), and rejected requests. The tasks of
 * a waiting request have no `run_at`. The previous version keeps working: it writes none of the new statuses, and claims no row without
 * `run_at`.
 */
export class WaitingRequests1700000037000 implements MigrationInterface {
  name = 'WaitingRequests1700000037000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE gdpr_request DROP CONSTRAINT gdpr_request_status_check,
        ADD CONSTRAINT gdpr_request_status_check CHECK (status IN ('AWAITING_APPROVAL', 'ON_HOLD', 'INITIATED', 'SEARCHING',
          'EXPORTING', 'UPDATING', 'DELETING', 'FINALIZING', 'COMPLETED', 'ERROR', 'CANCELLED', 'REJECTED'))`);
    await queryRunner.query(`
      ALTER TABLE gdpr_task DROP CONSTRAINT gdpr_task_status_check, DROP CONSTRAINT gdpr_task_leased_or_due,
        ADD CONSTRAINT gdpr_task_status_check CHECK (status IN ('PENDING', 'ON_HOLD', 'RUNNING', 'RETRYING', 'SUBJECT_REQUIRED',
          'NOTHING_FOUND', 'COMPLETED', 'FAILED', 'CANCELLED')),
        ADD CONSTRAINT gdpr_task_leased_or_due CHECK (
          (status = 'RUNNING') = (lease_expires_at IS NOT NULL)
          AND (status = 'PENDING' OR (status = 'RETRYING') = (run_at IS NOT NULL)))`);
    await queryRunner.query(`
      ALTER TABLE gdpr_request ADD COLUMN plan_hash text, ADD COLUMN approved_by bytea, ADD COLUMN approved_at timestamptz,
        ADD COLUMN rejection_reason text`);
    // R10 applies to waiting requests too, but not to rejected ones.
    await queryRunner.query(`
      CREATE UNIQUE INDEX gdpr_request_active ON gdpr_request (organization_id, type, subject_digest)
      WHERE status NOT IN ('COMPLETED', 'ERROR', 'CANCELLED', 'REJECTED')`);
    await queryRunner.query('DROP INDEX gdpr_request_in_flight');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const column of ['plan_hash', 'approved_by', 'approved_at', 'rejection_reason'])
      await queryRunner.query(`ALTER TABLE gdpr_request DROP COLUMN ${column}`);
    await queryRunner.query(`
      CREATE UNIQUE INDEX gdpr_request_in_flight ON gdpr_request (organization_id, type, subject_digest)
      WHERE status NOT IN ('COMPLETED', 'ERROR', 'CANCELLED')`);
    await queryRunner.query('DROP INDEX gdpr_request_active');
    await queryRunner.query(`
      ALTER TABLE gdpr_task DROP CONSTRAINT gdpr_task_status_check, DROP CONSTRAINT gdpr_task_leased_or_due,
        ADD CONSTRAINT gdpr_task_status_check CHECK (status IN ('PENDING', 'RUNNING', 'RETRYING', 'SUBJECT_REQUIRED', 'NOTHING_FOUND',
          'COMPLETED', 'FAILED', 'CANCELLED')),
        ADD CONSTRAINT gdpr_task_leased_or_due CHECK (
          (status = 'RUNNING') = (lease_expires_at IS NOT NULL)
          AND (status IN ('PENDING', 'RETRYING')) = (run_at IS NOT NULL))`);
    await queryRunner.query(`
      ALTER TABLE gdpr_request DROP CONSTRAINT gdpr_request_status_check,
        ADD CONSTRAINT gdpr_request_status_check CHECK (status IN ('INITIATED', 'SEARCHING', 'EXPORTING', 'UPDATING', 'DELETING',
          'FINALIZING', 'COMPLETED', 'ERROR', 'CANCELLED'))`);
  }
}
