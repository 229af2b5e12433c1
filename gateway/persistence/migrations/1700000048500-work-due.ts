import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds triggers that notify the workers when a row makes work due (NOTIFY), so that they need not poll. */
export class WorkDue1700000048500 implements MigrationInterface {
  name = 'WorkDue1700000048500';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION notify_work_due() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('gdpr_work_due', TG_ARGV[0]);
        RETURN NULL;
      END $$`);
    // Notifies only for rows that are due, because claims and later attempts write the same columns.
    for (const [table, column, work] of [
      ['webhook_delivery', 'next_attempt_at', 'deliveries'],
      ['gdpr_restriction', 'run_at', 'sweeps'],
      ['gdpr_export', 'expires_at', 'sweeps'],
      ['gdpr_export_part', 'expires_at', 'sweeps'],
    ])
      await queryRunner.query(`
        CREATE TRIGGER ${table}_work_due AFTER INSERT OR UPDATE OF ${column} ON ${table}
        FOR EACH ROW WHEN (NEW.${column} <= clock_timestamp()) EXECUTE FUNCTION notify_work_due('${work}')`);
    await queryRunner.query(`
      CREATE TRIGGER gdpr_legal_hold_work_due AFTER INSERT OR UPDATE OF released_at, until ON gdpr_legal_hold
      FOR EACH STATEMENT EXECUTE FUNCTION notify_work_due('sweeps')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    // CASCADE drops the triggers too, including the one on the queue's table.
    await queryRunner.query('DROP FUNCTION notify_work_due CASCADE');
  }
}
