import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ExternalContacts1700000001000 implements MigrationInterface {
  name = 'ExternalContacts1700000001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE external_contact (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        canonical_id uuid NOT NULL,
        first_name bytea,
        last_name bytea,
        work_email bytea,
        personal_email bytea,
        other_email bytea,
        work_phone bytea,
        cell_phone bytea,
        home_phone bytea,
        other_phone bytea,
        address bytea,
        social_handles bytea,
        external_ids bytea,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, id)
      )`);
    await queryRunner.query(
      'CREATE INDEX external_contact_canonical ON external_contact (organization_id, canonical_id, id)',
    );
    await queryRunner.query(`
      CREATE TABLE contact_note (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        external_contact_id uuid NOT NULL,
        text bytea NOT NULL,
        internal boolean NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, id),
        FOREIGN KEY (organization_id, external_contact_id) REFERENCES external_contact (organization_id, id)
      )`);
    await queryRunner.query(
      'CREATE INDEX contact_note_contact ON contact_note (organization_id, external_contact_id, id)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE contact_note');
    await queryRunner.query('DROP TABLE external_contact');
  }
}
