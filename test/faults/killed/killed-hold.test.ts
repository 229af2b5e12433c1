/** The gateway dies while a legal hold is placed, released or expires: no hold is half there, and waiting requests begin (R31). */
import { ApiClient } from '../../../scripts/develop/api-client';
import { verifyAudit } from '../../../scripts/operate/verify-audit';
import { count } from '../../support/people/cast';
import { eventually } from '../../support/eventually';
import { newPerson } from '../../support/people/held-people';
import { holdInput, listHolds, placeDocument, placeHold, releaseDocument } from '../../support/api/holds';
import { createRequest, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

const organization = 'killed-hold';
const rounds = 4;
const each = 4;

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await sharedSystem();
  api = await system.client({ organization });
}, 90_000);

afterAll(() => system.stop());

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function killAfter(milliseconds: number): Promise<void> {
  await pause(milliseconds);
  const gateway = system.processes.get('gateway');
  await gateway?.kill('SIGKILL');
  await gateway?.start();
}

const people = () => Promise.all(Array.from({ length: each }, () => newPerson(api)));
const erase = async (id: string) =>
  (await createRequest(api, { type: 'DELETE', term: { externalContactId: id }, deleteConfirmed: true })).request;
const left = (id: string) => count(system, 'external-contacts', 'external_contact', organization, 'id = $2', [id]);

/** The result of a call to a gateway that may die; null when it is unknown. */
const attempt = <T>(call: () => Promise<T>): Promise<T | null> => call().catch(() => null);

test('at the release: the waiting request begins after the restart, once the hold is released', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const held = await people();
    const holds = await Promise.all(held.map(({ id }) => placeHold(api, { externalContactId: id })));
    const requests = await Promise.all(held.map(({ id }) => erase(id)));
    expect(requests.map(({ status }) => status)).toEqual(held.map(() => 'ON_HOLD'));
    const release = (id: string) => api.send(releaseDocument, { id, reference: 'SETTLED' });
    const released = holds.map(async ({ id }, index) => {
      await pause(index * 15);
      return attempt(() => release(id));
    });
    await killAfter(10 + round * 20);
    await Promise.all(released);
    const standing = await eventually(() => attempt(() => listHolds(api, true)));
    for (const [index, { id }] of holds.entries())
      if (standing.some((hold) => hold.id === id)) {
        expect((await readRequest(api, requests[index]?.id ?? '')).status).toBe('ON_HOLD');
        // Repeated.
        await api.ask(releaseDocument, { id, reference: 'SETTLED' });
      }
    for (const [index, { id }] of requests.entries()) {
      expect((await finishedRequest(api, id)).status).toBe('COMPLETED');
      expect(await left(held[index]?.id ?? '')).toBe(0);
    }
  }
}, 240_000);

test('at the release, by a gateway that stands still in it: another one releases, and the waiting request begins once', async () => {
  const replica = await startReplica(system);
  try {
    const stopped = new ApiClient(replica.url, await system.token({ organization }));
    for (const after of [5, 20, 60]) {
      const person = await newPerson(api);
      const hold = await placeHold(api, { externalContactId: person.id });
      const request = await erase(person.id);
      expect(request.status).toBe('ON_HOLD');
      const answer = attempt(() => stopped.send(releaseDocument, { id: hold.id, reference: 'SETTLED' }));
      await pause(after);
      process.kill(replica.pid, 'SIGSTOP');
      // PostgreSQL ends the stopped gateway's session, which releases its locks.
      await eventually(async () => {
        const { errors } = await api.send(releaseDocument, { id: hold.id, reference: 'SETTLED' });
        return errors === undefined;
      });
      const done = await finishedRequest(api, request.id);
      expect([done.status, outcome(done, 'external-contacts').attempts]).toEqual(['COMPLETED', 1]);
      process.kill(replica.pid, 'SIGCONT');
      await answer;
    }
  } finally {
    process.kill(replica.pid, 'SIGCONT');
    await replica.stop();
  }
}, 240_000);

test('at its expiry, while no gateway runs', async () => {
  const [person] = await people();
  const until = new Date(Date.now() + 4_000).toISOString();
  await placeHold(api, { externalContactId: person?.id }, { until });
  const request = await erase(person?.id ?? '');
  const gateway = system.processes.get('gateway');
  await gateway?.kill('SIGKILL');
  await pause(5_000);
  await gateway?.start();
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
}, 120_000);

test('the expiry is recorded once, whichever of three processes notices it', async () => {
  const replicas = await Promise.all(['one', 'two'].map((name) => startReplica(system, name)));
  try {
    const until = new Date(Date.now() + 6_000).toISOString();
    const held = await people();
    const holds = await Promise.all(held.map(({ id }) => placeHold(api, { externalContactId: id }, { until })));
    const requests = await Promise.all(held.map(({ id }) => erase(id)));
    for (const { id } of requests) expect((await finishedRequest(api, id)).status).toBe('COMPLETED');
    const recorded = await eventually(async () => {
      const { auditLog } = await api.ask<{ auditLog: { nodes: { detail: string }[] } }>(
        '{ auditLog(filter: { action: LEGAL_HOLD_EXPIRED }, order: NEWEST_FIRST) { nodes { detail } } }',
      );
      const own = auditLog.nodes.filter(({ detail }) => holds.some(({ id }) => detail.includes(id)));
      return own.length >= holds.length && own;
    });
    expect(recorded).toHaveLength(holds.length);
  } finally {
    await Promise.all(replicas.map((replica) => replica.stop()));
  }
}, 120_000);

test('at the placing: the hold is complete, or not there', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const some = await people();
    const placed = some.map(({ id }) =>
      attempt(() => api.send(placeDocument, { input: holdInput({ externalContactId: id }) })),
    );
    await killAfter(20 + round * 25);
    await Promise.all(placed);
    const standing = await eventually(() => attempt(() => listHolds(api, true)));
    for (const { id } of some) {
      const held = standing.filter((hold) => hold.subject?.id === id);
      expect(held.length).toBeLessThanOrEqual(1);
      const request = await erase(id);
      expect(request.status === 'ON_HOLD').toBe(held.length === 1);
    }
  }
}, 240_000);

test('at the placing, by a gateway that stands still in it: no hold is half there, and another one places it', async () => {
  const replica = await startReplica(system);
  try {
    const stopped = new ApiClient(replica.url, await system.token({ organization }));
    for (const after of [5, 25, 60]) {
      const { id } = await newPerson(api);
      const answer = attempt(() =>
        stopped.send(placeDocument, { input: holdInput({ externalContactId: id }, { reference: 'STOPPED' }) }),
      );
      await pause(after);
      process.kill(replica.pid, 'SIGSTOP');
      // PostgreSQL ends the stopped gateway's session, which releases its locks.
      const placed = await eventually(() => attempt(() => placeHold(api, { externalContactId: id })));
      expect((await erase(id)).status).toBe('ON_HOLD');
      process.kill(replica.pid, 'SIGCONT');
      await answer;
      const standing = (await listHolds(api, true)).filter((hold) => hold.subject?.id === id);
      expect(standing.filter(({ reference }) => reference === 'STOPPED').length).toBeLessThanOrEqual(1);
      expect(standing.map((hold) => hold.id)).toContain(placed.id);
    }
  } finally {
    process.kill(replica.pid, 'SIGCONT');
    await replica.stop();
  }
  const { organizations } = await verifyAudit(organization, system.environment);
  expect(organizations[0]?.fault).toBeNull();
}, 240_000);
