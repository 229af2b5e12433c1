/** The gateway, and with it the worker, dies at any instant of an erasure (R11). */
import { databaseName } from '../../subgraphs/kit/persistence/create-database';
import { inDatabase } from '../support/database';
import { createFamily, familyDispositions } from '../support/family';
import { createRequest, dispositionsOf, finishedRequest } from '../support/requests';
import { sharedSystem } from '../support/shared-system';
import type { TestSystem } from '../support/system';

/** Kills, and families in flight at each: every family is met at another point of its life. */
const kills = 5;
const inFlight = 5;
const recoveredWithin = 15_000;

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

/** A small generator of numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test(`SIGKILL at ${kills * inFlight} points of erasures across merge sets: each completes after the restart, and nothing is done twice`, async () => {
  const seed = Number(process.env.HABEAS_TEST_SEED ?? Date.now() % 1_000_000);
  process.stdout.write(`killed-gateway: seed ${seed}\n`);
  const random = randomFrom(seed);
  const organization = 'killed-gateway';
  const api = await system.client({ organization });
  const gateway = system.processes.get('gateway');
  const families: [string, string, string][] = [];
  for (let index = 0; index < kills * inFlight; index += 1) families.push(await createFamily(api, `${seed}x${index}`));

  for (let kill = 0; kill < kills; kill += 1) {
    const batch = families.slice(kill * inFlight, (kill + 1) * inFlight);
    const ids: string[] = [];
    // Staggered, so that one kill meets requests that are new, half done and nearly finished.
    for (const [canonical] of batch) {
      ids.push(
        (await createRequest(api, { type: 'DELETE', term: { externalContactId: canonical }, deleteConfirmed: true }))
          .request.id,
      );
      await pause(random() * 60);
    }
    await pause(random() * 150);
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
  }

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
