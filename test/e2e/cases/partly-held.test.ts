/** A request of which legal holds keep all that is left waits like one that is kept whole (R10, R28, R31). */
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { heldRequest, placeHold, releaseHold } from '../../support/api/holds';
import { createRequest, finishedRequest, outcome, readRequest, refuseRequest } from '../../support/api/requests';
import { eventually } from '../../support/eventually';
import { proxyService } from '../../support/faults/fault-proxy';
import { createFamily } from '../../support/people/family';
import { newPerson } from '../../support/people/held-people';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await sharedSystem();
  api = await system.client({ organization: 'partly-held' });
}, 180_000);

afterAll(() => system.stop());

const create = async (type: string, externalContactId: string, more: object = {}) =>
  (await createRequest(api, { type, term: { externalContactId }, ...more })).request;

/** An erasure that has done everything but what a hold on one service keeps. */
async function partlyErased(id: string, service: string, more: object = {}) {
  const hold = await placeHold(api, { externalContactId: id }, { services: [service] });
  const { id: requestId } = await create('DELETE', id, { deleteConfirmed: true, ...more });
  const erasure = await heldRequest(api, requestId);
  expect(erasure.status).toBe('DELETING');
  return { hold, erasure };
}

test.each(['messaging', 'recordings'])('access to what a hold on %s keeps goes on', async (service) => {
  const { id } = await newPerson(api);
  const { hold, erasure } = await partlyErased(id, service);
  expect(outcome(erasure, 'external-contacts').status).toBe('COMPLETED');
  const { previewGdprRequest: preview } = await api.ask<{ previewGdprRequest: { services: object[] } }>(
    'query ($id: ID!) { previewGdprRequest(type: GET, term: { externalContactId: $id }) { services { service recordCounts { count } } } }',
    { id },
  );
  expect(preview.services).toHaveLength(5);
  for (const type of ['GET', 'EXPORT']) {
    const { id: requestId } = await create(type, id);
    const done = await finishedRequest(api, requestId);
    expect([done.status, (outcome(done, 'messaging').recordsFound ?? 0) > 0]).toEqual([
      'COMPLETED',
      service === 'messaging',
    ]);
  }
  await releaseHold(api, hold.id);
  expect((await finishedRequest(api, erasure.id)).status).toBe('COMPLETED');
  expect(await refuseRequest(api, { type: 'GET', term: { externalContactId: id } })).toMatchObject({
    code: 'SUBJECT_NOT_FOUND',
    argument: 'input.term',
  });
});

test('access covers the whole merge set that is erased but for what a hold keeps (R8)', async () => {
  const [canonical, member] = await createFamily(api, 'partly');
  const { erasure } = await partlyErased(canonical, 'messaging');
  expect(erasure.relatedRequests).toHaveLength(2);
  const { id } = await create('EXPORT', member);
  const done = await finishedRequest(api, id);
  expect(done.term?.value).toBe(canonical);
  const all = [done, ...done.relatedRequests];
  expect(all.map((each) => [each.status, outcome(each, 'messaging').recordsFound])).toEqual(
    all.map(() => ['COMPLETED', 3]),
  );
  expect(all).toHaveLength(3);
});

test('an erasure is recorded beside a rectification that is partly held, and both end when the hold does', async () => {
  const { id } = await newPerson(api);
  const hold = await placeHold(api, { externalContactId: id }, { services: ['messaging'] });
  const replacements = [{ type: 'NAME', existing: 'Held', updated: 'Kept' }];
  const update = await create('UPDATE', id, { replacements });
  await heldRequest(api, update.id);
  expect((await create('UPDATE', id, { replacements })).id).toBe(update.id);
  const erasure = await create('DELETE', id, { deleteConfirmed: true });
  await heldRequest(api, erasure.id);
  await releaseHold(api, hold.id);
  for (const each of [update, erasure]) expect((await finishedRequest(api, each.id)).status).toBe('COMPLETED');
});

test('what a hold kept begins once the copy that was made meanwhile has ended (R10)', async () => {
  const { id } = await newPerson(api);
  const { hold, erasure } = await partlyErased(id, 'messaging');
  const messaging = await proxyService(system, 'messaging');
  // It is asked whether it knows the id, and cannot be read.
  messaging.fault = (body) => (body.includes('"first":1,') ? 'none' : 'refuse');
  const copy = await create('EXPORT', id);
  await releaseHold(api, hold.id);
  for (const until = Date.now() + 3_000; Date.now() < until; await pause(250))
    expect(outcome(await readRequest(api, erasure.id), 'messaging').status).toBe('ON_HOLD');
  await messaging.close();
  await finishedRequest(api, copy.id);
  expect((await finishedRequest(api, erasure.id)).status).toBe('COMPLETED');
  expect(outcome(await readRequest(api, copy.id), 'messaging').recordsFound).toBe(2);
});

test('the case of a partly held request can be closed, but not as FULFILLED (R28)', async () => {
  const { openGdprCase } = await api.ask<{ openGdprCase: { id: string } }>(
    'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
    { input: { receivedAt: new Date().toISOString() } },
  );
  const { id } = await newPerson(api);
  const { erasure, hold } = await partlyErased(id, 'messaging', { caseId: openGdprCase.id });
  const close =
    'mutation ($id: ID!, $outcome: GdprCaseOutcome!) { closeGdprCase(id: $id, outcome: $outcome) { outcome } }';
  const given = { id: openGdprCase.id };
  expect(await api.refused(close, { ...given, outcome: 'FULFILLED' })).toMatchObject({
    code: 'CASE_UNFINISHED',
    unfinished: [erasure.id],
  });
  expect(await api.ask(close, { ...given, outcome: 'PARTLY_FULFILLED' })).toEqual({
    closeGdprCase: { outcome: 'PARTLY_FULFILLED' },
  });
  await releaseHold(api, hold.id);
  await eventually(async () => (await readRequest(api, erasure.id)).status === 'COMPLETED', 60_000);
});
