/** Changes the audit log behind the gateway's back, as somebody who administers its database can (R21). */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Client } from 'pg';
import { entryHash, genesisHash } from '../../../gateway/audit/audit-log';
import { entryOf, type AuditRow } from '../../../gateway/audit/verify-audit-log';
import { verifyAudit } from '../../../scripts/operate/verify-audit';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../run/database';
import type { TestSystem } from '../run/system';

type Tamper = (client: Client) => Promise<unknown>;

/** The tables that are tampered with. */
export const tampered = ['audit_entry', 'audit_head', 'gdpr_request', 'audit_anchor', 'audit_anchored'];

/** What can be done to the log of an organisation, and what the check finds then. The system is asked for when it runs. */
export function tampering(system: () => TestSystem, organization: string) {
  const inGateway = <T>(work: (client: Client) => Promise<T>) =>
    inDatabase(databaseName(system().databasePrefix, 'gateway'), work);

  async function verdict() {
    const [found] = (await verifyAudit(organization, system().environment)).organizations;
    if (!found) throw new Error('The organisation has no log.');
    return found;
  }

  /** Tampers as a superuser who disables the triggers, runs the check, and restores everything. */
  async function whileTampered<T>(tamper: Tamper, found: () => Promise<T>): Promise<T> {
    return inGateway(async (client) => {
      await client.query("SET session_replication_role = 'replica'");
      for (const table of tampered) await client.query(`CREATE TEMP TABLE kept_${table} AS TABLE ${table}`);
      try {
        await tamper(client);
        return await found();
      } finally {
        for (const table of tampered) {
          await client.query(`DELETE FROM ${table}`);
          await client.query(`INSERT INTO ${table} TABLE kept_${table}`);
        }
      }
    });
  }

  const afterTampering = (tamper: Tamper) => whileTampered(tamper, async () => (await verdict()).fault);

  /** Rebuilds the chain, hash by hash, with another actor. */
  async function rewrite(client: Client): Promise<void> {
    const { rows } = await client.query<AuditRow>(
      'SELECT * FROM audit_entry WHERE organization_id = $1 ORDER BY sequence',
      [organization],
    );
    let previousHash = genesisHash;
    for (const entry of rows.map(entryOf)) {
      const forged = { ...entry, actor: entry.actor === 'habeas' ? entry.actor : 'digest 00', previousHash };
      const hash = entryHash(organization, forged);
      await client.query(
        'UPDATE audit_entry SET actor = $2, hash = $3, previous_hash = $4 WHERE sequence = $1 AND organization_id = $5',
        [entry.sequence, forged.actor, hash, previousHash, organization],
      );
      previousHash = hash;
    }
    await client.query('UPDATE audit_head SET hash = $1 WHERE organization_id = $2', [previousHash, organization]);
  }

  /** Removes all entries after one, and adjusts the head. */
  const cutAfter = (last: number) => async (client: Client) => {
    await client.query('DELETE FROM audit_entry WHERE sequence > $1 AND organization_id = $2', [last, organization]);
    await client.query(
      `UPDATE audit_head SET sequence = $1, hash =
         (SELECT hash FROM audit_entry WHERE sequence = $1 AND organization_id = $2) WHERE organization_id = $2`,
      [last, organization],
    );
  };

  return { inGateway, verdict, whileTampered, afterTampering, rewrite, cutAfter };
}

export const forgetCheckpoints: Tamper = (client) =>
  client.query('DELETE FROM audit_anchor; DELETE FROM audit_anchored');

/** Changes a file, runs the check, and restores the file. */
export async function whileChanged<T>(file: string, change: () => void, found: () => Promise<T>): Promise<T> {
  const kept = readFileSync(file);
  change();
  try {
    return await found();
  } finally {
    writeFileSync(file, kept);
  }
}
