/** A page of a short audit log, and a page of a long one (R21, R27). */
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { genesisHash } from '../../../gateway/audit/audit-log';
import { percentile } from '../load/measure';
import { connected } from '../load/statements';
import type { BenchSystem } from '../load/systems';

export interface AuditResult {
  /** The entries of the two logs. */
  few: number;
  many: number;
  /** The median time of the newest page, in milliseconds. */
  fewMs: number;
  manyMs: number;
}

const sizes = { few: 1_000, many: 100_000 };
const batch = 1_000;
const calls = 40;

const query = '{ auditLog(first: 100, order: NEWEST_FIRST) { verified nodes { sequence detail } } }';

/** Fills an organisation's log once, in the way the gateway appends to it. */
const fill = (system: BenchSystem, name: string, entries: number): Promise<void> =>
  connected(system.databaseUrl, databaseName(system.databasePrefix, 'gateway'), async (client) => {
    const { rows } = await client.query<{ sequence: string }>(
      'SELECT sequence FROM audit_head WHERE organization_id = $1',
      [name],
    );
    for (let written = Number(rows[0]?.sequence ?? 0); written < entries; written += batch) {
      const each = <T>(value: T) => Array<T>(batch).fill(value);
      await client.query('SELECT append_audit($1, $2, $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[])', [
        ...[name, genesisHash, each('bench'), each('PERSONAL_DATA_READ')],
        ...[each(null), each(null), each('EMAIL, one look')],
      ]);
    }
  });

/** Reads the newest page of both logs, alternately. */
export async function benchAudit(system: BenchSystem, onProgress: (line: string) => void): Promise<AuditResult> {
  const logs = await Promise.all(
    Object.values(sizes).map(async (entries) => {
      const organization = `audit-${entries}`;
      await fill(system, organization, entries);
      return { api: await system.client({ organization }), times: [] as number[] };
    }),
  );
  // The first page creates the checkpoints.
  for (const { api } of logs) await api.ask(query);
  for (let call = 0; call < calls; call += 1)
    for (const { api, times } of logs) {
      const started = performance.now();
      const { auditLog } = await api.ask<{ auditLog: { verified: boolean } }>(query);
      times.push(performance.now() - started);
      if (!auditLog.verified) throw new Error('The audit log does not hold.');
    }
  const [fewMs = 0, manyMs = 0] = logs.map(({ times }) => percentile(times, 0.5));
  onProgress(`audit: a page ${fewMs.toFixed(1)} ms of ${sizes.few} entries, ${manyMs.toFixed(1)} ms of ${sizes.many}`);
  return { ...sizes, fewMs, manyMs };
}
