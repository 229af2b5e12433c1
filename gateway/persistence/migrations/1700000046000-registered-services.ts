import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the services that join while the system runs, and are composed with those of the release. */
export class RegisteredServices1700000046000 implements MigrationInterface {
  name = 'RegisteredServices1700000046000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE registered_service (
        organization_id text NOT NULL,
        name text NOT NULL,
        url text NOT NULL,
        sdl text NOT NULL,
        registered_at timestamptz NOT NULL,
        retired_at timestamptz,
        PRIMARY KEY (organization_id, name))`);
    // Names are unique across organisations.
    await queryRunner.query('CREATE UNIQUE INDEX registered_service_name ON registered_service (name)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE registered_service');
  }
}
