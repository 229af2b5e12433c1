/**
 * Two gateways and two workers on one database, each restarted in turn under load, behind a load balancer: no request fails, and
 * every subscriber sees the end of its request. The same with `habeas gdpr` in their place, behind a whole Hive Gateway.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ApiClient } from '../../../scripts/develop/api-client';
import { composeProject } from '../../../scripts/develop/compose';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { allScopes } from '../../../scripts/develop/token';
import { issuer, keyPair, signToken } from '../../gateway/support/test-gateway';
import { openBalancer } from '../../support/servers/balancer';
import { eventually } from '../../support/eventually';
import { follow, load } from '../../support/load';
import { proxyService, type FaultProxy } from '../../support/faults/fault-proxy';
import { startHiveGateway, type HiveGateway } from '../../support/servers/hive-gateway';
import { createRequest, finishedRequest, readRequest } from '../../support/api/requests';
import { startReplica } from '../../support/run/replica';
import { startTestSystem, type TestSystem } from '../../support/run/system';

const organization = 'rolling';
/** The number of requests, and of subscribers for each. Each request has a caller of its own, because one caller's streams are bounded. */
const followed = 20;
const followersOfEach = 10;

const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-rolling-'));
const supergraph = path.join(directory, 'supergraph.graphql');
let key: Awaited<ReturnType<typeof keyPair>>;
let system: TestSystem;
let workers: ManagedProcess[];
let messaging: FaultProxy;

beforeAll(async () => {
  key = await keyPair('caller-1');
  const jwks = path.join(directory, 'callers.jwks.json');
  writeFileSync(jwks, JSON.stringify({ keys: [key.publicJwk] }));
  const started = await startTestSystem({
    environment: {
      CALLER_JWKS_FILE: jwks,
      CALLER_ISSUER: issuer,
      CALLER_AUDIENCE: 'habeas',
      RUN_WORKERS: 'false',
      DRAIN_MS: '6000',
    },
  });
  // This system's callers have keys of this test.
  const token: TestSystem['token'] = ({ subject }) => tokenOf(subject ?? 'load');
  system = { ...started, token, client: async (claims) => new ApiClient(started.url, await token(claims)) };
  messaging = await proxyService(system, 'messaging');
  workers = await Promise.all(['worker-a', 'worker-b'].map((name) => startReplica(system, name, {}, 'worker')));
}, 180_000);

afterAll(async () => {
  await Promise.all(workers.map((each) => each.stop()));
  await messaging.close();
  await system.stop();
  rmSync(directory, { recursive: true, force: true });
});

const tokenOf = (subject: string) =>
  signToken(key.privateKey, { sub: subject, organization_id: organization, scope: allScopes.join(' ') });

const doors = [
  { name: 'gateways', program: 'gateway', router: false },
  { name: 'gdpr processes, behind a router of another make', program: 'gdpr', router: true },
];

test.each(doors)(
  '$name and workers are restarted in turn: no request fails, and 200 followers see the end',
  async (door) => {
    const replicas = ['a', 'b'].map((name) => startReplica(system, `${door.program}-${name}`, {}, door.program));
    const served = await Promise.all(replicas);
    const balancer = await openBalancer(served.map(({ url }) => url));
    const router = door.router ? await routerBefore(balancer.url) : undefined;
    const url = router?.url ?? balancer.url;
    try {
      await restartUnderLoad(url, [...served, ...workers], door.router);
    } finally {
      await router?.stop();
      await balancer.close();
      await Promise.all(served.map((each) => each.stop()));
    }
  },
  600_000,
);

async function routerBefore(gdpr: string): Promise<HiveGateway> {
  const urls = Object.fromEntries([...system.processes].map(([name, { url }]) => [name, url]));
  await composeProject({ urls: { ...urls, gdpr }, output: supergraph });
  return startHiveGateway(supergraph, path.join(directory, 'router.log'));
}

/** @param again whether subscribers connect again after a stream that ended early: a router does not tell them why it ended */
async function restartUnderLoad(url: string, processes: ManagedProcess[], again: boolean): Promise<void> {
  const api = new ApiClient(url, await tokenOf('load'));
  messaging.fault = 'refuse';
  const following: Promise<string[]>[] = [];
  const ids: string[] = [];
  for (let index = 0; index < followed; index += 1) {
    const email = `followed-${index}@rolling.example`;
    const { request } = await createRequest(api, { type: 'GET', term: { email } });
    ids.push(request.id);
    const token = await tokenOf(`follower-${index}`);
    for (let each = 0; each < followersOfEach; each += 1) following.push(follow(url, token, request.id, again));
  }

  const working = load(api);
  const before: number[] = [];
  for (const process of processes) {
    before.push(working.asked());
    await process.stop();
    await process.start();
  }
  await working.stop();
  expect(working.failures).toEqual([]);
  // There was work at every restart.
  expect(Math.min(...before.slice(1).map((asked, index) => asked - (before[index] ?? 0)))).toBeGreaterThan(0);

  expect((await readRequest(api, ids[0] ?? '')).status).not.toBe('COMPLETED');
  messaging.fault = 'none';
  const ends = (await Promise.all(following)).map((statuses) => statuses.at(-1));
  expect(ends).toEqual(Array<string>(followed * followersOfEach).fill('COMPLETED'));
  // No accepted request was lost.
  await eventually(async () => {
    const { gdprRequests } = await api.ask<{ gdprRequests: { totalCount: number } }>(
      '{ gdprRequests(filter: { status: [INITIATED, SEARCHING, FINALIZING] }, first: 1) { totalCount } }',
    );
    return gdprRequests.totalCount === 0;
  });
  for (const id of working.requests.slice(-3)) expect((await finishedRequest(api, id)).status).toBe('COMPLETED');
}
