/**
 * An upgrade under load, from the build of the previous commit: first the databases, then the services, then the gateways, with old
 * and new ones side by side. No request fails, and the new version completes what the old one began.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { programFile } from '../../../scripts/cli/command';
import { ApiClient } from '../../../scripts/develop/api-client';
import { composeProject } from '../../../scripts/develop/compose';
import { roleUrl } from '../../../scripts/develop/installation/database-roles';
import { freePort } from '../../../scripts/develop/ports';
import { demoOrganization } from '../../../scripts/develop/seed/cast';
import { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { serviceNames } from '../../../scripts/develop/subgraphs';
import { developmentToken } from '../../../scripts/develop/token';
import { openBalancer, type Balancer } from '../../support/servers/balancer';
import { dropDatabases, testServerUrl, uniquePrefix } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { follow, load } from '../../support/load';
import { createRequest, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { withoutLimits } from '../../support/run/without-limits';
import { startVersionBefore, type VersionBefore } from '../../support/run/version-before';

const prefix = uniquePrefix();
const settings = { ...withoutLimits, DATABASE_PREFIX: prefix, DRAIN_MS: '3000' };
const started: ManagedProcess[] = [];
let before: VersionBefore;
let balancer: Balancer;

/** The environment of a process of either version. */
const environmentOf = (name: string) => ({
  PATH: process.env.PATH ?? '',
  HABEAS_DATA_DIR: before.dataDir,
  DATABASE_URL: roleUrl(testServerUrl(), before.dataDir, prefix, name),
  ...settings,
});

const supergraphFile = () => path.join(before.dataDir, 'supergraph.graphql');

async function startNew(name: string, program: string, more: Record<string, string> = {}): Promise<ManagedProcess> {
  const made = new ManagedProcess({
    name: `new-${name}`,
    program,
    environment: { ...environmentOf(name), ...more },
    port: await freePort(),
    logDirectory: path.join(before.dataDir, 'logs'),
  });
  await made.start();
  started.push(made);
  return made;
}

const newGateway = (name: string) =>
  startNew(name, 'gateway', {
    SUPERGRAPH_FILE: supergraphFile(),
    DATABASE_URL: roleUrl(testServerUrl(), before.dataDir, prefix, 'gateway'),
  });

/** Makes the old gateway load another supergraph. */
async function oldTakesIn(write: () => unknown): Promise<void> {
  const loaded = () =>
    readFileSync(path.join(before.dataDir, 'logs', 'gateway.log'), 'utf8').split('"supergraph loaded"').length;
  const sofar = loaded();
  await write();
  await eventually(() => Promise.resolve(loaded() > sofar));
}

async function createContact(api: ApiClient, index: number): Promise<string> {
  const { createExternalContact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
    { input: { firstName: 'Upgraded', lastName: `Number${index}` } },
  );
  return createExternalContact.id;
}

beforeAll(async () => {
  before = await startVersionBefore({ ...settings, DATABASE_URL: testServerUrl(), PORT: String(await freePort()) });
  balancer = await openBalancer([before.url]);
}, 240_000);

afterAll(async () => {
  await balancer.close();
  await Promise.all(started.map((each) => each.stop()));
  await before.stop();
  before.remove();
  await dropDatabases(prefix);
});

test('everything is replaced under load: no request fails, and the new version completes what the old one began', async () => {
  const tokenOf = (subject: string) => developmentToken(before.dataDir, { organization: demoOrganization, subject });
  const officer = new ApiClient(balancer.url, await tokenOf('officer'));
  const working = load(new ApiClient(balancer.url, await tokenOf('load')));

  // The old version begins three requests and cannot complete them, because nothing answers at messaging's address.
  const nowhere = `http://127.0.0.1:${await freePort()}/graphql`;
  await oldTakesIn(() => {
    const supergraph = readFileSync(supergraphFile(), 'utf8');
    writeFileSync(supergraphFile(), supergraph.replace(/(name: "messaging", url: )"[^"]*"/, `$1"${nowhere}"`));
  });
  const ids = await Promise.all(
    ['GET', 'EXPORT', 'DELETE'].map(async (type, index) => {
      const contact = await createContact(officer, index);
      const input = {
        type,
        term: { externalContactId: contact },
        ...(type === 'DELETE' ? { deleteConfirmed: true } : {}),
      };
      return (await createRequest(officer, input)).request.id;
    }),
  );
  const following = ids.map(async (id, index) => follow(balancer.url, await tokenOf(`follower-${index}`), id));
  for (const id of ids)
    await eventually(async () => outcome(await readRequest(officer, id), 'messaging').status === 'RETRYING');

  const migrated = spawnSync(process.execPath, [programFile(), 'migrate'], {
    env: { ...environmentOf('gateway'), DATABASE_URL: testServerUrl() },
    encoding: 'utf8',
  });
  expect([migrated.status, migrated.stderr]).toEqual([0, '']);

  const services = await Promise.all(
    serviceNames().map(async (name) => [name, (await startNew(name, name)).url] as const),
  );
  const urls = Object.fromEntries(services);
  await oldTakesIn(() => composeProject({ urls: { ...urls, messaging: nowhere }, output: supergraphFile() }));
  // Old and new gateways run side by side, on new services.
  const beside = working.asked();
  balancer.add((await newGateway('gateway')).url);
  await eventually(() => Promise.resolve(working.asked() > beside + 20));
  await before.stop();
  balancer.add((await newGateway('gateway-2')).url);
  for (const id of ids) expect(outcome(await readRequest(officer, id), 'messaging').status).toBe('RETRYING');

  await composeProject({ urls, output: supergraphFile() });
  expect((await Promise.all(following)).map((statuses) => statuses.at(-1))).toEqual(ids.map(() => 'COMPLETED'));
  await working.stop();
  expect(working.failures).toEqual([]);
  // The delays between attempts have grown while messaging was away.
  for (const id of [...ids, ...working.requests])
    expect((await finishedRequest(officer, id, 120_000)).status).toBe('COMPLETED');
  // Every request shows who asked and what was done, whichever version wrote it.
  for (const id of ids) {
    const document = 'query ($id: ID!) { gdprRequest(id: $id) { createdBy } }';
    expect(await officer.ask(document, { id })).toEqual({ gdprRequest: { createdBy: 'officer' } });
  }
  const { auditLog } = await officer.ask<{ auditLog: { verified: boolean } }>(
    '{ auditLog(order: NEWEST_FIRST) { verified } }',
  );
  expect(auditLog.verified).toBe(true);
}, 300_000);
