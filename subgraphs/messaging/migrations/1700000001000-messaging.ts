import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Messaging1700000001000 implements MigrationInterface {
  name = 'Messaging1700000001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE conversation (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        channel text NOT NULL,
        external_contact_id uuid,
        agent_id uuid,
        custom_attributes bytea,
        started_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, id)
      )`);
    await queryRunner.query(
      'CREATE INDEX conversation_contact ON conversation (organization_id, external_contact_id, id)',
    );
    await queryRunner.query('CREATE INDEX conversation_agent ON conversation (organization_id, agent_id, id)');
    await queryRunner.query(`
      CREATE TABLE message (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        external_contact_id uuid,
        direction text NOT NULL CHECK (direction IN ('INBOUND', 'OUTBOUND')),
        sender bytea,
        text bytea,
        sent_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, id),
        FOREIGN KEY (organization_id, conversation_id) REFERENCES conversation (organization_id, id)
      )`);
    await queryRunner.query('CREATE INDEX message_conversation ON message (organization_id, conversation_id, id)');
    await queryRunner.query('CREATE INDEX message_contact ON message (organization_id, external_contact_id, id)');
    await queryRunner.query(`
      CREATE TABLE message_attachment (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        message_id uuid NOT NULL,
        filename bytea NOT NULL,
        media_type text NOT NULL,
        byte_size integer NOT NULL,
        sha256 text NOT NULL,
        blob_path text NOT NULL,
        PRIMARY KEY (organization_id, id),
        FOREIGN KEY (organization_id, message_id) REFERENCES message (organization_id, id)
      )`);
    await queryRunner.query(
      'CREATE INDEX message_attachment_message ON message_attachment (organization_id, message_id, id)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['message_attachment', 'message', 'conversation'])
      await queryRunner.query(`DROP TABLE ${table}`);
  }
}
