import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Until when failed attempts are made again, apart from the due date, which no retry moves (R15). What is in flight goes on
 * for as long as before. The default is for a gateway of the version before, which runs while this one starts.
 */
export class AttemptsUntil1700000024000 implements MigrationInterface {
  name = 'AttemptsUntil1700000024000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE gdpr_request ADD COLUMN attempts_until timestamptz NOT NULL DEFAULT now() + interval '14 days'`,
    );
    await queryRunner.query('UPDATE gdpr_request SET attempts_until = due_at');
    // What is overdue, and what the gauges count: all that is not done.
    await queryRunner.query(`
      CREATE INDEX gdpr_request_not_done ON gdpr_request (organization_id, due_at)
      WHERE status NOT IN ('COMPLETED', 'CANCELLED')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX gdpr_request_not_done');
    await queryRunner.query('ALTER TABLE gdpr_request DROP COLUMN attempts_until');
  }
}
