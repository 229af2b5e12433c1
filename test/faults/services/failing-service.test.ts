/** A service is slow, wrong, or gone; the others are not affected (R11). */
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../../support/run/database';
import { newOrganization } from '../../support/people/cast';
import { createFamily, familyDispositions } from '../../support/people/family';
import { eventually } from '../../support/eventually';
import { proxyService, type FaultProxy, type NamedFault } from '../../support/faults/fault-proxy';
import {
  createRequest,
  dispositionsOf,
  finishedRequest,
  outcome,
  readRequest,
  refuseRequest,
} from '../../support/api/requests';
import { packageSelection } from '../../support/api/exported';
import { checkedPackage } from '../../support/zip';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';
import type { ApiClient } from '../../../scripts/develop/api-client';

let system: TestSystem;
let api: ApiClient;
let messaging: FaultProxy;

beforeAll(async () => {
  system = await sharedSystem({ SERVICE_CALL_TIMEOUT_MS: '2000' });
  api = await system.client({ organization: 'failing-service' });
  messaging = await proxyService(system, 'messaging');
}, 90_000);

afterEach(() => {
  messaging.fault = 'none';
});

afterAll(async () => {
  await messaging.close();
  await system.stop();
});

const erase = async (id: string) =>
  (await createRequest(api, { type: 'DELETE', term: { externalContactId: id }, deleteConfirmed: true })).request;

const isErasure = (body: string) => body.includes('erasePersonalData(');

test('a reply that is lost after the service committed changes nothing: the same result, the same counts', async () => {
  const [canonical] = await createFamily(api, 'lost');
  let lost = 0;
  messaging.fault = (body) => (isErasure(body) && lost++ < 3 ? 'lostReply' : 'none');
  const finished = await finishedRequest(api, (await erase(canonical)).id);
  for (const member of [finished, ...finished.relatedRequests]) {
    expect(member.status).toBe('COMPLETED');
    expect(dispositionsOf(member, 'messaging')).toEqual(familyDispositions.messaging);
    expect(outcome(member, 'messaging').attempts).toBe(2);
  }
});

test.each<[NamedFault, string]>([
  ['refuse', 'SERVICE_UNAVAILABLE'],
  ['garbage', 'SERVICE_REPLY_INVALID'],
  ['html', 'SERVICE_REPLY_INVALID'],
  ['huge', 'SERVICE_REPLY_TOO_LARGE'],
  ['silence', 'SERVICE_TIMEOUT'],
])('a service that answers with %s counts as one failed attempt, which is repeated', async (fault, code) => {
  const [canonical] = await createFamily(api, fault);
  let failed = 0;
  // Calls of the parent alone: otherwise those of its related requests may use the failures up.
  messaging.fault = (body) => (body.includes(canonical) && failed++ < 3 ? fault : 'none');
  const { id } = await erase(canonical);
  const retrying = await eventually(async () => {
    const part = outcome(await readRequest(api, id), 'messaging');
    return part.status === 'RETRYING' && part;
  });
  expect(retrying.lastError).toMatchObject({ code, serviceCode: null });
  expect(retrying.lastError?.message).not.toMatch(/127\.0\.0\.1|localhost|Person/);
  const finished = await finishedRequest(api, id, 40_000);
  expect(finished.status).toBe('COMPLETED');
  expect(dispositionsOf(finished, 'messaging')).toEqual(familyDispositions.messaging);
});

test('an export whose file breaks off is gathered again, and its package lacks nothing (R11, R13)', async () => {
  const { api: officer, cast } = await newOrganization(system, 'failing-service-files');
  // Files are fetched without a body.
  messaging.fault = (body) => (body === '' ? 'brokenOff' : 'none');
  const { request } = await createRequest(officer, { type: 'EXPORT', term: { externalContactId: cast.elena[0] } });
  const retrying = await eventually(async () => {
    const { services, relatedRequests } = await readRequest(officer, request.id);
    const parts = [services, ...relatedRequests.map((related) => related.services)].flat();
    return parts.find(({ status }) => status === 'RETRYING');
  });
  expect(retrying).toMatchObject({ service: 'messaging', lastError: { code: 'SERVICE_FILE_BROKE_OFF' } });
  messaging.fault = 'none';
  expect(await finishedRequest(officer, request.id, 40_000)).toMatchObject({ status: 'COMPLETED' });
  const { gdprRequest } = await officer.ask<{ gdprRequest: { package: { downloadUrl: string } } }>(
    `query ($id: ID!) { gdprRequest(id: $id) { ${packageSelection} } }`,
    { id: request.id },
  );
  const { manifest } = await checkedPackage(
    Buffer.from(await (await fetch(gdprRequest.package.downloadUrl)).arrayBuffer()),
  );
  expect(manifest.omitted).toEqual([]);
  expect(manifest.files.map(({ name }) => name)).toContain('attachments/messaging/receipt.txt');
});

test('a service that fails for good affects no other: the others complete, the request is in ERROR, and a retry runs only the failed part', async () => {
  const [canonical] = await createFamily(api, 'forgood');
  messaging.fault = 'error';
  const { id } = await erase(canonical);
  const failed = await finishedRequest(api, id);
  expect(failed.status).toBe('ERROR');
  const own = { code: 'BAD_USER_INPUT', serviceCode: 'BAD_USER_INPUT' };
  expect(outcome(failed, 'messaging')).toMatchObject({ status: 'FAILED', lastError: own });
  expect(dispositionsOf(failed, 'external-contacts')).toEqual(familyDispositions['external-contacts']);
  const attempts = outcome(failed, 'external-contacts').attempts;

  messaging.fault = 'none';
  const retry = (requestId: string) =>
    api.send('mutation ($id: ID!) { retryGdprRequest(id: $id) { id status } }', { id: requestId });
  expect((await retry(id)).errors).toBeUndefined();
  const completed = await finishedRequest(api, id);
  expect(completed.status).toBe('COMPLETED');
  expect(dispositionsOf(completed, 'messaging')).toEqual(familyDispositions.messaging);
  expect(outcome(completed, 'external-contacts').attempts).toBe(attempts);
  // Each member of the family must be retried on its own.
  expect(completed.relatedRequests.map(({ status }) => status)).toEqual(['ERROR', 'ERROR']);
  expect((await retry(id)).errors?.[0]?.extensions).toMatchObject({ code: 'NOT_RETRYABLE' });
});

test('a retry waits until the whole family has finished, and names those in flight (R9)', async () => {
  const [canonical] = await createFamily(api, 'inflight');
  let erasures = 0;
  // One request of the family fails for good; the others wait for a service that does not answer.
  messaging.fault = (body) => (isErasure(body) && erasures++ === 0 ? 'error' : 'refuse');
  messaging.fault = ((choose) => (body: string) => (body.includes('personalData(') ? 'none' : choose(body)))(
    messaging.fault,
  );
  const { id } = await erase(canonical);
  const family = await eventually(async () => {
    const request = await readRequest(api, id);
    const members = [request, ...request.relatedRequests];
    return (
      members.some(({ status }) => status === 'ERROR') && members.some(({ status }) => status === 'DELETING') && members
    );
  });
  const failed = family.find(({ status }) => status === 'ERROR');
  const { errors } = await api.send('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id: failed?.id });
  expect(errors?.[0]?.extensions?.code).toBe('RELATED_REQUESTS_IN_FLIGHT');
  expect((errors?.[0]?.extensions?.inFlight as string[]).sort()).toEqual(
    family
      .filter(({ status }) => status === 'DELETING')
      .map((member) => member.id)
      .sort(),
  );
});

test('while an erasure runs, an export or a correction of the same subject is refused; a cancelled one stops (R10)', async () => {
  const [canonical] = await createFamily(api, 'conflict');
  messaging.fault = 'refuse';
  const { id } = await erase(canonical);
  const term = { externalContactId: canonical };
  expect(await refuseRequest(api, { type: 'EXPORT', term })).toMatchObject({
    code: 'CONFLICTING_REQUEST',
    requestId: id,
  });
  const duplicate = await createRequest(api, { type: 'DELETE', term, deleteConfirmed: true });
  expect([duplicate.request.id, duplicate.created]).toEqual([id, false]);
  expect(await refuseRequest(api, { type: 'DELETE', term })).toMatchObject({ code: 'DELETE_NOT_CONFIRMED' });

  const cancel = () =>
    api.send<{ cancelGdprRequest: { status: string } }>(
      'mutation ($id: ID!) { cancelGdprRequest(id: $id) { status } }',
      { id },
    );
  await eventually(async () => outcome(await readRequest(api, id), 'messaging').status === 'RETRYING');
  expect((await cancel()).data?.cancelGdprRequest.status).toBe('CANCELLED');
  expect(outcome(await readRequest(api, id), 'messaging').status).toBe('CANCELLED');
  expect((await cancel()).errors?.[0]?.extensions?.code).toBe('NOT_CANCELLABLE');
});

test('a second erasure of the same person finds nothing anywhere', async () => {
  const api2 = await system.client({ organization: 'twice' });
  await api2.ask(
    'mutation { createExternalContact(input: { firstName: "Once", personalEmail: "once@example.com" }) { id } }',
  );
  const input = { type: 'DELETE', term: { email: 'once@example.com' }, deleteConfirmed: true };
  const first = await finishedRequest(api2, (await createRequest(api2, input)).request.id);
  expect(dispositionsOf(first, 'external-contacts')).toEqual(['ExternalContact ERASED 1']);
  const second = await createRequest(api2, input);
  expect(second.created).toBe(true);
  const finished = await finishedRequest(api2, second.request.id);
  expect(finished.status).toBe('COMPLETED');
  const asked = finished.services.filter(({ status }) => status !== 'SUBJECT_REQUIRED');
  expect(asked.map(({ status, dispositions }) => [status, dispositions])).toEqual(
    asked.map(() => ['NOTHING_FOUND', []]),
  );
});

test('a service that does not answer is not called all the time: its circuit opens, and closes when the service is back (R11)', async () => {
  const api3 = await system.client({ organization: 'circuit' });
  // The successes of earlier tests are no longer counted by then.
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  messaging.fault = 'refuse';
  messaging.calls.length = 0;
  const ids: string[] = [];
  for (let index = 0; index < 10; index += 1) {
    ids.push((await createRequest(api3, { type: 'GET', term: { email: `circuit-${index}@example.com` } })).request.id);
  }
  // Ten requests would try about thirty times in three seconds; the circuit allows the first failures and single probes.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(messaging.calls.length).toBeLessThanOrEqual(20);
  messaging.fault = 'none';
  for (const id of ids) expect((await finishedRequest(api3, id, 60_000)).status).toBe('COMPLETED');
}, 120_000);

test('while messaging cannot be asked, an id that only it may know is not reported as unknown (R5)', async () => {
  const organization = 'left-under-an-id';
  const api = await system.client({ organization });
  const { createExternalContact: contact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation { createExternalContact(input: { firstName: "Left", personalEmail: "left@example.com" }) { id } }',
  );
  await api.ask('mutation ($id: ID!) { startConversation(input: { channel: SMS, externalContactId: $id }) { id } }', {
    id: contact.id,
  });
  const byEmail = { type: 'DELETE', term: { email: 'left@example.com' }, deleteConfirmed: true };
  const first = await createRequest(api, byEmail);
  expect((await finishedRequest(api, first.request.id)).status).toBe('COMPLETED');
  const byId = { type: 'DELETE', term: { externalContactId: contact.id }, deleteConfirmed: true };
  const refused = { code: 'SERVICE_UNAVAILABLE', service: 'messaging' };
  for (const fault of ['silence', 'refuse'] as const) {
    messaging.fault = fault;
    expect(await refuseRequest(api, byId)).toMatchObject(refused);
  }
  messaging.fault = 'none';
  const nobody = { ...byId, term: { externalContactId: '01900000-0000-7000-8000-000000000000' } };
  expect(await refuseRequest(api, nobody)).toMatchObject({ code: 'SUBJECT_NOT_FOUND' });
  const second = await createRequest(api, byId);
  const finished = await finishedRequest(api, second.request.id);
  expect(finished.status).toBe('COMPLETED');
  expect(dispositionsOf(finished, 'messaging')).toEqual(['Conversation ERASED 1']);
});

test('requests near or past their due date are listed until they are done; the other filters work too (R15)', async () => {
  const organization = 'due';
  const others = await overdueCounted();
  const api4 = await system.client({ organization });
  messaging.fault = 'refuse';
  const input = { type: 'GET', term: { email: 'due@example.com' }, reference: 'case-7' };
  const { id } = (await createRequest(api4, input)).request;
  const list = async (filter: Record<string, unknown>) =>
    (
      await api4.ask<{
        gdprRequests: { totalCount: number; nodes: { id: string; overdue: boolean; dueAt: string }[] };
      }>(
        'query ($filter: GdprRequestFilter) { gdprRequests(filter: $filter) { totalCount nodes { id overdue dueAt } } }',
        { filter },
      )
    ).gdprRequests;
  const [fresh] = (await list({ reference: 'case-7' })).nodes;
  expect(new Date(fresh?.dueAt ?? 0).getTime()).toBeGreaterThan(Date.now() + 47 * 3_600_000);
  expect((await list({ overdue: true })).totalCount).toBe(0);
  await inDatabase(databaseName(system.databasePrefix, 'gateway'), (client) =>
    client.query(
      "UPDATE gdpr_request SET due_at = now() - interval '1 hour', attempts_until = now() WHERE organization_id = $1",
      [organization],
    ),
  );
  const overdue = await list({ overdue: true });
  expect(overdue.nodes).toEqual([expect.objectContaining({ id, overdue: true })]);
  expect(
    (await list({ dueBefore: new Date().toISOString(), type: 'GET', status: ['SEARCHING', 'INITIATED'] })).totalCount,
  ).toBe(1);
  for (const filter of [
    { overdue: false },
    { type: 'DELETE' },
    { status: ['COMPLETED'] },
    { reference: 'case-8' },
    { status: [] },
  ]) {
    expect((await list(filter)).totalCount).toBe(0);
  }
  // After the end of its attempts a failing part is given up, and the request shows the reason.
  const failed = await finishedRequest(api4, id, 30_000);
  expect(failed.status).toBe('ERROR');
  expect(outcome(failed, 'messaging')).toMatchObject({ status: 'FAILED', lastError: { code: 'SERVICE_UNAVAILABLE' } });
  // A failed request is not done: it is overdue, in the list and in the metrics.
  expect((await list({ overdue: true })).nodes).toEqual([expect.objectContaining({ id, overdue: true })]);
  expect((await list({ overdue: false })).totalCount).toBe(0);
  expect(await overdueCounted()).toBe(others + 1);

  messaging.fault = 'none';
  const { dueAt } = overdue.nodes[0] ?? {};
  await api4.ask('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id });
  expect((await finishedRequest(api4, id)).status).toBe('COMPLETED');
  expect(await list({})).toEqual({ totalCount: 1, nodes: [{ id, overdue: false, dueAt }] });
  expect(await overdueCounted()).toBe(others);
}, 60_000);

test('attempts of a retry have an end of their own; the due date stays (R15)', async () => {
  const organization = 'retried-late';
  const api5 = await system.client({ organization });
  const inRequests = async (sql: string) =>
    inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
      const { rows } = await client.query<{ due_at: Date; days: number }>(sql, [organization]);
      return rows[0];
    });
  messaging.fault = 'refuse';
  const { id } = (await createRequest(api5, { type: 'GET', term: { email: 'late@example.com' } })).request;
  await eventually(async () => outcome(await readRequest(api5, id), 'messaging').status === 'RETRYING');
  await inRequests(
    "UPDATE gdpr_request SET due_at = now() - interval '9 days', attempts_until = now() WHERE organization_id = $1",
  );
  expect((await finishedRequest(api5, id, 30_000)).status).toBe('ERROR');

  const times = `SELECT due_at, extract(epoch FROM attempts_until - now())::float8 / 86400 AS days
    FROM gdpr_request WHERE organization_id = $1`;
  const before = await inRequests(times);
  await api5.ask('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id });
  // Long past its due date it is still tried again.
  await eventually(async () => outcome(await readRequest(api5, id), 'messaging').attempts >= 3, 30_000);
  const after = await inRequests(times);
  expect(after?.due_at).toEqual(before?.due_at);
  expect(after?.days).toBeGreaterThan(1.9);
  messaging.fault = 'none';
  expect((await finishedRequest(api5, id, 60_000)).status).toBe('COMPLETED');
}, 120_000);

/** The number of overdue GET requests in the metrics. */
async function overdueCounted(): Promise<number> {
  const token = await system.token({ organization: 'due', scopes: ['metrics:view'] });
  const headers = { authorization: `Bearer ${token}` };
  const metrics = await (await fetch(`${new URL(system.url).origin}/metrics`, { headers })).text();
  return Number(/^habeas_requests_overdue\{type="GET"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
}
