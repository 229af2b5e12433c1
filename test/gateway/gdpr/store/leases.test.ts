/** The leases of tasks and of requests that are finalised: claimed once, renewed, lost, taken over (R11). */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { ExportStore } from '../../../../gateway/exports/store/export-store';
import { finalizeClaimsOf } from '../../../../gateway/gdpr/closing/finalize-claim';
import { taskClaimsOf } from '../../../../gateway/gdpr/processing/task/claims';
import { Queue } from '../../../../gateway/gdpr/processing/queue/queue';
import { Recovery } from '../../../../gateway/gdpr/processing/recovery';
import { LeaseLostError, type Lease } from '../../../../gateway/gdpr/store/leases/leases';
import { openDisk } from '../../../../subgraphs/kit/base/blobs/disk';
import { KeyRing } from '../../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, uniquePrefix } from '../../../support/run/database';
import { gatewayDatabaseUrl, openTestGatewayDatabase } from '../../../support/run/gateway-database';
import { eventually } from '../../../support/eventually';
import { insertRequest, insertTask } from '../../../support/run/gateway-rows';

const prefix = uniquePrefix();
const directory = mkdtempSync(path.join(tmpdir(), 'habeas-leases-'));
const organization = 'leases';
const logger = pino({ level: 'silent' });
const opened: DataSource[] = [];
const given: Lease[] = [];

let queue: Queue;
let keys: KeyRing;
let recovery: Recovery;

/** Opens the database like a process of its own. */
async function openProcess(): Promise<DataSource> {
  const dataSource = await openTestGatewayDatabase(prefix, 3);
  opened.push(dataSource);
  return dataSource;
}

let dataSource: DataSource;
let other: DataSource;

beforeAll(async () => {
  dataSource = await openProcess();
  other = await openProcess();
  queue = new Queue(gatewayDatabaseUrl(prefix), logger);
  await queue.start();
  keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
  const exports = new ExportStore(await openDisk({ directory }, 'exports'));
  recovery = new Recovery({ dataSource, keys, queue, exports, logger });
});

afterEach(async () => {
  for (const lease of given.splice(0)) lease.release();
  await dataSource.query('DELETE FROM gdpr_task');
  await dataSource.query('DELETE FROM gdpr_request');
  await dataSource.query('DELETE FROM pgboss.job');
});

afterAll(async () => {
  await queue.stop();
  for (const each of opened) await each.destroy();
  await dropDatabases(prefix);
  rmSync(directory, { recursive: true });
});

const here = async <T>(work: () => Promise<T>): Promise<T> => inOrganization(await keys.of(organization), work);

/** The operations on one kind of leased rows. */
interface Kind {
  table: string;
  job: string;
  /** Writes a due row. @returns its id */
  due: () => Promise<string>;
  /** Makes a process's function that claims a row; null when it cannot be claimed. */
  claimsOf: (process: DataSource) => (id: string) => Promise<{ lease: Lease; attempt: number } | null>;
}

const kinds: Kind[] = [
  {
    table: 'gdpr_task',
    job: 'gdpr-task/messaging',
    due: async () => {
      const id = await insertRequest(dataSource, organization, { status: `'DELETING'` });
      await insertTask(dataSource, organization, id, 'messaging', { status: `'PENDING'`, run_at: 'now()' });
      return id;
    },
    claimsOf: (process) => {
      const claims = taskClaimsOf(process);
      return async (requestId) => {
        const claimed = await claims.claim({ requestId, service: 'messaging' });
        return claimed && { lease: claimed.lease, attempt: claimed.task.attempts };
      };
    },
  },
  {
    table: 'gdpr_request',
    job: 'gdpr-finalize/DELETE',
    due: () => insertRequest(dataSource, organization, { status: `'FINALIZING'`, run_at: 'now()' }),
    claimsOf: (process) => {
      const claims = finalizeClaimsOf(process);
      return async (id) => {
        const claimed = await claims.claim({ id });
        return claimed && { lease: claimed.lease, attempt: claimed.request.finalizeAttempts };
      };
    },
  },
];

describe.each(kinds)('a lease on a row of $table', ({ table, job, due, claimsOf }) => {
  const claimer = (process: DataSource) => {
    const claim = claimsOf(process);
    return async (id: string) => {
      const claimed = await here(() => claim(id));
      if (claimed) given.push(claimed.lease);
      return claimed;
    };
  };

  /** Seconds until the lease expires, and until the row is due; null for neither. */
  const timesOf = async () => {
    const rows: { lease: number | null; run: number | null }[] = await dataSource.query(
      `SELECT extract(epoch FROM lease_expires_at - clock_timestamp())::float AS lease,
         extract(epoch FROM run_at - clock_timestamp())::float AS run FROM ${table}`,
    );
    expect(rows).toHaveLength(1);
    return rows[0] ?? { lease: null, run: null };
  };

  /** As if its worker had died some time ago. */
  const expire = () => dataSource.query(`UPDATE ${table} SET lease_expires_at = now() - interval '1 second'`);

  const jobs = async () => {
    const rows: unknown[] = await dataSource.query('SELECT 1 FROM pgboss.job WHERE name = $1', [job]);
    return rows.length;
  };

  test('is given once, however many processes claim it at the same time, and expires', async () => {
    const [one, two] = [claimer(dataSource), claimer(other)];
    const ids = [];
    for (let count = 0; count < 10; count += 1) ids.push(await due());
    const claimed = await Promise.all(ids.flatMap((id) => [one(id), two(id), one(id), two(id)]));
    expect(claimed.filter((each) => each !== null).map(({ attempt }) => attempt)).toEqual(ids.map(() => 1));
    const rows: unknown[] = await dataSource.query(
      `SELECT 1 FROM ${table} WHERE run_at IS NULL AND lease_expires_at <= clock_timestamp() + interval '4 seconds'`,
    );
    expect(rows).toHaveLength(ids.length);
  });

  test('is renewed by the heartbeat for as long as its holder works, and meanwhile given to nobody else', async () => {
    const [one, two] = [claimer(dataSource), claimer(other)];
    const id = await due();
    const claimed = await one(id);
    await pause(6_000);
    // A delayed heartbeat still has the row, because no recovery runs in this test.
    await eventually(async () => ((await timesOf()).lease ?? 0) > 0, 10_000);
    expect(await two(id)).toBeNull();
    expect(claimed?.lease.lost.aborted).toBe(false);
    expect(() => claimed?.lease.assertHeld()).not.toThrow();
  }, 30_000);

  test('expires after it is released without an end, and recovery lets the row be taken over', async () => {
    const [one, two] = [claimer(dataSource), claimer(other)];
    const id = await due();
    (await one(id))?.lease.release();
    expect((await timesOf()).lease).toBeLessThanOrEqual(4);
    await dataSource.query(`UPDATE ${table} SET lease_expires_at = now() + interval '1 hour'`);
    await recovery.run();
    expect(await jobs()).toBe(0);
    expect(await two(id)).toBeNull();
    await expire();
    expect(await jobs()).toBe(0);
    await recovery.run();
    expect(await jobs()).toBe(1);
    const { lease, run } = await timesOf();
    expect(lease).toBeNull();
    expect(run).toBeLessThanOrEqual(0);
    expect((await two(id))?.attempt).toBe(2);
  }, 30_000);

  test('is lost when the row is taken over: its holder is told, and cannot continue', async () => {
    const [one, two] = [claimer(dataSource), claimer(other)];
    const id = await due();
    const claimed = await one(id);
    await eventually(async () => {
      await expire();
      return two(id);
    });
    await eventually(() => Promise.resolve(claimed?.lease.lost.aborted));
    expect(() => claimed?.lease.assertHeld()).toThrow(LeaseLostError);
    expect((await timesOf()).lease).not.toBeNull();
  }, 40_000);

  test('is not given before the row is due, and recovery waits for a job that is on its way', async () => {
    const one = claimer(dataSource);
    const id = await due();
    await dataSource.query(`UPDATE ${table} SET run_at = now() + interval '1 hour'`);
    expect(await one(id)).toBeNull();
    await recovery.run();
    expect(await jobs()).toBe(0);
    await dataSource.query(`UPDATE ${table} SET run_at = now() - interval '1 minute'`);
    await recovery.run();
    expect(await jobs()).toBe(1);
    // The next sweep leaves it alone for as long again.
    expect((await timesOf()).run).toBeGreaterThan(-30);
    expect(await one(id)).not.toBeNull();
  });
});

test('an erasure is not verified again before that is due, whatever job comes', async () => {
  const id = await insertRequest(dataSource, organization, {
    status: `'COMPLETED'`,
    completed_at: 'now()',
    run_at: `now() + interval '1 day'`,
  });
  const claims = finalizeClaimsOf(dataSource);
  expect(await here(() => claims.claim({ id }))).toBeNull();
  await dataSource.query('UPDATE gdpr_request SET run_at = now()');
  const claimed = await here(() => claims.claim({ id }));
  expect(claimed?.request.status).toBe('COMPLETED');
  claimed?.lease.release();
});
