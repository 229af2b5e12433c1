import type { MigrationInterface, QueryRunner } from 'typeorm';

const indexes: Readonly<Record<string, string>> = {
  gdpr_request_parents: 'gdpr_request (organization_id, type, status, id) WHERE parent_id IS NULL',
  gdpr_request_related: 'gdpr_request (organization_id, type, status, id) WHERE parent_id IS NOT NULL',
};

/**
 * Adds indexes for the lists of requests with and without related ones: a family can have a hundred related requests for its parent, and a
 * list of parents must not read them (R27). While an index is created, its table cannot be written.
 */
export class ParentRequests1700000054000 implements MigrationInterface {
  name = 'ParentRequests1700000054000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, on] of Object.entries(indexes)) await queryRunner.query(`CREATE INDEX ${name} ON ${on}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of Object.keys(indexes)) await queryRunner.query(`DROP INDEX ${name}`);
  }
}
