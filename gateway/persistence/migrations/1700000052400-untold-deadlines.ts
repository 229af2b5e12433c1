import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What has a deadline, and when it still has one. */
const open = {
  gdpr_request: `status NOT IN ('COMPLETED', 'CANCELLED', 'REJECTED')`,
  gdpr_case: 'closed_at IS NULL',
};

const tables = Object.entries(open).flatMap(([table, condition]) =>
  ['due_soon', 'overdue'].map((kind) => ({ table, condition, kind })),
);

/**
 * Adds indexes of the deadlines that webhooks did not announce yet, by organisation (R27, R32): those that were announced are not read again.
 * While an index is created, its table cannot be written.
 */
export class UntoldDeadlines1700000052400 implements MigrationInterface {
  name = 'UntoldDeadlines1700000052400';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const { table, condition, kind } of tables)
      await queryRunner.query(
        `CREATE INDEX ${table}_${kind}_untold ON ${table} (organization_id, due_at)
         WHERE ${condition} AND ${kind}_told IS DISTINCT FROM due_at`,
      );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const { table, kind } of tables) await queryRunner.query(`DROP INDEX ${table}_${kind}_untold`);
  }
}
