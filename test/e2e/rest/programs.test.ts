/** Behaviour that existing programs depend on (R35), beside the worked example. */
import { readFileSync } from 'node:fs';
import type { Cast } from '../../../scripts/develop/seed/ensure-cast';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { newOrganization } from '../../support/people/cast';
import { eventually } from '../../support/eventually';
import { placeHold, releaseHold } from '../../support/api/holds';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { createContact } from '../../support/people/every-value';
import { AnswerCheck } from '../../support/api/answer-check';
import {
  callRest,
  genesysClient,
  requestsOf,
  type RefusalBody,
  type RestCall,
  type RestPage,
  type RestRequest,
} from '../../support/api/rest';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

const organization = 'rest-programs';
let system: TestSystem;
let api: ApiClient;
let cast: Cast;
let checks: AnswerCheck;
let requests: ReturnType<typeof requestsOf>;
let token: string;

beforeAll(async () => {
  system = await sharedSystem();
  ({ api, cast } = await newOrganization(system, organization));
  checks = await AnswerCheck.of(system.url);
  requests = requestsOf(await genesysClient(system, checks, { organization, subject: 'program' }));
  token = await system.token({ organization });
}, 180_000);

afterAll(() => system.stop());

const call = <Body = Record<string, unknown>>(path: string, options: RestCall = {}) =>
  callRest<Body>(system, path, { token, ...options });

/** The values that other SDKs send for every field that is not set. */
const nothing = {
  id: null,
  name: '',
  status: null,
  createdBy: null,
  createdDate: null,
  selfUri: null,
  resultsUrl: null,
  replacementTerms: [],
  somethingNew: { deep: [null] },
};
const nobody = {
  name: null,
  userId: '',
  addresses: [],
  phoneNumbers: null,
  emailAddresses: [''],
  socialHandle: null,
  journeyCustomer: null,
};

test('empty fields count as absent, with every type; statuses are those that programs know', async () => {
  const known = ['INITIATED', 'SEARCHING', 'UPDATING', 'DELETING', 'FINALIZING', 'COMPLETED', 'ERROR'];
  const { body: exported } = await requests.post({
    ...nothing,
    requestType: 'GDPR_EXPORT',
    subject: { ...nobody, externalContactId: cast.tomas },
  });
  const statuses = new Set<string>();
  await eventually(async () => {
    const { body } = await requests.read(exported.id);
    statuses.add(body.status);
    expect(body.createdBy).toEqual({ id: 'program' });
    expect(body.subject).toEqual(expect.any(Object));
    return body.status === 'COMPLETED';
  }, 60_000);
  expect([...statuses].filter((status) => !known.includes(status))).toEqual([]);
  const { body: erased } = await requests.post(
    { ...nothing, requestType: 'GDPR_DELETE', subject: { ...nobody, externalContactId: cast.tomas } },
    { deleteConfirmed: 'True' },
  );
  expect(await requests.ended(erased.id)).toMatchObject({
    status: 'COMPLETED',
    subject: {},
    createdBy: { id: 'program' },
  });
});

test('a repeated call gets the first answer', async () => {
  const body = { requestType: 'GDPR_EXPORT', subject: { userId: cast.jonas } };
  const key = { 'idempotency-key': 'programs-1' };
  const first = await call<RestRequest>('/gdpr/requests', { body, headers: key });
  const again = await call<RestRequest>('/gdpr/requests', { body, headers: key });
  expect([first.status, again.status, again.body.id]).toEqual([200, 200, first.body.id]);
  await requests.ended(first.body.id);
});

test('a request that waits for a legal hold looks in progress to programs, and says what it waits for (R31)', async () => {
  const { createExternalContact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation { createExternalContact(input: { firstName: "Kept" }) { id } }',
  );
  const subject = { externalContactId: createExternalContact.id };
  const hold = await placeHold(api, subject);
  const { body } = await requests.post({ requestType: 'GDPR_DELETE', subject }, { deleteConfirmed: true });
  expect((await requests.read(body.id)).body).toMatchObject({ status: 'INITIATED', waitingFor: 'hold' });
  await releaseHold(api, hold.id);
  expect((await finishedRequest(api, body.id)).status).toBe('COMPLETED');
});

describe('with a service that does not answer', () => {
  const dialer = () => system.processes.get('dialer');
  beforeAll(() => dialer()?.stop());
  afterAll(() => dialer()?.start(), 90_000);

  test('an equal request in flight is returned, marked as such; a contradicting one is refused', async () => {
    const subject = { userId: cast.jonas };
    const { body: first } = await requests.post({ requestType: 'GDPR_EXPORT', subject });
    const { body: again } = await requests.post({ requestType: 'GDPR_EXPORT', subject });
    expect([first.created, again.created, again.id]).toEqual([true, false, first.id]);
    const refused = await requests.post<RefusalBody>(
      { requestType: 'GDPR_DELETE', subject },
      { deleteConfirmed: true },
    );
    expect(refused.body).toMatchObject({
      status: 409,
      code: 'conflicting.request',
      messageParams: { requestId: first.id },
      details: [{ fieldName: 'requestType' }],
    });
    // A cancelled request is ERROR, and says that it was cancelled.
    await api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { status } }', { id: first.id });
    expect((await requests.read(first.id)).body).toMatchObject({ status: 'ERROR', cancelled: true });
  });

  test('a second correction that differs is refused, and only an equal one is repeated in the answer (R10)', async () => {
    const subject = { userId: cast.jonas };
    const correction = (updatedValue: string) => ({
      requestType: 'GDPR_UPDATE',
      subject,
      replacementTerms: [{ type: 'NAME', existingValue: 'Jonas Weber', updatedValue }],
    });
    const { body: first } = await requests.post(correction('Jonas Webber'));
    const { body: again } = await requests.post(correction('Jonas Webber'));
    expect(again).toMatchObject({
      id: first.id,
      created: false,
      replacementTerms: correction('Jonas Webber').replacementTerms,
    });
    const refused = await requests.post<RefusalBody>(correction('Jonas Veber'));
    expect(refused.body).toMatchObject({
      status: 409,
      code: 'conflicting.request',
      messageParams: { requestId: first.id },
      details: [{ fieldName: 'replacementTerms' }],
    });
    await api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { status } }', { id: first.id });
  });

  test('an equal request in flight is filed in the case that a later call names, and not in a second one (R28)', async () => {
    const open = async () =>
      (
        await api.ask<{ openGdprCase: { id: string } }>(
          'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
          { input: { receivedAt: new Date(Date.now() - 20 * 86_400_000).toISOString() } },
        )
      ).openGdprCase.id;
    const body = { requestType: 'GDPR_EXPORT', subject: { userId: cast.jonas } };
    const post = <Body = RestRequest & { dueDate: string }>(caseId: string) =>
      call<Body>(`/gdpr/requests?caseId=${caseId}`, { body });
    const { body: first } = await call<RestRequest & { dueDate: string }>('/gdpr/requests', { body });
    const { body: filed } = await post(await open());
    expect([filed.id, filed.created]).toEqual([first.id, false]);
    expect(Date.parse(filed.dueDate)).toBeLessThan(Date.parse(first.dueDate) - 10 * 86_400_000);
    const refused = await post<RefusalBody>(await open());
    expect(refused.body).toMatchObject({
      code: 'conflicting.request',
      messageParams: { requestId: first.id },
      details: [{ fieldName: 'caseId' }],
    });
    await api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { status } }', { id: first.id });
  });

  test('subjects answer 503, because an incomplete list would pass for a complete one', async () => {
    const away = await call<RefusalBody>('/gdpr/subjects?searchType=EMAIL&searchValue=elena.marin%40example.com');
    expect([away.status, away.body.code]).toEqual([503, 'service.unavailable']);
    expect(away.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    checks.check('getGdprSubjects', away);
  });
});

test('a request of one API can be seen through the other', async () => {
  const { request } = await createRequest(api, { type: 'EXPORT', term: { email: 'nobody@example.com' } });
  expect((await requests.ended(request.id)).subject).toEqual({ emailAddresses: ['nobody@example.com'] });
  const social = { socialHandle: { type: 'TWITTER', value: '@nobody' } };
  const { body } = await requests.post({ requestType: 'GDPR_EXPORT', subject: social });
  expect(body.subject).toMatchObject({ socialHandle: { type: 'TWITTER' } });
  const { gdprRequest } = await api.ask<{ gdprRequest: { createdBy: string; type: string } }>(
    'query ($id: ID!) { gdprRequest(id: $id) { createdBy type } }',
    { id: body.id },
  );
  expect(gdprRequest).toEqual({ createdBy: 'program', type: 'EXPORT' });
  await requests.ended(body.id);
});

test('a plus sign is a space, and %2B is a plus sign', async () => {
  const found = await call<RestPage<unknown>>('/gdpr/subjects?searchType=PHONE&searchValue=%2B1+317+555+0142');
  expect(found.body.total).toBeGreaterThan(0);
  const named = await call<RestPage<unknown>>('/gdpr/subjects?searchValue=Priya+Raman&searchType=NAME&other=1');
  expect(named.body.total).toBe(1);
});

test('without the scope for values, they are masked', async () => {
  const weak = await system.token({ organization, scopes: ['gdpr:subject:view'] });
  const { body } = await call<RestPage<{ emailAddresses: string[] }>>(
    '/gdpr/subjects?searchType=EMAIL&searchValue=priya.raman%40acme.example.com',
    { token: weak },
  );
  expect(body.entities.map(({ emailAddresses }) => emailAddresses)).toEqual([['p…n@a…e.e…e.com']]);
});

test('no log has a value of a query, however the call ended', async () => {
  const value = 'zebedee.quux';
  for (const path of [
    `/gdpr/subjects?searchType=EMAIL&searchValue=${value}%40example.com`,
    `/gdpr/subjects?searchType=PHONE&searchValue=${value}`,
    `/gdpr/nothing?searchValue=${value}`,
    `/gdpr/requests/${value}%zz`,
  ])
    await call(path);
  await call('/gdpr/requests', {
    body: { requestType: 'GDPR_EXPORT', subject: { emailAddresses: [`${value}@example.com`] } },
  });
  const log = readFileSync(system.processes.get('gateway')?.logFile ?? '', 'utf8');
  expect(log).toContain('/api/v2/gdpr/subjects');
  expect(log).not.toContain(value);
});

test('parameters express what these programs otherwise cannot', async () => {
  const erase = (subject: object, query: string) =>
    call<RestRequest>(`/gdpr/requests?deleteConfirmed=true&${query}`, {
      body: { requestType: 'GDPR_DELETE', subject },
    });
  const employee = await erase({ userId: cast.priya }, 'activeEmployeeAcknowledged=true');
  const several = await erase({ name: 'Marcus Hale' }, `expectedSubjects=${cast.marcus.length}`);
  expect([employee.status, several.status]).toEqual([200, 200]);
  const { openGdprCase } = await api.ask<{ openGdprCase: { id: string } }>(
    'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
    { input: { receivedAt: new Date(Date.now() - 3_600_000).toISOString() } },
  );
  const body = { requestType: 'GDPR_EXPORT', subject: { externalContactId: cast.elena[0] } };
  const inCase = await call<RestRequest>(`/gdpr/requests?caseId=${openGdprCase.id}`, { body });
  const { gdprCase } = await api.ask<{ gdprCase: { requests: { id: string }[] } }>(
    'query ($id: ID!) { gdprCase(id: $id) { requests { id } } }',
    { id: openGdprCase.id },
  );
  expect(gdprCase.requests.map(({ id }) => id)).toContain(inCase.body.id);
  for (const { body: made } of [employee, several]) expect((await requests.ended(made.id)).status).toBe('COMPLETED');
  await requests.family(inCase.body);
});

test('lists show what services did, also for related requests; a list that would cost too much leaves only that out', async () => {
  const made = (await requests.post({ requestType: 'GDPR_EXPORT', subject: { externalContactId: cast.elena[0] } }))
    .body;
  await requests.family(made);
  const listed = async (at: Pick<TestSystem, 'url'>) => {
    const { status, body } = await callRest<RestPage<RestRequest>>(at, '/gdpr/requests?pageSize=10', { token });
    checks.check('getGdprRequests', { status, body });
    return body.entities.find(({ id }) => id === made.id);
  };
  const told = await listed(system);
  const pii = ['dialer', 'directory', 'external-contacts', 'messaging', 'recordings'];
  expect(told?.relatedRequests).toHaveLength(2);
  for (const each of [told, ...(told?.relatedRequests ?? [])]) {
    expect(each?.services.map(({ service }) => service).sort()).toEqual(pii);
    expect(each?.services.every(({ dispositions }) => Array.isArray(dispositions))).toBe(true);
  }
  expect((await requests.read(made.id)).body.relatedRequests).toEqual(told?.relatedRequests);
  const modest = await startReplica(system, 'modest', { OPERATION_MAX_COST: '6000', RUN_WORKERS: 'false' });
  try {
    const brief = await listed(modest);
    expect(brief?.services).toEqual(told?.services);
    expect(brief?.relatedRequests.map(({ services }) => services)).toEqual([undefined, undefined]);
  } finally {
    await modest.stop();
  }
});

test.each([
  ['34600000031', '+34600000031'],
  ['+34 600 000 031', '+34600000031'],
  ['elena.whatsapp', undefined],
])('the WhatsApp handle %s is the number %s', async (handle, e164) => {
  const id = await createContact(api, { socialHandles: [{ platform: 'WHATSAPP', handle }] });
  const { body } = await call<{ whatsAppId: { phoneNumber: object } }>(`/externalcontacts/contacts/${id}`);
  expect(body.whatsAppId.phoneNumber).toEqual({ display: handle, userInput: handle, ...(e164 ? { e164 } : {}) });
});
