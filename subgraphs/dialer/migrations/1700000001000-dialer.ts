import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Dialer1700000001000 implements MigrationInterface {
  name = 'Dialer1700000001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE contact_list (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        name text NOT NULL,
        columns jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, id)
      )`);
    await queryRunner.query(`
      CREATE TABLE dialer_contact (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        contact_list_id uuid NOT NULL,
        contact_values bytea NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, id),
        FOREIGN KEY (organization_id, contact_list_id) REFERENCES contact_list (organization_id, id)
      )`);
    await queryRunner.query(
      'CREATE INDEX dialer_contact_list ON dialer_contact (organization_id, contact_list_id, id)',
    );
    await queryRunner.query(`
      CREATE TABLE call_attempt (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        contact_id uuid NOT NULL,
        at timestamptz NOT NULL,
        phone bytea,
        result text NOT NULL,
        agent_id uuid,
        PRIMARY KEY (organization_id, id)
      )`);
    await queryRunner.query('CREATE INDEX call_attempt_contact ON call_attempt (organization_id, contact_id, id)');
    await queryRunner.query('CREATE INDEX call_attempt_agent ON call_attempt (organization_id, agent_id, id)');
    await queryRunner.query(`
      CREATE TABLE do_not_call_entry (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        digest bytea NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, id)
      )`);
    await queryRunner.query(
      'CREATE UNIQUE INDEX do_not_call_entry_digest ON do_not_call_entry (organization_id, digest)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['do_not_call_entry', 'call_attempt', 'dialer_contact', 'contact_list'])
      await queryRunner.query(`DROP TABLE ${table}`);
  }
}
