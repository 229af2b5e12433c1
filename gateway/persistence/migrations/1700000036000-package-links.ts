import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds links by which a person downloads their package without an account (R37). The code is stored as a keyed digest only. */
export class PackageLinks1700000036000 implements MigrationInterface {
  name = 'PackageLinks1700000036000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gdpr_package_link (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        request_id uuid NOT NULL,
        sha256 text NOT NULL,
        code_digest bytea NOT NULL,
        tries_left integer NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, id))`);
    await queryRunner.query(
      'CREATE INDEX gdpr_package_link_request ON gdpr_package_link (organization_id, request_id)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE gdpr_package_link');
  }
}
