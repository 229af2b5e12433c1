/**
 * A network partition between a gateway and everything else: packets are dropped and no connection is closed. The other gateway takes
 * over the lost one's work. After the partition the lost one continues, and has done nothing twice (R11, R27).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ApiClient } from '../../scripts/develop/api-client';
import { freePort } from '../../scripts/develop/ports';
import { bundledProgram } from '../../scripts/run/programs';
import { eventually } from '../support/eventually';
import { createFamily, familyDispositions } from '../support/people/family';
import { makeNetwork, type PartitionedNetwork } from '../support/faults/partition';
import { createRequest, dispositionsOf, finishedRequest } from '../support/api/requests';
import { startTestSystem, type TestSystem } from '../support/run/system';

const organization = 'partition';

/** Starts a gateway of a system on the other host. @returns its process, and its URL for this host */
async function startOnOtherHost(system: TestSystem, network: PartitionedNetwork) {
  const exposed = async (url: string) => {
    const there = new URL(url);
    there.host = await network.expose(Number(there.port));
    return there.toString();
  };
  let supergraph = readFileSync(system.supergraphFile, 'utf8');
  for (const [name, { url }] of system.processes)
    if (name !== 'gateway') supergraph = supergraph.replaceAll(url, await exposed(url));
  const supergraphFile = path.join(system.dataDir, 'other-host.graphql');
  writeFileSync(supergraphFile, supergraph);
  const [command = '', ...parameters] = network.onOtherHost(process.execPath, bundledProgram('gateway'));
  const port = await freePort();
  const child = spawn(command, parameters, {
    env: {
      ...system.environment,
      DATABASE_URL: await exposed(system.environment.DATABASE_URL ?? ''),
      SUPERGRAPH_FILE: supergraphFile,
      HOST: network.otherHost,
      PORT: String(port),
    },
    stdio: 'ignore',
  });
  const url = `http://${network.otherHost}:${port}/graphql`;
  const ready = () =>
    fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(3_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  await eventually(ready, 60_000);
  return { child, url, ready };
}

let system: TestSystem;
let network: PartitionedNetwork;
let lost: { child: ChildProcess; url: string; ready: () => Promise<boolean> };

beforeAll(async () => {
  system = await startTestSystem();
  network = makeNetwork();
  lost = await startOnOtherHost(system, network);
}, 120_000);

afterAll(async () => {
  lost.child.kill('SIGKILL');
  if (lost.child.exitCode === null && lost.child.signalCode === null) await once(lost.child, 'exit');
  await network.stop();
  await system.stop();
}, 60_000);

test('another gateway does a lost one’s work, once; then the lost one continues', async () => {
  const here = await system.client({ organization });
  const there = new ApiClient(lost.url, await system.token({ organization }));
  const families = [await createFamily(here, 'torn-a'), await createFamily(here, 'torn-b')];
  const erasures: Awaited<ReturnType<typeof createRequest>>[] = [];
  for (const [canonical] of families)
    erasures.push(
      await createRequest(there, { type: 'DELETE', term: { externalContactId: canonical }, deleteConfirmed: true }),
    );
  network.tear();
  await eventually(async () => !(await lost.ready()), 10_000);
  const began = Date.now();
  // Other organisations are answered as usual.
  const other = await system.client({ organization: 'partition-other' });
  await other.ask('{ gdprRequests(first: 1) { totalCount } users(first: 1) { nodes { id } } }');
  expect(Date.now() - began).toBeLessThan(5_000);
  const expectDone = async () => {
    for (const { request } of erasures) {
      const finished = await finishedRequest(here, request.id, 60_000);
      for (const member of [finished, ...finished.relatedRequests]) {
        expect(member.status).toBe('COMPLETED');
        for (const [service, expected] of Object.entries(familyDispositions))
          expect(dispositionsOf(member, service)).toEqual(expected);
      }
    }
  };
  await expectDone();
  network.mend();
  await eventually(lost.ready, 60_000);
  // The work that it had in progress when it was lost changes nothing.
  await expectDone();
  const { request } = await createRequest(there, { type: 'GET', term: { phone: '+34600000077' } });
  expect((await finishedRequest(there, request.id, 60_000)).status).toBe('COMPLETED');
  expect(lost.child.exitCode).toBeNull();
}, 240_000);
