import type { MigrationInterface, QueryRunner } from 'typeorm';
import { AuditHashesWhatIsStored1700000019100 } from './1700000019100-audit-hashes-what-is-stored';

/** Returns the roles that may append entries, quoted. */
async function callersOf(queryRunner: QueryRunner): Promise<string[]> {
  const callers = (await queryRunner.query(
    `SELECT quote_ident(rolname) AS role FROM pg_proc CROSS JOIN aclexplode(proacl) AS granted
     JOIN pg_roles ON pg_roles.oid = granted.grantee WHERE proname = 'append_audit'`,
  )) as { role: string }[];
  return callers.map(({ role }) => role);
}

/** Lets these roles append entries, and nobody else. A new function may be executed by everybody. */
async function allowAlone(queryRunner: QueryRunner, callers: string[]): Promise<void> {
  await queryRunner.query('REVOKE EXECUTE ON FUNCTION append_audit FROM PUBLIC');
  for (const role of callers) await queryRunner.query(`GRANT EXECUTE ON FUNCTION append_audit TO ${role}`);
}

/**
 * Adds columns for callers and their texts, encrypted with the organisation's key: in the sealed part of an audit entry, which the hash
 * covers as its last part, and in columns of requests. Existing entries and rows have no sealed part and stay valid; the previous
 * version goes on writing such.
 */
export class SealedWords1700000034000 implements MigrationInterface {
  name = 'SealedWords1700000034000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE audit_entry ADD COLUMN sealed bytea');
    // Gateways are serving meanwhile, so the roles that may call the function get the same right to its replacement at once.
    const callers = await callersOf(queryRunner);
    await queryRunner.query('DROP FUNCTION append_audit');
    await queryRunner.query(`
      CREATE FUNCTION append_audit(
        organization text, first_hash text, actors text[], actions text[], requests uuid[], services text[], details text[],
        sealed_words bytea[] DEFAULT NULL, OUT last_sequence bigint, OUT last_hash text)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
              || audit_json(details[i]) || ',' || audit_json(last_hash)
              || coalesce(',"' || encode(sealed_words[i], 'hex') || '"', '') || ']',
            'UTF8')), 'hex');
          INSERT INTO audit_entry
            (organization_id, sequence, at, actor, action, request_id, service, detail, hash, previous_hash, sealed)
          VALUES (organization, last_sequence, moment, actors[i], actions[i], requests[i], services[i], details[i], entry_hash,
            last_hash, sealed_words[i]);
          last_hash := entry_hash;
        END LOOP;
        UPDATE audit_head SET sequence = last_sequence, hash = last_hash WHERE organization_id = organization;
      END $$`);
    await allowAlone(queryRunner, callers);
    await queryRunner.query(`
      ALTER TABLE gdpr_request ALTER COLUMN created_by DROP NOT NULL,
        ADD COLUMN sealed_created_by bytea, ADD COLUMN created_by_digest bytea,
        ADD COLUMN sealed_reference bytea, ADD COLUMN reference_digest bytea`);
    await queryRunner.query('ALTER TABLE gdpr_erasure ALTER COLUMN created_by DROP NOT NULL');
    await queryRunner.query(
      'CREATE INDEX gdpr_request_clear ON gdpr_request (organization_id, id) WHERE created_by IS NOT NULL OR reference IS NOT NULL',
    );
    await queryRunner.query(
      'CREATE INDEX gdpr_erasure_clear ON gdpr_erasure (organization_id, request_id) WHERE created_by IS NOT NULL',
    );
  }

  /** Loses who created requests. @throws when entries have sealed words: the previous version cannot verify them */
  async down(queryRunner: QueryRunner): Promise<void> {
    const sealed = (await queryRunner.query('SELECT 1 FROM audit_entry WHERE sealed IS NOT NULL LIMIT 1')) as unknown[];
    if (sealed.length > 0) throw new Error('The audit log has entries with sealed words: there is no way back.');
    for (const table of ['gdpr_request', 'gdpr_erasure']) {
      await queryRunner.query(`DROP INDEX ${table}_clear`);
      await queryRunner.query(`UPDATE ${table} SET created_by = '' WHERE created_by IS NULL`);
      await queryRunner.query(`ALTER TABLE ${table} ALTER COLUMN created_by SET NOT NULL`);
    }
    for (const column of ['sealed_created_by', 'created_by_digest', 'sealed_reference', 'reference_digest'])
      await queryRunner.query(`ALTER TABLE gdpr_request DROP COLUMN ${column}`);
    await queryRunner.query('ALTER TABLE audit_entry DROP COLUMN sealed');
    const callers = await callersOf(queryRunner);
    // The older migration creates both functions; it drops append_audit itself, but not audit_json.
    await queryRunner.query('DROP FUNCTION audit_json');
    await new AuditHashesWhatIsStored1700000019100().up(queryRunner);
    // It creates append_audit with its caller's rights, and the callers may not write entries themselves.
    await queryRunner.query(
      'ALTER FUNCTION append_audit SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp',
    );
    await allowAlone(queryRunner, callers);
  }
}
