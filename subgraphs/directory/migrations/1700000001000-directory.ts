import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Directory1700000001000 implements MigrationInterface {
  name = 'Directory1700000001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE directory_user (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        name bytea,
        email bytea,
        work_phone bytea,
        department bytea,
        title bytea,
        status_text bytea,
        active boolean NOT NULL,
        anonymized_at timestamptz,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, id)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE directory_user');
  }
}
