/** Contradicting requests do not run at once, by whatever terms they name the person (R10). */
import { ApiClient } from '../../../scripts/develop/api-client';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { eventually } from '../../support/eventually';
import { proxyService, type FaultProxy, type NamedFault } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest, outcome, readRequest, type RequestInput } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;
let replica: ManagedProcess;
let contacts: FaultProxy;

beforeAll(async () => {
  system = await sharedSystem();
  replica = await startReplica(system);
  contacts = await proxyService(system, 'external-contacts');
  const other = new ApiClient(replica.url, await system.token({ organization: 'conflicts-replica' }));
  await eventually(async () => {
    const { piiServices } = await other.ask<{ piiServices: { url: string }[] }>('{ piiServices { url } }');
    const { piiServices: own } = await (
      await system.client({ organization: 'conflicts-replica' })
    ).ask<{
      piiServices: { url: string }[];
    }>('{ piiServices { url } }');
    return own.every(({ url }) => piiServices.some((service) => service.url === url));
  });
}, 120_000);

beforeEach(() => hold());

afterAll(async () => {
  await contacts.close();
  await replica.stop();
  await system.stop();
});

/** The service answers searches, and fails on everything else for a while, so that a request stays in flight. */
const hold = (fault: NamedFault = 'garbage') => {
  contacts.fault = (body) => (body.includes('query PersonalData(') ? fault : 'none');
};

const person = { firstName: 'Ada', lastName: 'Ferrer', personalEmail: 'ada@ferrer.example', homePhone: '+34911555666' };

const createContact = async (api: ApiClient, input: object = person) =>
  (
    await api.ask<{ createExternalContact: { id: string } }>(
      'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
      { input },
    )
  ).createExternalContact.id;

const inputs: Record<string, (term: unknown) => RequestInput> = {
  DELETE: (term) => ({ type: 'DELETE', term, deleteConfirmed: true }),
  EXPORT: (term) => ({ type: 'EXPORT', term }),
  UPDATE: (term) => ({
    type: 'UPDATE',
    term,
    replacements: [{ type: 'PHONE', existing: person.homePhone, updated: '+34911555667' }],
  }),
};
const inputOf = (type: string, term: unknown): RequestInput => inputs[type]?.(term) ?? {};

const createDocument =
  'mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { created request { id } } }';

const attempt = async (api: ApiClient, input: RequestInput) => {
  const { data, errors } = await api.send<{ createGdprRequest: { request: { id: string } } }>(createDocument, {
    input,
  });
  return { id: data?.createGdprRequest?.request.id ?? null, error: errors?.[0]?.extensions ?? null };
};

const email = { email: person.personalEmail };
const phone = { phone: person.homePhone };

test('a retry is refused while a contradicting request by another term is in flight', async () => {
  const api = await system.client({ organization: 'conflicts-retry' });
  const id = await createContact(api);
  hold('error');
  const { request } = await createRequest(api, inputOf('DELETE', email));
  expect(outcome(await finishedRequest(api, request.id), 'external-contacts').status).toBe('FAILED');
  hold();
  const copy = await createRequest(api, inputOf('EXPORT', { externalContactId: id }));
  contacts.fault = (body) =>
    body.includes('query PersonalData(') && body.includes('externalContactId') ? 'garbage' : 'none';
  const retry = 'mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }';
  expect(await api.refused(retry, { id: request.id })).toMatchObject({
    code: 'CONFLICTING_REQUEST',
    argument: 'id',
    requestId: copy.request.id,
  });
  contacts.fault = 'none';
  await finishedRequest(api, copy.request.id, 60_000);
  await api.ask(retry, { id: request.id });
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
}, 90_000);

test.each([
  ['DELETE', 'EXPORT'],
  ['DELETE', 'UPDATE'],
  ['EXPORT', 'DELETE'],
  ['UPDATE', 'DELETE'],
])('while a %s of a person is in flight, a %s of the same person by another term is refused', async (first, second) => {
  const api = await system.client({ organization: `conflicts-${first}-${second}` });
  const id = await createContact(api);
  const stranger = await createContact(api, { firstName: 'Somebody', lastName: 'Else', workEmail: 'else@b.example' });
  for (const [one, other] of [
    [email, { externalContactId: id }],
    [{ externalContactId: id }, email],
    [email, phone],
  ]) {
    const { request } = await createRequest(api, inputOf(first, one));
    expect(await attempt(api, inputOf(second, other))).toMatchObject({
      id: null,
      error: { code: 'CONFLICTING_REQUEST', argument: 'input.type', requestId: request.id },
    });
    // Requests about others are not affected.
    const unrelated = await createRequest(api, inputOf(second, { externalContactId: stranger }));
    for (const each of [request.id, unrelated.request.id])
      await api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { id } }', { id: each });
  }
});

test('a household: an erasure by a shared phone conflicts with a copy for each person who has it', async () => {
  const api = await system.client({ organization: 'conflicts-household' });
  const ids = [await createContact(api), await createContact(api, { ...person, firstName: 'Bea' })];
  const { request } = await createRequest(api, { ...inputOf('DELETE', phone), expectedSubjects: 2 });
  for (const id of ids)
    expect((await attempt(api, inputOf('EXPORT', { externalContactId: id }))).error).toMatchObject({
      code: 'CONFLICTING_REQUEST',
      requestId: request.id,
    });
});

test('an erasure of a merge set conflicts with a copy by the e-mail address of any member', async () => {
  const api = await system.client({ organization: 'conflicts-family' });
  const canonical = await createContact(api, { firstName: 'Canonical' });
  const member = await createContact(api);
  await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
    a: member,
    b: canonical,
  });
  const { request } = await createRequest(api, inputOf('DELETE', { externalContactId: canonical }));
  const { relatedRequests } = await readRequest(api, request.id);
  expect((await attempt(api, inputOf('EXPORT', email))).error).toMatchObject({
    code: 'CONFLICTING_REQUEST',
    requestId: relatedRequests[0]?.id,
  });
});

test('of an erasure by e-mail and a copy by id at once, on two gateways, only one is created', async () => {
  const token = await system.token({ organization: 'conflicts-race' });
  const [here, there] = [new ApiClient(system.url, token), new ApiClient(replica.url, token)];
  for (let round = 0; round < 12; round += 1) {
    const own = { ...person, personalEmail: `race-${round}@ferrer.example`, homePhone: undefined };
    const id = await createContact(here, own);
    const copies = round % 2 ? here : there;
    const answers = await Promise.all([
      attempt(round % 2 ? there : here, inputOf('DELETE', { email: own.personalEmail })),
      attempt(copies, inputOf('EXPORT', { externalContactId: id })),
    ]);
    expect(answers.map(({ error }) => error?.code ?? null).sort()).toEqual(['CONFLICTING_REQUEST', null].sort());
  }
}, 90_000);
