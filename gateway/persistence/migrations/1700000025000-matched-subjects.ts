import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds the subjects that a request by a value matched when it was created, by keyed digest. The request conflicts with requests on
 * these subjects, whatever their terms (R10), and its retry touches no others (R24). A request on an id has its subject's digest in its
 * own row.
 */
export class MatchedSubjects1700000025000 implements MigrationInterface {
  name = 'MatchedSubjects1700000025000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gdpr_matched_subject (
        organization_id text NOT NULL,
        subject_digest bytea NOT NULL,
        request_id uuid NOT NULL,
        PRIMARY KEY (organization_id, subject_digest, request_id),
        FOREIGN KEY (organization_id, request_id) REFERENCES gdpr_request (organization_id, id)
      )`);
    await queryRunner.query(
      'CREATE INDEX gdpr_matched_subject_request ON gdpr_matched_subject (organization_id, request_id)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE gdpr_matched_subject');
  }
}
