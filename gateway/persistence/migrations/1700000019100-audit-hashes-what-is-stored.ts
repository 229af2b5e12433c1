import type { MigrationInterface, QueryRunner } from 'typeorm';
import { AppendAudit1700000017000 } from './1700000017000-append-audit';

/**
 * Computes an entry's hash from its stored columns, and not from the passed values: text that the database stores in another form
 * (half of a surrogate pair, an id in upper case) cannot break a chain.
 */
export class AuditHashesWhatIsStored1700000019100 implements MigrationInterface {
  name = 'AuditHashesWhatIsStored1700000019100';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION append_audit');
    // For text, to_json gives the same bytes as JSON.stringify.
    await queryRunner.query(`
      CREATE FUNCTION audit_json(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN coalesce(to_json(said)::text, 'null')`);
    await queryRunner.query(`
      CREATE FUNCTION append_audit(
        organization text, first_hash text, actors text[], actions text[], requests uuid[], services text[], details text[],
        OUT last_sequence bigint, OUT last_hash text)
      LANGUAGE plpgsql AS $$
      DECLARE
        moment timestamptz;
        entry_hash text;
        entries integer := coalesce(array_length(actors, 1), 0);
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
            '[' || audit_json(organization) || ',' || last_sequence || ',"'
              || to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '",' || audit_json(actors[i]) || ','
              || audit_json(actions[i]) || ',' || audit_json(requests[i]::text) || ',' || audit_json(services[i]) || ','
              || audit_json(details[i]) || ',' || audit_json(last_hash) || ']',
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
    await queryRunner.query('DROP FUNCTION audit_json');
    await new AppendAudit1700000017000().up(queryRunner);
  }
}
