import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds until when failed attempts are repeated, separate from the due date, which no retry moves (R15). Requests in flight keep their
 * time. The default is for a gateway of the previous version, which still runs while this one starts.
 */
export class AttemptsUntil1700000024000 implements MigrationInterface {
  name = 'AttemptsUntil1700000024000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE gdpr_request ADD COLUMN attempts_until timestamptz NOT NULL DEFAULT now() + interval '14 days'`,
    );
    await queryRunner.query('UPDATE gdpr_request SET attempts_until = due_at');
    // For the list of overdue requests, and for the gauges, which count all requests that are not done.
    await queryRunner.query(`
      CREATE INDEX gdpr_request_not_done ON gdpr_request (organization_id, due_at)
      WHERE status NOT IN ('COMPLETED', 'CANCELLED')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX gdpr_request_not_done');
    await queryRunner.query('ALTER TABLE gdpr_request DROP COLUMN attempts_until');
  }
}
