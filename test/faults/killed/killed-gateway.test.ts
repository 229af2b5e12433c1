/** The gateway, which is also the worker, dies at any point of erasures and exports (R11, R13). */
import path from 'node:path';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { ensureCast } from '../../../scripts/develop/seed/ensure-cast';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { createFamily, familyDispositions } from '../../support/people/family';
import { filesIn } from '../../support/files';
import { createRequest, dispositionsOf, finishedRequest, readRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';
import { checkedPackage, recordsIn } from '../../support/zip';

/** The number of kills, and of families that are being erased at each, at different points of their lives. Two are exported meanwhile. */
const kills = 5;
const inFlight = 5;
const recoveredWithin = 15_000;
const organization = 'killed-gateway';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

/** Pseudo-random numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test(`SIGKILL at ${kills * inFlight} points of erasures across merge sets, and in the middle of exports: each completes after the restart, and nothing is done twice`, async () => {
  const seed = Number(process.env.HABEAS_TEST_SEED ?? Date.now() % 1_000_000);
  process.stdout.write(`killed-gateway: seed ${seed}\n`);
  const random = randomFrom(seed);
  const api = await system.client({ organization });
  const gateway = system.processes.get('gateway');
  const families: [string, string, string][] = [];
  for (let index = 0; index < kills * inFlight; index += 1) families.push(await createFamily(api, `${seed}x${index}`));

  const cast = await ensureCast(api);
  const toExport: string[] = [];
  for (let kill = 0; kill < kills; kill += 1) toExport.push((await createFamily(api, `exported${kill}`))[0]);
  const exported: string[] = [];

  for (let kill = 0; kill < kills; kill += 1) {
    const batch = families.slice(kill * inFlight, (kill + 1) * inFlight);
    const ids: string[] = [];
    // Started one after the other, so that a kill meets requests that are new, half done and almost finished.
    for (const [canonical] of batch) {
      ids.push(
        (await createRequest(api, { type: 'DELETE', term: { externalContactId: canonical }, deleteConfirmed: true }))
          .request.id,
      );
      await pause(random() * 60);
    }
    for (const id of [toExport[kill], cast.elena[0]]) {
      const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: id } });
      exported.push(request.id);
      await pause(random() * 40);
    }
    await pause(random() * 100);
    await gateway?.kill('SIGKILL');
    await gateway?.start();
    const restarted = Date.now();
    for (const id of ids) {
      const request = await finishedRequest(api, id, recoveredWithin);
      expect(Date.now() - restarted).toBeLessThan(recoveredWithin);
      for (const member of [request, ...request.relatedRequests]) {
        expect(member.status).toBe('COMPLETED');
        for (const [service, expected] of Object.entries(familyDispositions))
          expect(dispositionsOf(member, service)).toEqual(expected);
      }
      expect(request.relatedRequests).toHaveLength(2);
    }
    for (const id of exported) {
      const request = await finishedRequest(api, id);
      expect([request, ...request.relatedRequests].map(({ status }) => status)).toEqual(
        Array.from({ length: 1 + request.relatedRequests.length }, () => 'COMPLETED'),
      );
    }
  }
  for (const id of new Set(exported)) await checkPackage(api, id);

  const everyone = families.flat();
  const left = (service: string, table: string, column: string) =>
    inDatabase(databaseName(system.databasePrefix, service), async (client) => {
      const { rows } = await client.query<{ count: string }>(
        `SELECT count(*) FROM ${table} WHERE ${column} = ANY($1::uuid[])`,
        [everyone],
      );
      return Number(rows[0]?.count);
    });
  expect(await left('external-contacts', 'external_contact', 'id')).toBe(0);
  expect(await left('messaging', 'conversation', 'external_contact_id')).toBe(0);
  expect(await left('messaging', 'message', 'external_contact_id')).toBe(0);
}, 180_000);

/** A family's package has every record of its requests once (R13), and nothing of failed attempts. */
async function checkPackage(api: ApiClient, id: string): Promise<void> {
  const response = await fetch(`${new URL(system.url).origin}/exports/${id}`, {
    headers: { authorization: `Bearer ${await system.token({ organization })}` },
  });
  const { entries } = await checkedPackage(Buffer.from(await response.arrayBuffer()));
  const records = [...entries]
    .filter(([name]) => name.startsWith('data/'))
    .flatMap(([name, content]) => recordsIn(name, content).map((record) => `${path.dirname(name)} ${record.id}`));
  const request = await readRequest(api, id);
  const outcomes = [request, ...request.relatedRequests].flatMap(({ services }) => services);
  expect(records).toHaveLength(outcomes.reduce((sum, { recordsFound }) => sum + (recordsFound ?? 0), 0));
  expect(records.length).toBeGreaterThan(0);
  expect(new Set(records).size).toBe(records.length);
  const directory = path.join(system.dataDir, 'blobs', 'exports', organization, id);
  await eventually(() => Promise.resolve(filesIn(directory).length === 1));
}
