import type { MigrationInterface, QueryRunner } from 'typeorm';

const indexes: Readonly<Record<string, string>> = {
  gdpr_request_listed: 'gdpr_request (organization_id, type, status, id)',
  gdpr_request_reference: 'gdpr_request (organization_id, reference_digest, id) WHERE reference_digest IS NOT NULL',
  gdpr_request_undone: `gdpr_request (organization_id, due_at) WHERE status NOT IN ('COMPLETED', 'CANCELLED', 'REJECTED')`,
  gdpr_case_open_listed: 'gdpr_case (organization_id, due_at, id) WHERE closed_at IS NULL',
};

/** What gdpr_request_undone takes the place of: rejected requests are done too, and do not have to be passed over. */
const former = `gdpr_request_not_done ON gdpr_request (organization_id, due_at) WHERE status NOT IN ('COMPLETED', 'CANCELLED')`;

/**
 * Lists of requests by type, status and case number, and of open cases, are looked up in indexes: none of them reads what it does not
 * show, however many requests an organisation has (R27). While an index is made, nobody writes its table.
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
