import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds the function that appends to an organisation's chain in one statement. The chain is locked until the end of the transaction,
 * so all others of the organisation would wait for every further round trip.
 */
export class AppendAudit1700000017000 implements MigrationInterface {
  name = 'AppendAudit1700000017000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION append_audit(
        organization text, first_hash text, actors text[], actions text[], requests uuid[], services text[], details text[],
        organization_said text, said text[], OUT last_sequence bigint, OUT last_hash text)
      LANGUAGE plpgsql AS $$
      DECLARE
        moment timestamptz;
        entry_hash text;
        entries integer := coalesce(array_length(said, 1), 0);
      BEGIN
        SELECT sequence, hash INTO last_sequence, last_hash FROM audit_head WHERE organization_id = organization FOR UPDATE;
        IF NOT FOUND THEN
          -- Of several first entries at once, one makes the head and the others wait for it.
          INSERT INTO audit_head (organization_id, sequence, hash) VALUES (organization, 0, first_hash) ON CONFLICT DO NOTHING;
          SELECT sequence, hash INTO last_sequence, last_hash FROM audit_head WHERE organization_id = organization FOR UPDATE;
        END IF;
        IF entries = 0 THEN RETURN; END IF;
        FOR i IN 1 .. entries LOOP
          last_sequence := last_sequence + 1;
          moment := date_trunc('milliseconds', clock_timestamp());
          entry_hash := encode(sha256(convert_to(
            '[' || organization_said || ',' || last_sequence || ',"'
              || to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '",' || said[i] || ',"' || last_hash || '"]',
            'UTF8')), 'hex');
          INSERT INTO audit_entry
            (organization_id, sequence, at, actor, action, request_id, service, detail, hash, previous_hash)
          VALUES (organization, last_sequence, moment, actors[i], actions[i], requests[i], services[i], details[i], entry_hash, last_hash);
          last_hash := entry_hash;
        END LOOP;
        UPDATE audit_head SET sequence = last_sequence, hash = last_hash WHERE organization_id = organization;
      END $$`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION append_audit');
  }
}
