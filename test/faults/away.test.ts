/**
 * The database and the store of files are away while the system serves. Callers are told to come back, by code, status and
 * `Retry-After`; nothing is half done, no process ends, and everything continues when they are back.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { ApiClient } from '../../scripts/develop/api-client';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../scripts/develop/postgres';
import type { ManagedProcess } from '../../scripts/develop/start/managed-process';
import { ensureCast } from '../../scripts/develop/seed/ensure-cast';
import { credentials, startBucketStore, type BucketStore } from '../support/servers/bucket-store';
import { eventually } from '../support/eventually';
import { startHangingStore, type HangingStore } from '../support/faults/hanging-store';
import { hasRedis, startRedis, type TestRedis } from '../support/servers/redis';
import { createRequest, finishedRequest } from '../support/api/requests';
import { startTestSystem, type TestSystem } from '../support/run/system';

const organization = 'away';
let dataDir: string;
let postgres: EmbeddedPostgres;
let store: BucketStore;
let hanging: HangingStore;
/** Only where Redis is installed. */
let redis: TestRedis | undefined;
let system: TestSystem;
let api: ApiClient;
let token: string;

const startPostgres = (port?: number) => startEmbeddedPostgres({ dataDir, durable: false, ...(port ? { port } : {}) });

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-away-'));
  // When root runs the tests, PostgreSQL runs as another user, who must reach this directory.
  chmodSync(dataDir, 0o755);
  postgres = await startPostgres();
  store = await startBucketStore();
  hanging = await startHangingStore(store.place.endpoint);
  redis = hasRedis ? await startRedis() : undefined;
  const { bucket } = store.place;
  system = await startTestSystem({
    databaseUrl: postgres.url,
    environment: {
      BLOB_S3_BUCKET: bucket,
      BLOB_S3_ENDPOINT: hanging.endpoint,
      BLOB_S3_TIMEOUT_MS: '3000',
      ...(redis ? { REDIS_URL: redis.url } : {}),
      ...credentials,
    },
  });
  api = await system.client({ organization });
  token = await system.token({ organization });
}, 120_000);

afterAll(async () => {
  await system.stop();
  await redis?.stop();
  await hanging.stop();
  await store.stop();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

interface Refusal {
  status: number;
  retryAfter: number;
  data?: unknown;
  codes: unknown[];
  text: string;
}

async function post(query: string, accept = 'application/json'): Promise<Refusal> {
  const response = await fetch(system.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, accept },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  const { data, errors = [] } = JSON.parse(text) as { data?: unknown; errors?: { extensions: { code: unknown } }[] };
  const retryAfter = Number(response.headers.get('retry-after') ?? 0);
  return { status: response.status, retryAfter, data, codes: errors.map(({ extensions }) => extensions.code), text };
}

const creation = (digits: string) =>
  `mutation { createGdprRequest(input: { type: GET, term: { phone: "+346100${digits}" } }) { request { id } } }`;

/** One operation of each kind: nullable and non-null in the gateway's own subgraph, and in a service. */
const operations = {
  'the gateway, required': '{ gdprRequests(first: 1) { nodes { id } } }',
  'the gateway, nullable': '{ gdprRequest(id: "01900000-0000-7000-8000-000000000000") { id } }',
  'the gateway, a mutation': creation('11111'),
  'a service, required': '{ users { nodes { id } } }',
  'a service, nullable': '{ user(id: "01900000-0000-7000-8000-000000000000") { id } }',
};

async function expectUnavailable(): Promise<void> {
  const answers = await Promise.all(
    Object.entries(operations).map(async ([name, query]) => ({ name, ...(await post(query)) })),
  );
  for (const { name, status, retryAfter, data, codes, text } of answers) {
    expect({ name, status, data: data ?? null, codes: [...new Set(codes)] }).toEqual({
      name,
      status: 503,
      data: null,
      codes: ['SERVICE_UNAVAILABLE'],
    });
    expect(retryAfter).toBeGreaterThanOrEqual(1);
    expect(text).not.toMatch(/127\.0\.0\.1|ECONN|postgres|SELECT|habeas_|t[0-9a-f]{10}_/i);
  }
  const download = await fetch(`${new URL(system.url).origin}/exports/01900000-0000-7000-8000-000000000000`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect([download.status, download.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await download.json()).toMatchObject({ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

/** Sends a signal to every process of the server, because sessions are processes of their own. */
function signalAll({ pid }: EmbeddedPostgres, signal: NodeJS.Signals): void {
  const children = childrenOf(pid);
  expect(children.length).toBeGreaterThan(5);
  for (const each of [pid, ...children]) process.kill(each, signal);
}

async function expectAllWell(digits: string): Promise<void> {
  const created = await eventually(async () => {
    const { data } = await post(creation(digits));
    return (data as { createGdprRequest?: { request: { id: string } } } | null)?.createGdprRequest ?? null;
  }, 60_000);
  expect((await finishedRequest(api, created.request.id, 60_000)).status).toBe('COMPLETED');
  await eventually(async () => ((await post(operations['a service, required'])).status === 200 ? true : null), 30_000);
  for (const each of system.processes.values()) expect(await each.isReady()).toBe(true);
}

test('while the database stands still it is reported as unavailable in bounded time; then the same processes continue', async () => {
  await expectAllWell('00001');
  signalAll(postgres, 'SIGSTOP');
  try {
    await expectUnavailable();
    expect(await system.processes.get('gateway')?.isReady()).toBe(false);
  } finally {
    signalAll(postgres, 'SIGCONT');
  }
  await expectAllWell('00002');
}, 240_000);

test('a killed database is reported as unavailable; other services still answer; and it can come back', async () => {
  await expectAllWell('00003');
  const port = Number(new URL(postgres.url).port);
  signalAll(postgres, 'SIGKILL');
  await postgres.ended;
  await expectUnavailable();
  // By GraphQL over HTTP: an answer other than 200 has no data.
  const other = await post(operations['the gateway, nullable'], 'application/graphql-response+json');
  expect([other.status, other.data]).toEqual([503, null]);
  const partial = await post('{ __typename gdprRequest(id: "01900000-0000-7000-8000-000000000000") { id } }');
  expect(partial).toMatchObject({ status: 200, data: { __typename: 'Query', gdprRequest: null } });
  expect(partial.codes).toEqual(['SERVICE_UNAVAILABLE']);
  postgres = await startPostgres(port);
  await expectAllWell('00004');
}, 240_000);

const pids = () => [...system.processes.values()].map((each) => (each as ManagedProcess).pid);

test('sessions that an operator ends, again and again, end no process', async () => {
  const before = pids();
  const operator = new Client({ connectionString: postgres.url });
  await operator.connect();
  const busy = new AbortController();
  const calling = Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      for (let call = 0; !busy.signal.aborted; call += 1) {
        const { status } = await post(Object.values(operations)[(index + call) % 5] ?? '');
        expect([200, 503]).toContain(status);
      }
    }),
  );
  for (let round = 0; round < 40; round += 1) {
    await operator.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = $1',
      ['client backend'],
    );
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 60));
  }
  busy.abort();
  await calling;
  await operator.end();
  await expectAllWell('00005');
  expect(pids()).toEqual(before);
}, 240_000);

/** Everything that can be stopped and continued: to others it looks like a stopped network or machine. */
const standstills: Record<string, () => { stop: () => void; goOn: () => void }> = {
  gateway: () => ofProcess((system.processes.get('gateway') as ManagedProcess).pid),
  service: () => ofProcess((system.processes.get('external-contacts') as ManagedProcess).pid),
  'PostgreSQL session': () =>
    ofProcess(childrenOf(postgres.pid)[Math.floor(Math.random() * childrenOf(postgres.pid).length)] ?? 0),
  Redis: () => ({ stop: () => redis?.hang(), goOn: () => redis?.goOn() }),
  store: () => ({
    stop: () => void (hanging.silent = true),
    goOn: () => {
      hanging.silent = false;
      hanging.dropConnections();
    },
  }),
};

const ofProcess = (pid: number) => ({
  stop: () => void process.kill(pid, 'SIGSTOP'),
  goOn: () => void process.kill(pid, 'SIGCONT'),
});

/** Codes that callers may get meanwhile. NOT_FOUND, because one operation asks for a request that does not exist. */
const told = ['NOT_FOUND', 'SERVICE_UNAVAILABLE', 'SERVICE_TIMEOUT'];

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('whatever stands still for a while, at any point: requests complete, callers are told, and no process ends', async () => {
  const before = pids();
  const { elena } = await ensureCast(api);
  for (const name of Object.keys(standstills)) {
    const asked = [
      createRequest(api, { type: 'EXPORT', term: { externalContactId: elena[0] } }),
      createRequest(api, { type: 'GET', term: { phone: `+3461${String(Date.now()).slice(-7)}` } }),
    ];
    await pause(Math.random() * 400);
    const standstill = standstills[name]?.();
    standstill?.stop();
    const meanwhile = Promise.all(Object.values(operations).map((query) => post(query)));
    await pause(500 + Math.random() * 2_000);
    standstill?.goOn();
    for (const { status, codes } of await meanwhile) {
      expect({ name, status }).toEqual({ name, status: status === 503 ? 503 : 200 });
      for (const code of codes) expect(told).toContain(code);
    }
    for (const each of await Promise.allSettled(asked)) {
      if (each.status === 'rejected') expect(String(each.reason)).toMatch(/unavailable|busy|not answer/i);
      else expect((await finishedRequest(api, each.value.request.id, 60_000)).status).toBe('COMPLETED');
    }
  }
  expect(pids()).toEqual(before);
}, 300_000);

test('while Redis or the store hangs, the gateway is ready but degraded, and names it', async () => {
  const readiness = async () => {
    const response = await fetch(new URL('/health/ready', system.url));
    return [response.status, await response.json()] as [number, { status: string; checks: Record<string, string> }];
  };
  for (const [name, check] of [['store', 'store'], ...(redis ? [['Redis', 'limits'] as const] : [])] as const) {
    const standstill = standstills[name]?.();
    standstill?.stop();
    const [status, body] = await eventually(async () => {
      const answer = await readiness();
      return answer[1].status === 'degraded' && answer;
    }, 10_000);
    expect([status, body.checks[check]]).toEqual([200, 'degraded']);
    standstill?.goOn();
    await eventually(async () => (await readiness())[1].status === 'ok');
  }
}, 120_000);

test('while the store of files is away, downloads are unavailable and not recorded; they work when it is back', async () => {
  const { elena } = await ensureCast(api);
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: elena[0] } });
  expect((await finishedRequest(api, request.id, 60_000)).status).toBe('COMPLETED');
  const download = () =>
    fetch(`${new URL(system.url).origin}/exports/${request.id}`, { headers: { authorization: `Bearer ${token}` } });
  const downloads = async () => {
    const { auditLog } = await api.ask<{ auditLog: { nodes: { action: string }[] } }>(
      'query ($id: ID!) { auditLog(requestId: $id, first: 100) { nodes { action } } }',
      { id: request.id },
    );
    return auditLog.nodes.filter(({ action }) => action === 'PACKAGE_DOWNLOADED').length;
  };
  const whole = Buffer.from(await (await download()).arrayBuffer());
  expect(await downloads()).toBe(1);

  const restart = await store.pause();
  const refused = await download();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  expect(refused.headers.get('content-disposition')).toBeNull();
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
  expect(await downloads()).toBe(1);
  await restart();
  expect(Buffer.from(await (await download()).arrayBuffer()).equals(whole)).toBe(true);
}, 180_000);
