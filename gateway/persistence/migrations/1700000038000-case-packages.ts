import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds packages of cases, which contain the packages of the exports (R13, R28): their contents, and the lease to write one. */
export class CasePackages1700000038000 implements MigrationInterface {
  name = 'CasePackages1700000038000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gdpr_case_package (
        organization_id text NOT NULL,
        case_id uuid NOT NULL,
        attempt integer NOT NULL,
        contents text,
        byte_size bigint,
        sha256 text,
        lease_expires_at timestamptz,
        PRIMARY KEY (organization_id, case_id))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE gdpr_case_package');
  }
}
