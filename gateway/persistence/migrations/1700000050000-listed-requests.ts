import type { MigrationInterface, QueryRunner } from 'typeorm';

const indexes: Readonly<Record<string, string>> = {
  gdpr_request_listed: 'gdpr_request (organization_id, type, status, id)',
  gdpr_request_reference: 'gdpr_request (organization_id, reference_digest, id) WHERE reference_digest IS NOT NULL',
  gdpr_request_undone: `gdpr_request (organization_id, due_at) WHERE status NOT IN ('COMPLETED', 'CANCELLED', 'REJECTED')`,
  gdpr_case_open_listed: 'gdpr_case (organization_id, due_at, id) WHERE closed_at IS NULL',
};

/** The index that gdpr_request_undone replaces. It contained rejected requests, which are done and had to be skipped. */
const former = `gdpr_request_not_done ON gdpr_request (organization_id, due_at) WHERE status NOT IN ('COMPLETED', 'CANCELLED')`;

/**
 * Adds indexes for the lists of requests by type, status and reference, and of open cases, so that no list reads rows that it does not
 * show (R27). While an index is created, its table cannot be written.
 */
export class ListedRequests1700000050000 implements MigrationInterface {
  name = 'ListedRequests1700000050000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, on] of Object.entries(indexes)) await queryRunner.query(`CREATE INDEX ${name} ON ${on}`);
    await queryRunner.query('DROP INDEX gdpr_request_not_done');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE INDEX ${former}`);
    for (const name of Object.keys(indexes)) await queryRunner.query(`DROP INDEX ${name}`);
  }
}
