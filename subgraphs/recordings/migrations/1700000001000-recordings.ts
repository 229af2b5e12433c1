import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Recordings1700000001000 implements MigrationInterface {
  name = 'Recordings1700000001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE recording (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        conversation_id uuid,
        external_contact_id uuid,
        agent_id uuid,
        started_at timestamptz NOT NULL,
        duration_ms integer NOT NULL,
        media_type text NOT NULL,
        byte_size integer NOT NULL,
        sha256 text NOT NULL,
        blob_path text NOT NULL,
        transcript bytea,
        PRIMARY KEY (organization_id, id)
      )`);
    for (const column of ['conversation_id', 'external_contact_id', 'agent_id']) {
      await queryRunner.query(`CREATE INDEX recording_${column} ON recording (organization_id, ${column}, id)`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE recording');
  }
}
