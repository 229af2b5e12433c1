/** When a request in flight is the answer to another one, and when it is not (R8, R10, R28). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { createRequest, readRequest, refuseRequest, type RequestInput } from '../../support/api/requests';
import { createFamily } from '../../support/people/family';
import { newPerson } from '../../support/people/held-people';
import { proxyService, type FaultProxy } from '../../support/faults/fault-proxy';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;
let api: ApiClient;
let messaging: FaultProxy;

beforeAll(async () => {
  system = await sharedSystem();
  api = await system.client({ organization: 'duplicates' });
  messaging = await proxyService(system, 'messaging');
}, 120_000);

/** No request ends while one service does not answer. */
beforeEach(() => {
  messaging.fault = 'none';
});
const keepInFlight = () => {
  messaging.fault = 'refuse';
};

afterAll(async () => {
  await messaging.close();
  await system.stop();
});

const rename = (existing: string, updated: string) => ({ type: 'NAME', existing, updated });

const inputs: Record<string, RequestInput> = {
  GET: { type: 'GET' },
  EXPORT: { type: 'EXPORT' },
  UPDATE: { type: 'UPDATE', replacements: [rename('Held', 'Kept')] },
  DELETE: { type: 'DELETE', deleteConfirmed: true },
};
const inputOf = (type: string, externalContactId: string, more: RequestInput = {}): RequestInput => ({
  ...inputs[type],
  term: { externalContactId },
  ...more,
});

const merge = (sourceId: string, targetId: string) =>
  api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
    a: sourceId,
    b: targetId,
  });
const cancel = (id: string) => api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { id } }', { id });

describe.each(Object.keys(inputs))('a %s', (type) => {
  test('of a merge set leaves a member out that has its own request in flight (R8)', async () => {
    const [first, second] = [(await newPerson(api)).id, (await newPerson(api)).id];
    keepInFlight();
    const own = await createRequest(api, inputOf(type, second));
    await merge(second, first);
    const whole = await createRequest(api, inputOf(type, first));
    expect(whole).toMatchObject({ created: true, request: { relatedRequests: [] } });
    expect((await readRequest(api, own.request.id)).parent).toBeNull();
    expect(await createRequest(api, inputOf(type, second))).toMatchObject({
      created: false,
      request: { id: own.request.id },
    });
  });

  test('of a merge set whose parent was cancelled is made again beside its related requests', async () => {
    const [canonical, ...members] = await createFamily(api, `again${type}`);
    keepInFlight();
    const { request } = await createRequest(api, inputOf(type, canonical));
    await cancel(request.id);
    const again = await createRequest(api, inputOf(type, canonical));
    expect([again.created, again.request.relatedRequests]).toEqual([true, []]);
    expect(members).toHaveLength(request.relatedRequests.length);
  });

  test('of a contact that joined the set later is not answered with the requests that leave it out', async () => {
    const [canonical, member] = await createFamily(api, `joined${type}`);
    const { id: joined } = await newPerson(api);
    keepInFlight();
    const { request } = await createRequest(api, inputOf(type, canonical));
    await merge(joined, canonical);
    expect(await refuseRequest(api, inputOf(type, joined))).toMatchObject({
      code: 'CONFLICTING_REQUEST',
      argument: 'input.term',
      requestId: request.id,
    });
    for (const each of [canonical, member])
      expect(await createRequest(api, inputOf(type, each))).toMatchObject({
        created: false,
        request: { id: request.id },
      });
  });
});

describe('an UPDATE with other replacements than the one in flight', () => {
  const other = { replacements: [rename('Held', 'Other')] };

  test.each([
    ['another new value', [rename('Held', 'Other')]],
    ['one more', [rename('Held', 'Kept'), { type: 'EMAIL', existing: 'a@b.example', updated: 'c@d.example' }]],
    ['another type', [{ type: 'ADDRESS', existing: 'Held', updated: 'Kept' }]],
  ])('is refused: %s', async (_, replacements) => {
    const { id } = await newPerson(api);
    keepInFlight();
    const { request } = await createRequest(api, inputOf('UPDATE', id));
    expect(await refuseRequest(api, inputOf('UPDATE', id, { replacements }))).toMatchObject({
      code: 'CONFLICTING_REQUEST',
      argument: 'input.replacements',
      requestId: request.id,
    });
  });

  test('is equal when only the spelling of what is replaced, or the order, differs', async () => {
    const { id } = await newPerson(api);
    const email = { type: 'EMAIL', existing: 'held@b.example', updated: 'kept@d.example' };
    keepInFlight();
    const replacements = [rename('Held', 'Kept'), email];
    const { request } = await createRequest(api, inputOf('UPDATE', id, { replacements }));
    const respelled = [{ ...email, existing: 'HELD@B.example' }, rename(' held ', 'Kept'), email];
    expect(await createRequest(api, inputOf('UPDATE', id, { replacements: respelled }))).toMatchObject({
      created: false,
      request: { id: request.id },
    });
  });

  test('is refused for a merge set of which a member has one', async () => {
    const [first, second] = [(await newPerson(api)).id, (await newPerson(api)).id];
    keepInFlight();
    const { request } = await createRequest(api, inputOf('UPDATE', second));
    await merge(second, first);
    expect(await refuseRequest(api, inputOf('UPDATE', first, other))).toMatchObject({
      code: 'CONFLICTING_REQUEST',
      argument: 'input.replacements',
      requestId: request.id,
    });
  });
});

describe('a call that names a case, and meets an equal request in flight (R28)', () => {
  const day = 24 * 60 * 60 * 1000;
  const open = async (daysAgo = 0) => {
    const input = { receivedAt: new Date(Date.now() - daysAgo * day).toISOString() };
    const document = 'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }';
    return (await api.ask<{ openGdprCase: { id: string } }>(document, { input })).openGdprCase.id;
  };
  interface Due {
    id: string;
    dueAt: string;
    relatedRequests: Due[];
  }
  interface Filed {
    legalDueAt: string;
    requests: Due[];
  }
  const read = async (id: string) =>
    (
      await api.ask<{ gdprCase: Filed }>(
        'query ($id: ID!) { gdprCase(id: $id) { legalDueAt requests { id dueAt relatedRequests { id dueAt } } } }',
        { id },
      )
    ).gdprCase;
  const filings = async (requestId: string) =>
    (
      await api.ask<{ auditLog: { nodes: { actor: string; detail: string }[] } }>(
        'query ($filter: AuditLogFilter) { auditLog(filter: $filter) { nodes { actor detail } } }',
        { filter: { requestId, action: 'REQUEST_FILED' } },
      )
    ).auditLog.nodes;

  test.each([
    ['the contact that the first call named', 0],
    ['another member of the set', 1],
  ])('files it in the case with its family, due no later than the case: %s', async (_, member) => {
    const family = await createFamily(api, `filed${member}`);
    keepInFlight();
    const { request } = await createRequest(api, inputOf('DELETE', family[0]));
    const caseId = await open(25);
    const again = { ...inputOf('DELETE', family[member] ?? ''), caseId, idempotencyKey: `filed-${member}` };
    for (let round = 0; round < 2; round += 1)
      expect(await createRequest(api, again)).toMatchObject({ created: false, request: { id: request.id } });
    const filed = await read(caseId);
    expect(filed.requests.map(({ id }) => id)).toEqual([request.id]);
    const all = filed.requests.flatMap((each) => [each, ...each.relatedRequests]);
    expect(all).toHaveLength(3);
    // An erasure is expected within 14 days of the receipt.
    for (const { id, dueAt } of all) {
      expect(Date.parse(dueAt)).toBeLessThanOrEqual(Math.min(Date.parse(filed.legalDueAt), Date.now() - 10 * day));
      expect(await filings(id)).toEqual([
        { actor: expect.any(String) as string, detail: `case ${caseId}, due ${dueAt}` },
      ]);
    }
  });

  test('without one, the request stays as it is', async () => {
    const { id } = await newPerson(api);
    keepInFlight();
    const first = await createRequest(api, { ...inputOf('DELETE', id), caseId: await open(20) });
    const dueAt = async () =>
      (
        await api.ask<{ gdprRequest: Due }>('query ($id: ID!) { gdprRequest(id: $id) { dueAt } }', {
          id: first.request.id,
        })
      ).gdprRequest.dueAt;
    const before = await dueAt();
    await createRequest(api, inputOf('DELETE', id));
    expect(await dueAt()).toBe(before);
  });

  test('is refused when the request is in another case, or the case is closed or unknown', async () => {
    const { id } = await newPerson(api);
    const [own, other, closed] = [await open(), await open(), await open()];
    await api.ask('mutation ($id: ID!) { closeGdprCase(id: $id, outcome: WITHDRAWN) { id } }', { id: closed });
    keepInFlight();
    const { request } = await createRequest(api, inputOf('EXPORT', id));
    const input = (caseId: string) => ({ ...inputOf('EXPORT', id), caseId });
    expect(await refuseRequest(api, input(closed))).toMatchObject({ code: 'CASE_CLOSED', argument: 'input.caseId' });
    expect(await refuseRequest(api, input(request.id))).toMatchObject({ code: 'NOT_FOUND', argument: 'input.caseId' });
    await createRequest(api, input(own));
    expect(await refuseRequest(api, input(other))).toMatchObject({
      code: 'CONFLICTING_REQUEST',
      argument: 'input.caseId',
      requestId: request.id,
    });
    expect((await read(other)).requests).toEqual([]);
    expect(await createRequest(api, input(own))).toMatchObject({ created: false, request: { id: request.id } });
    expect(
      await api.refused('mutation ($id: ID!) { closeGdprCase(id: $id, outcome: FULFILLED) { id } }', { id: own }),
    ).toMatchObject({ code: 'CASE_IN_FLIGHT', inFlight: [request.id] });
  });

  test('of two at once with different cases, one is filed and the other is refused', async () => {
    const { id } = await newPerson(api);
    keepInFlight();
    await createRequest(api, inputOf('GET', id));
    const cases = [await open(), await open()];
    const answers = await Promise.all(
      cases.map(async (caseId) => {
        const { errors } = await api.send(
          'mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { created } }',
          { input: { ...inputOf('GET', id), caseId } },
        );
        return errors?.[0]?.extensions?.code ?? null;
      }),
    );
    expect([...answers].sort()).toEqual(['CONFLICTING_REQUEST', null]);
  });
});
