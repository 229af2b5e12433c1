/** A request by a value is about what held the value when it was made: no later holder is erased or corrected by it (R25). */
import type { ApiClient } from '../../scripts/develop/api-client';
import { replayErasures } from '../../scripts/operate/replay-erasures';
import { databaseName } from '../../subgraphs/kit/base/persistence/create-database';
import { backUpContacts } from '../support/backup';
import { count } from '../support/cast';
import { inDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { throughProxy, type Fault } from '../support/fault-proxy';
import { createRequest, finishedRequest, outcome, readRequest, type RequestInput } from '../support/requests';
import { sharedSystem } from '../support/shared-system';
import type { TestSystem } from '../support/system';

let system: TestSystem;

beforeAll(async () => {
  // The second verification comes soon enough to be waited for.
  system = await sharedSystem({ VERIFY_AGAIN_AFTER_MINUTES: '0.15' });
}, 90_000);

afterAll(() => system.stop());

const person = {
  firstName: 'Ines',
  lastName: 'Vidal',
  homePhone: '+34911223344',
  personalEmail: 'ines@vidal.example',
  address: { address1: 'Calle Nueva 4', city: 'Soria' },
  socialHandles: [{ platform: 'TWITTER', handle: 'inesvidal' }],
};

const terms: [string, Record<string, unknown>, Record<string, string>][] = [
  ['NAME', { name: 'Ines Vidal' }, { type: 'NAME', existing: 'Ines Vidal', updated: 'Inge Vidal' }],
  [
    'ADDRESS',
    { address: 'Calle Nueva 4, Soria' },
    { type: 'ADDRESS', existing: 'Calle Nueva 4, Soria', updated: 'Calle Vieja 5, Soria' },
  ],
  ['PHONE', { phone: '+34911223344' }, { type: 'PHONE', existing: '+34911223344', updated: '+34911223345' }],
  ['EMAIL', { email: 'ines@vidal.example' }, { type: 'EMAIL', existing: 'ines@vidal.example', updated: 'a@b.example' }],
  [
    'SOCIAL_HANDLE',
    { socialHandle: { platform: 'TWITTER', handle: 'inesvidal' } },
    { type: 'TWITTER', existing: 'inesvidal', updated: 'ines' },
  ],
];

const erasureBy = (term: unknown): RequestInput => ({ type: 'DELETE', term, deleteConfirmed: true });

const changes = terms.flatMap(([name, term, replacement]): [string, RequestInput][] => [
  [`DELETE by ${name}`, erasureBy(term)],
  [`UPDATE by ${name}`, { type: 'UPDATE', term, replacements: [replacement] }],
]);

/** An organisation in which one person holds every value. */
async function withPerson(organization: string): Promise<{ api: ApiClient; id: string; organization: string }> {
  const name = organization.replaceAll(/\W/g, '-');
  const api = await system.client({ organization: name });
  return { api, id: await createContact(api), organization: name };
}

const created = async (api: ApiClient, mutation: string, type: string, input: unknown): Promise<string> =>
  Object.values(
    await api.ask<Record<string, { id: string }>>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { id } }`, {
      input,
    }),
  )[0]?.id ?? '';

const createContact = (api: ApiClient, input: unknown = person) =>
  created(api, 'createExternalContact', 'CreateExternalContactInput', input);

const createUser = (api: ApiClient) =>
  created(api, 'createUser', 'CreateUserInput', { name: 'Ines Vidal', email: person.personalEmail });

/** Somebody who holds the same values later: a person who comes, or one who was there and receives them. */
const newcomers: [string, (api: ApiClient) => Promise<() => Promise<string>>][] = [
  ['a person who comes later', (api) => Promise.resolve(() => createContact(api))],
  [
    'an older record that receives the value',
    async (api) => {
      const id = await createContact(api, { firstName: 'Another', lastName: 'Person' });
      return async () => {
        await api.ask(
          'mutation ($id: ID!, $input: UpdateExternalContactInput!) { updateExternalContact(id: $id, input: $input) { id } }',
          { id, input: person },
        );
        return id;
      };
    },
  ],
];

const contactOf = async (api: ApiClient, id: string) =>
  (
    await api.ask<{ externalContact: Partial<typeof person> | null }>(
      'query ($id: ID!) { externalContact(id: $id) { firstName lastName personalEmail homePhone address { address1 city } socialHandles { platform handle } } }',
      { id },
    )
  ).externalContact;

const verifications = async (api: ApiClient, id: string) =>
  (
    await api.ask<{ auditLog: { nodes: { action: string; service: string | null; detail: string }[] } }>(
      'query ($id: ID!) { auditLog(requestId: $id, first: 200) { nodes { action service detail } } }',
      { id },
    )
  ).auditLog.nodes.filter(
    ({ action, service }) =>
      action.startsWith('ERASURE_') && action !== 'ERASURE_INTENDED' && service === 'external-contacts',
  );

const retry = 'mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }';

/** Runs a request while a service fails its part for good, and answers the request in ERROR. */
function failing(api: ApiClient, service: string, input: RequestInput): Promise<string> {
  const fault = (body: string): Fault => (body.includes('query PersonalData(') ? 'error' : 'none');
  return throughProxy(system, service, fault, async () => {
    const { request } = await createRequest(api, input);
    const finished = await finishedRequest(api, request.id);
    expect([finished.status, outcome(finished, service).status]).toEqual(['ERROR', 'FAILED']);
    return request.id;
  });
}

/** A retry that is refused changes nothing. */
async function refusedRetry(api: ApiClient, id: string): Promise<Record<string, unknown>> {
  const before = await readRequest(api, id);
  const refused = await api.refused(retry, { id });
  expect(await readRequest(api, id)).toEqual(before);
  return refused;
}

describe('the later verification', () => {
  test.each(newcomers)(
    'of an erasure by any value does not count %s',
    async (kind, prepare) => {
      await Promise.all(
        terms.map(async ([name, term]) => {
          const { api, id } = await withPerson(`verified-${name}-${kind}`);
          const arrive = await prepare(api);
          const { request } = await createRequest(api, erasureBy(term));
          expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
          const newcomer = await arrive();
          const found = await eventually(async () => {
            const all = await verifications(api, request.id);
            return all.length > 1 && all;
          }, 60_000);
          expect(found.map(({ action }) => action)).toEqual(['ERASURE_VERIFIED', 'ERASURE_VERIFIED']);
          expect(found[1]?.detail).toContain('newer than the request and left alone: 1 ExternalContact');
          const after = await readRequest(api, request.id);
          expect([after.status, outcome(after, 'external-contacts').verification]).toEqual(['COMPLETED', 'VERIFIED']);
          expect(await contactOf(api, newcomer)).toEqual(person);
          expect(await contactOf(api, id)).toBeNull();
        }),
      );
    },
    120_000,
  );

  test('finds whoever is there again, and a retry erases them, but not beside a newcomer', async () => {
    const { api, id, organization } = await withPerson('there-again');
    const restore = await backUpContacts(system, organization);
    const { request } = await createRequest(api, erasureBy({ email: person.personalEmail }));
    await finishedRequest(api, request.id);
    await restore();
    const newcomer = await createContact(api);
    const undone = await eventually(async () => {
      const now = await readRequest(api, request.id);
      return now.status === 'ERROR' && now;
    }, 60_000);
    expect(outcome(undone, 'external-contacts').lastError).toEqual({
      code: 'RESIDUAL',
      message: 'A search after the erasure found 1 ExternalContact.',
    });
    expect(await refusedRetry(api, request.id)).toMatchObject({ code: 'PLAN_CHANGED', argument: 'id' });
    expect([await contactOf(api, id), await contactOf(api, newcomer)]).toEqual([person, person]);
    // The newcomer goes by a request of their own; then nothing is in the way any more.
    const own = await createRequest(api, erasureBy({ externalContactId: newcomer }));
    await finishedRequest(api, own.request.id);
    await api.ask(retry, { id: request.id });
    expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
    expect(await contactOf(api, id)).toBeNull();
  }, 120_000);
});

describe('a retry', () => {
  test.each(changes)('of a %s is refused while a newcomer holds the value', async (name, input) => {
    const { api, id, organization } = await withPerson(`retried ${name}`);
    const requestId = await failing(api, 'external-contacts', input);
    const newcomer = await createContact(api);
    expect(await refusedRetry(api, requestId)).toMatchObject({ code: 'PLAN_CHANGED', argument: 'id' });
    expect([await contactOf(api, id), await contactOf(api, newcomer)]).toEqual([person, person]);
    expect(await count(system, 'external-contacts', 'external_contact', organization)).toBe(2);
    // What was there alone is the request's to change.
    const gone = await createRequest(api, erasureBy({ externalContactId: newcomer }));
    await finishedRequest(api, gone.request.id);
    await api.ask(retry, { id: requestId });
    expect((await finishedRequest(api, requestId)).status).toBe('COMPLETED');
    expect(await contactOf(api, id)).not.toEqual(person);
  });

  test('is refused when an older record has received the value', async () => {
    const { api } = await withPerson('retried-received');
    const arrive = await newcomers[1]?.[1](api);
    const requestId = await failing(api, 'external-contacts', erasureBy({ phone: person.homePhone }));
    const other = (await arrive?.()) ?? '';
    expect(await refusedRetry(api, requestId)).toMatchObject({ code: 'PLAN_CHANGED' });
    expect(await contactOf(api, other)).toEqual(person);
  });

  test('is refused when a note has been written meanwhile', async () => {
    const { api, id } = await withPerson('retried-note');
    const requestId = await failing(api, 'external-contacts', erasureBy({ phone: person.homePhone }));
    await api.ask('mutation ($id: ID!) { addContactNote(externalContactId: $id, text: "Called back.") { id } }', {
      id,
    });
    expect(await refusedRetry(api, requestId)).toMatchObject({ code: 'PLAN_CHANGED' });
  });

  test('does not take an employee hired meanwhile', async () => {
    const { api, organization } = await withPerson('retried-hired');
    const requestId = await failing(api, 'directory', erasureBy({ name: 'Ines Vidal' }));
    await createUser(api);
    expect(await refusedRetry(api, requestId)).toMatchObject({ code: 'PLAN_CHANGED' });
    expect(await count(system, 'directory', 'directory_user', organization, 'active AND anonymized_at IS NULL')).toBe(
      1,
    );
  });

  test.each(['by value', 'by id'])(
    '%s does not take an employee who works here again, unless that was stated',
    async (way) => {
      const organization = `rehired-${way.replace(' ', '-')}`;
      const api = await system.client({ organization });
      const user = await createUser(api);
      const active = (works: boolean) =>
        inDatabase(databaseName(system.databasePrefix, 'directory'), (client) =>
          client.query('UPDATE directory_user SET active = $2 WHERE organization_id = $1', [organization, works]),
        );
      const input = erasureBy(way === 'by id' ? { userId: user } : { email: person.personalEmail });
      await active(false);
      const requestId = await failing(api, 'directory', input);
      await active(true);
      expect(await refusedRetry(api, requestId)).toMatchObject({ code: 'ACTIVE_EMPLOYEE', argument: 'id' });
      expect(await count(system, 'directory', 'directory_user', organization, 'anonymized_at IS NULL')).toBe(1);
      const stated = await failing(api, 'directory', { ...input, activeEmployeeAcknowledged: true });
      await api.ask(retry, { id: stated });
      expect((await finishedRequest(api, stated)).status).toBe('COMPLETED');
    },
  );

  test('is refused when the person has been merged meanwhile, and names the set', async () => {
    const { api, id } = await withPerson('retried-merged');
    const canonical = await createContact(api, { firstName: 'Canonical' });
    const requestId = await failing(api, 'external-contacts', erasureBy({ email: person.personalEmail }));
    await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
      a: id,
      b: canonical,
    });
    expect(await refusedRetry(api, requestId)).toMatchObject({
      code: 'MERGE_SET',
      argument: 'id',
      mergeSets: [{ canonicalContactId: canonical, members: [canonical, id].sort() }],
    });
  });

  test('is refused while a service that it would run again cannot be asked', async () => {
    const { api } = await withPerson('retried-unasked');
    const requestId = await failing(api, 'external-contacts', erasureBy({ email: person.personalEmail }));
    const refused = await throughProxy(system, 'external-contacts', 'refuse', () => refusedRetry(api, requestId));
    expect(refused).toMatchObject({ code: 'SERVICE_UNAVAILABLE', service: 'external-contacts' });
  });
});

test.each(changes.filter(([name]) => /NAME|PHONE/.test(name)))(
  'a late attempt of a %s takes no newcomer: its part ends as FAILED with PLAN_CHANGED',
  async (name, input) => {
    const { api, id } = await withPerson(`late ${name}`);
    let held = true;
    let newcomer = '';
    const fault = (body: string): Fault => (held && body.includes('query PersonalData(') ? 'refuse' : 'none');
    const finished = await throughProxy(system, 'external-contacts', fault, async () => {
      const { request } = await createRequest(api, input);
      await eventually(
        async () => outcome(await readRequest(api, request.id), 'external-contacts').status === 'RETRYING',
      );
      newcomer = await createContact(api);
      held = false;
      return finishedRequest(api, request.id, 60_000);
    });
    expect(finished.status).toBe('ERROR');
    expect(outcome(finished, 'external-contacts')).toMatchObject({
      status: 'FAILED',
      lastError: { code: 'PLAN_CHANGED' },
      dispositions: [],
    });
    expect([await contactOf(api, id), await contactOf(api, newcomer)]).toEqual([person, person]);
  },
  90_000,
);

test.each(terms)(
  'a replay of an erasure by %s shows what it would do, and skips a newcomer (R23, R26)',
  async (name, term) => {
    const { api, id, organization } = await withPerson(`replayed-${name}`);
    const since = new Date();
    const restore = await backUpContacts(system, organization);
    const { request } = await createRequest(api, erasureBy(term));
    expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
    await restore();
    const newcomer = await createContact(api);
    const replay = { since, service: 'external-contacts', organization };

    const shown = await replayErasures(replay, system.environment);
    const skipped = new Map([['external-contacts', new Map([['ExternalContact: newer than the request', 1]])]]);
    expect(shown).toEqual({
      erasures: 1,
      failed: new Map(),
      counts: new Map([['external-contacts', new Map([['ExternalContact', 1]])]]),
      skipped,
    });
    expect([await contactOf(api, id), await contactOf(api, newcomer)]).toEqual([person, person]);

    const done = await replayErasures({ ...replay, confirm: true }, system.environment);
    expect(done).toEqual({
      erasures: 1,
      failed: new Map(),
      counts: new Map([['external-contacts', new Map([['ExternalContact ERASED', 1]])]]),
      skipped,
    });
    expect([await contactOf(api, id), await contactOf(api, newcomer)]).toEqual([null, person]);
  },
);
