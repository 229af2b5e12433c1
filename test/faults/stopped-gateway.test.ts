/**
 * A gateway stands still while it holds locks, and PostgreSQL ends sessions and lock waits. Waiting calls continue within seconds,
 * other organisations are answered meanwhile, and callers who were cut off are told to come back (R27).
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { ApiClient } from '../../scripts/develop/api-client';
import type { ManagedProcess } from '../../scripts/develop/start/managed-process';
import { databaseName } from '../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../support/run/database';
import { eventually } from '../support/eventually';
import { createFamily, familyDispositions } from '../support/people/family';
import { createRequest, dispositionsOf, finishedRequest, type RequestInput } from '../support/api/requests';
import { sharedSystem } from '../support/run/shared-system';
import { startReplica } from '../support/run/replica';
import type { TestSystem } from '../support/run/system';

const organization = 'stopped-gateway';
/**
 * How soon calls that wait for a stopped process continue, in milliseconds: 3 s when one of its sessions holds the locks. Three
 * sessions may get them one after the other, before the rest have waited too long. The bound allows for a busy machine.
 */
const withinSeconds = 15_000;

let system: TestSystem;
let healthy: ApiClient;
let replica: ManagedProcess;
let stopped: ApiClient;

beforeAll(async () => {
  system = await sharedSystem();
  replica = await startReplica(system);
  healthy = await system.client({ organization });
  stopped = new ApiClient(replica.url, await system.token({ organization }));
}, 120_000);

afterAll(async () => {
  process.kill(replica.pid, 'SIGCONT');
  await replica.stop();
  await system.stop();
});

const gatewayDatabase = () => databaseName(system.databasePrefix, 'gateway');

const createDocument = `mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { created request { id } } }`;

const unknownPhone = (digits: string): RequestInput => ({ type: 'GET', term: { phone: `+346000${digits}` } });

/** Runs `work` while the organisation's audit chain is locked, so that transactions that append to it wait. */
const whileChainIsLocked = <T>(work: (release: () => Promise<void>) => Promise<T>): Promise<T> =>
  inDatabase(gatewayDatabase(), async (client) => {
    await client.query('BEGIN');
    // This session may hold the lock for as long as the test needs.
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    const { rowCount } = await client.query('SELECT 1 FROM audit_head WHERE organization_id = $1 FOR UPDATE', [
      organization,
    ]);
    expect(rowCount).toBe(1);
    return work(async () => void (await client.query('ROLLBACK')));
  });

/** The local ports of a process's connections. */
function portsOf(pid: number): Set<number> {
  const sockets = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
    } catch {
      // The file was closed meanwhile.
      return [];
    }
  });
  const own = new Set(sockets);
  return new Set(
    readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => own.has(fields[9] ?? ''))
      .map((fields) => parseInt(fields[1]?.split(':')[1] ?? '', 16)),
  );
}

/** Waits for a session that creates a request and waits for the lock; of this gateway, if others may wait too. */
const sessionThatWaits = (gateway?: ManagedProcess) =>
  eventually(
    () =>
      inDatabase(gatewayDatabase(), async (client) => {
        const { rows } = await client.query<{ pid: number; port: number }>(
          `SELECT pid, client_port AS port FROM pg_stat_activity activity
           WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%append_audit%'
             AND EXISTS (SELECT FROM pg_locks WHERE pid = activity.pid AND locktype = 'advisory' AND granted)`,
        );
        const ports = gateway && portsOf(gateway.pid);
        return rows.find(({ port }) => !ports || ports.has(port))?.pid;
      }),
    10_000,
  );

test('a gateway that is stopped in a transaction delays its organisation by seconds and no other at all; continued, it loses nothing and does nothing twice', async () => {
  const families = [await createFamily(healthy, 'stoppedA'), await createFamily(healthy, 'stoppedB')];
  const other = await system.client({ organization: 'stopped-gateway-other' });
  await createRequest(other, unknownPhone('00000'));
  // Creates the chain.
  await createRequest(healthy, unknownPhone('00001'));
  const erasures = [];
  for (const [canonical] of families)
    erasures.push(
      await createRequest(stopped, { type: 'DELETE', term: { externalContactId: canonical }, deleteConfirmed: true }),
    );

  // Wrapped in an object, so that it is not awaited: the answer comes when the gateway continues.
  const cut = await whileChainIsLocked(async (release) => {
    const answer = stopped.send(createDocument, { input: unknownPhone('00002') });
    await sessionThatWaits(replica);
    process.kill(replica.pid, 'SIGSTOP');
    await release();
    return { answer };
  });

  const began = Date.now();
  let done = false;
  const creation = createRequest(healthy, unknownPhone('00003')).finally(() => (done = true));
  const delays: number[] = [];
  for (let count = 0; !done; count += 1) {
    const asked = Date.now();
    await createRequest(other, unknownPhone(String(10_000 + count)));
    if (!done) delays.push(Date.now() - asked);
    if (Date.now() - began > 60_000) break;
  }
  process.stdout.write(
    `stopped-gateway: its organisation waited ${Date.now() - began} ms; ${delays.length} answers of another meanwhile, the longest after ${Math.max(0, ...delays)} ms\n`,
  );
  expect(done).toBe(true);
  expect((await creation).created).toBe(true);
  expect(Date.now() - began).toBeLessThan(withinSeconds);
  // Another organisation is not affected: it is answered repeatedly during one wait.
  expect(delays.length).toBeGreaterThanOrEqual(2);

  // The other gateway does what the stopped one had begun.
  for (const { request } of erasures) {
    const finished = await finishedRequest(healthy, request.id, 60_000);
    for (const member of [finished, ...finished.relatedRequests]) expect(member.status).toBe('COMPLETED');
  }

  process.kill(replica.pid, 'SIGCONT');
  const { errors, data } = await cut.answer;
  expect({ data, code: errors?.[0]?.extensions?.code }).toEqual({ data: null, code: 'SERVICE_UNAVAILABLE' });
  // The same process continues: the call that was cut off has left nothing, and is repeated.
  expect((await createRequest(stopped, unknownPhone('00002'))).created).toBe(true);
  for (const { request } of erasures) {
    const finished = await finishedRequest(stopped, request.id);
    for (const member of [finished, ...finished.relatedRequests]) {
      expect(member.status).toBe('COMPLETED');
      for (const [service, expected] of Object.entries(familyDispositions))
        expect(dispositionsOf(member, service)).toEqual(expected);
    }
  }
  const ends = await inDatabase(gatewayDatabase(), async (client) => {
    const { rows } = await client.query<{ ends: string }>(
      `SELECT count(*) AS ends FROM audit_entry WHERE organization_id = $1 AND action = 'REQUEST_COMPLETED'
       AND request_id = ANY(SELECT id FROM gdpr_request WHERE organization_id = $1 AND type = 'DELETE') GROUP BY request_id`,
      [organization],
    );
    return rows.map((row) => Number(row.ends));
  });
  expect(ends).toEqual([1, 1, 1, 1, 1, 1]);
}, 180_000);

test('a session that PostgreSQL ends in the middle, and a lock timeout, are SERVICE_UNAVAILABLE: nothing is done, and the process continues', async () => {
  await createRequest(healthy, unknownPhone('00001'));
  const terminated = await whileChainIsLocked(async (release) => {
    const answer = healthy.send(createDocument, { input: unknownPhone('00004') });
    const pid = await sessionThatWaits();
    await inDatabase(gatewayDatabase(), (client) => client.query('SELECT pg_terminate_backend($1)', [pid]));
    await release();
    return answer;
  });
  expect(terminated.errors?.[0]?.extensions?.code).toBe('SERVICE_UNAVAILABLE');
  expect(terminated.errors?.[0]?.message).toContain('Try again');
  const late = await whileChainIsLocked(async () => healthy.send(createDocument, { input: unknownPhone('00005') }));
  expect(late.errors?.[0]?.extensions?.code).toBe('SERVICE_UNAVAILABLE');
  for (const digits of ['00004', '00005'])
    expect((await createRequest(healthy, unknownPhone(digits))).created).toBe(true);

  // Every session of a gateway at once, also those of its queue and its listener.
  await inDatabase(gatewayDatabase(), (client) =>
    client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    ),
  );
  const { request } = await eventually(() => createRequest(healthy, unknownPhone('00006')).catch(() => null));
  expect((await finishedRequest(healthy, request.id)).status).toBe('COMPLETED');
  expect(await system.processes.get('gateway')?.isReady()).toBe(true);
}, 120_000);

test('a lock timeout in a service is SERVICE_UNAVAILABLE, naming the service; then it works again', async () => {
  const create = 'mutation { createUser(input: { name: "Locked", email: "locked@stopped.example" }) { id } }';
  await healthy.ask(create);
  const answer = await inDatabase(databaseName(system.databasePrefix, 'directory'), async (client) => {
    await client.query('BEGIN');
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    await client.query('LOCK TABLE directory_user');
    return healthy.refused(create);
  });
  expect(answer).toMatchObject({ code: 'SERVICE_UNAVAILABLE', service: 'directory' });
  await healthy.ask(create);
}, 60_000);

test("every process's sessions are bounded by settings of the role in its database, which a pooler keeps", async () => {
  for (const name of ['gateway', 'directory', 'messaging']) {
    const settings = await inDatabase(databaseName(system.databasePrefix, name), async (client) => {
      const { rows } = await client.query<{ setting: string[] }>(
        `SELECT setconfig AS setting FROM pg_db_role_setting
         JOIN pg_roles ON pg_roles.oid = setrole JOIN pg_database ON pg_database.oid = setdatabase
         WHERE datname = current_database() AND rolname IN (
           SELECT usename FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1)`,
        [`habeas ${name}`],
      );
      return rows.map(({ setting }) => setting);
    });
    expect(settings).toEqual([expect.arrayContaining(['idle_in_transaction_session_timeout=3s', 'lock_timeout=4s'])]);
  }
});
