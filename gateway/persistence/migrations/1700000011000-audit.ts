import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Audit1700000011000 implements MigrationInterface {
  name = 'Audit1700000011000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE audit_entry (
        organization_id text NOT NULL,
        sequence bigint NOT NULL,
        at timestamptz NOT NULL,
        actor text NOT NULL,
        action text NOT NULL,
        request_id uuid,
        service text,
        detail text NOT NULL,
        hash text NOT NULL,
        previous_hash text NOT NULL,
        PRIMARY KEY (organization_id, sequence)
      )`);
    await queryRunner.query('CREATE INDEX audit_entry_request ON audit_entry (organization_id, request_id, sequence)');
    await queryRunner.query(`
      CREATE TABLE audit_head (
        organization_id text NOT NULL PRIMARY KEY,
        sequence bigint NOT NULL,
        hash text NOT NULL
      )`);
    // The log is append-only for every role, including the tables' owner.
    await queryRunner.query(`
      CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'insufficient_privilege';
      END $$`);
    await queryRunner.query(`
      CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE audit_entry');
    await queryRunner.query('DROP TABLE audit_head');
    await queryRunner.query('DROP FUNCTION refuse_audit_change');
  }
}
