/**
 * The database and the store of files, away while the system serves: callers are told to come back, by code, status and
 * `Retry-After`; nothing is half done, no process ends, and all goes on when they are there again.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ApiClient } from '../../scripts/develop/api-client';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../scripts/develop/postgres';
import { ensureCast } from '../../scripts/develop/seed/ensure-cast';
import { credentials, startBucketStore, type BucketStore } from '../support/bucket-store';
import { eventually } from '../support/eventually';
import { createRequest, finishedRequest } from '../support/requests';
import { startTestSystem, type TestSystem } from '../support/system';

const organization = 'away';
let dataDir: string;
let postgres: EmbeddedPostgres;
let store: BucketStore;
let system: TestSystem;
let api: ApiClient;
let token: string;

const startPostgres = (port?: number) => startEmbeddedPostgres({ dataDir, durable: false, ...(port ? { port } : {}) });

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-away-'));
  // When root runs the tests, PostgreSQL runs as somebody else, who must get here.
  chmodSync(dataDir, 0o755);
  postgres = await startPostgres();
  store = await startBucketStore();
  const { bucket, endpoint } = store.place;
  system = await startTestSystem({
    databaseUrl: postgres.url,
    environment: { BLOB_S3_BUCKET: bucket, BLOB_S3_ENDPOINT: endpoint, ...credentials },
  });
  api = await system.client({ organization });
  token = await system.token({ organization });
}, 120_000);

afterAll(async () => {
  await system.stop();
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

/** One operation of each kind: in the gateway's own subgraph, nullable and not, and in a service. */
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

/** Sends a signal to every process of the server: its sessions are processes of their own. */
function signalAll({ pid }: EmbeddedPostgres, signal: NodeJS.Signals): void {
  const { stdout } = spawnSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const children = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child = 0]) => child);
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

test('a database that stands still is unavailable within a bound; then the same processes go on', async () => {
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

test('a database that was killed is unavailable; what others answer still comes; and it may come back', async () => {
  await expectAllWell('00003');
  const port = Number(new URL(postgres.url).port);
  signalAll(postgres, 'SIGKILL');
  await postgres.ended;
  await expectUnavailable();
  // As GraphQL over HTTP has it: an answer that is no 200 has no data.
  const other = await post(operations['the gateway, nullable'], 'application/graphql-response+json');
  expect([other.status, other.data]).toEqual([503, null]);
  const partial = await post('{ __typename gdprRequest(id: "01900000-0000-7000-8000-000000000000") { id } }');
  expect(partial).toMatchObject({ status: 200, data: { __typename: 'Query', gdprRequest: null } });
  expect(partial.codes).toEqual(['SERVICE_UNAVAILABLE']);
  postgres = await startPostgres(port);
  await expectAllWell('00004');
}, 240_000);

test('a store of files that is away: downloads are unavailable, and none is recorded; they come when it is back', async () => {
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
