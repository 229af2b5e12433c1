/** Two gateways and services: with PgBouncer in front of PostgreSQL in transaction mode where it is installed, as in `.ci/run`. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { ApiClient } from '../../../scripts/develop/api-client';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { programFile } from '../../../scripts/cli/command';
import { databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import { testServerUrl } from '../../support/run/database';
import { eventsOf } from '../../support/api/event-stream';
import { hasPgBouncer, poolSize, startPgBouncer, type PgBouncer } from '../../support/servers/pgbouncer';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { startReplica } from '../../support/run/replica';
import { startTestSystem, type TestSystem } from '../../support/run/system';

let pooler: PgBouncer | undefined;
let system: TestSystem;
let other: ManagedProcess;

beforeAll(async () => {
  system = await startTestSystem({
    services: ['external-contacts', 'messaging'],
    openPooler: async (url) => {
      if (!hasPgBouncer) return url;
      pooler = await startPgBouncer(url);
      return pooler.url;
    },
  });
  other = await startReplica(system);
}, 120_000);

afterAll(async () => {
  await other.stop();
  await system.stop();
  await pooler?.stop();
});

const ownDatabase = () => databaseName(system.databasePrefix, 'gateway');

/** The result of a statement in a session of the gateway's role, through the pooler. */
async function throughPool(statement: string): Promise<Record<string, unknown>[]> {
  const { DATABASE_URL = '' } = system.environment;
  const client = new Client({ connectionString: databaseUrl(DATABASE_URL, ownDatabase()) });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(statement);
  await client.end();
  return rows;
}

/** The server's own sessions of the system's roles, each in the database of its name. The pooler looks passwords up in other databases. */
async function sessions(): Promise<{ database: string; name: string }[]> {
  const client = new Client({ connectionString: testServerUrl() });
  await client.connect();
  const { rows } = await client.query<{ database: string; name: string }>(
    `SELECT datname AS database, application_name AS name FROM pg_stat_activity WHERE starts_with(datname, $1) AND usename = datname`,
    [system.databasePrefix],
  );
  await client.end();
  return rows;
}

const makePerson = async (api: ApiClient, email: string): Promise<string> =>
  (
    await api.ask<{ createExternalContact: { id: string } }>(
      'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
      { input: { firstName: 'Ona', personalEmail: email } },
    )
  ).createExternalContact.id;

test('a package is made, and then an erasure is done, verified and certified', async () => {
  const api = await system.client({ organization: 'pooled' });
  const contact = await makePerson(api, 'ona@pooled.example');
  for (const input of [
    { type: 'EXPORT', term: { externalContactId: contact } },
    { type: 'DELETE', term: { externalContactId: contact }, deleteConfirmed: true },
  ]) {
    const { request } = await createRequest(api, input);
    expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
    const { gdprRequest } = await api.ask<{ gdprRequest: { certificate: string | null } }>(
      'query ($id: ID!) { gdprRequest(id: $id) { certificate } }',
      { id: request.id },
    );
    expect(gdprRequest.certificate).toMatch(/^ey/);
  }
}, 60_000);

test('a subscriber at one gateway sees what the other one does', async () => {
  const claims = { organization: 'followed' };
  const token = await system.token(claims);
  const api = new ApiClient(other.url, token);
  // A stopped service delays the request until it is followed.
  await system.processes.get('messaging')?.stop();
  const { request } = await createRequest(api, { type: 'GET', term: { email: 'ona@followed.example' } });
  const heard: string[] = [];
  const following = (async () => {
    for await (const { event, data } of eventsOf(
      system.url,
      token,
      'subscription ($id: ID!) { gdprRequestUpdated(id: $id) { status } }',
      { id: request.id },
    ))
      if (event === 'next')
        heard.push((data?.data as { gdprRequestUpdated: { status: string } }).gdprRequestUpdated.status);
  })();
  await system.processes.get('messaging')?.start();
  await following;
  expect(heard.at(-1)).toBe('COMPLETED');
  expect(heard.length).toBeGreaterThan(1);
}, 60_000);

test('many requests of several organisations are processed by two gateways, with a pooler in few sessions', async () => {
  const organizations = ['one', 'two', 'three', 'four'];
  const apis = await Promise.all(
    organizations.map(async (organization, index) => {
      const token = await system.token({ organization });
      return new ApiClient(index % 2 === 0 ? system.url : other.url, token);
    }),
  );
  const done = await Promise.all(
    apis.flatMap((api) =>
      Array.from({ length: 6 }, async (_, index) => {
        const contact = await makePerson(api, `person-${index}@pooled.example`);
        const { request } = await createRequest(api, {
          type: 'DELETE',
          term: { externalContactId: contact },
          deleteConfirmed: true,
        });
        return (await finishedRequest(api, request.id, 60_000)).status;
      }),
    ),
  );
  expect(done).toEqual(Array.from({ length: 24 }, () => 'COMPLETED'));

  if (!pooler) return;
  const open = await sessions();
  const clients = (await pooler.show('CLIENTS')).filter(({ database }) => database === ownDatabase());
  const pooled = open.filter(({ database, name }) => database === ownDatabase() && name !== 'habeas changes');
  expect(clients.length).toBeGreaterThan(poolSize);
  expect(pooled.length).toBeGreaterThan(0);
  expect(pooled.length).toBeLessThanOrEqual(poolSize);
  // One session of each gateway bypasses the pooler: it listens.
  expect(open.filter(({ name }) => name === 'habeas changes')).toHaveLength(2);
  expect(clients.filter(({ application_name: name }) => name === 'habeas changes')).toEqual([]);
}, 90_000);

if (hasPgBouncer) {
  test('no setting is left in pooled sessions, and their bounds apply', async () => {
    const left = `SELECT (SELECT count(*) FROM pg_prepared_statements)::int AS statements,
    (SELECT count(*) FROM pg_listening_channels())::int AS channels,
    (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())::int AS locks,
    current_setting('lock_timeout') AS lock_timeout,
    current_setting('idle_in_transaction_session_timeout') AS idle`;
    const found = await Promise.all(Array.from({ length: poolSize * 3 }, () => throughPool(left)));
    for (const [row] of found)
      expect(row).toEqual({ statements: 0, channels: 0, locks: 0, lock_timeout: '4s', idle: '3s' });
  });

  test('requests are processed in a single session: no transaction waits for another', async () => {
    const api = await system.client({ organization: 'alone' });
    const contacts = await Promise.all(
      Array.from({ length: 8 }, (_, index) => makePerson(api, `person-${index}@alone.example`)),
    );
    await pooler?.limit(1);
    try {
      const done = await Promise.all(
        contacts.map(async (externalContactId) => {
          const input = { type: 'DELETE', term: { externalContactId }, deleteConfirmed: true };
          const { request } = await createRequest(api, input);
          return (await finishedRequest(api, request.id)).status;
        }),
      );
      expect(done).toEqual(contacts.map(() => 'COMPLETED'));
      const failed = /errorType":"QueryRunner/;
      for (const file of [other.logFile, system.processes.get('gateway')?.logFile ?? ''])
        expect(readFileSync(file, 'utf8')).not.toMatch(failed);
    } finally {
      await pooler?.limit(poolSize);
    }
  }, 60_000);

  test('the databases can be migrated through the pooler too', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [programFile(), 'migrate', '--only', 'gateway', 'external-contacts', 'messaging'],
      {
        env: { HABEAS_DATA_DIR: system.dataDir, DATABASE_URL: pooler?.url, DATABASE_PREFIX: system.databasePrefix },
        encoding: 'utf8',
      },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }, 60_000);

  test('a gateway that listens through the pooler warns; one that bypasses it does not', async () => {
    const said = (file: string) => readFileSync(file, 'utf8').includes('DATABASE_DIRECT_URL: changes are listened for');
    const mistaken = await startReplica(system, 'mistaken', { DATABASE_DIRECT_URL: '' });
    try {
      expect(said(mistaken.logFile)).toBe(true);
      expect(said(other.logFile)).toBe(false);
    } finally {
      await mistaken.stop();
    }
  }, 60_000);
}
