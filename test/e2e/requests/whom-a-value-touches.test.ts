/** The subjects that a request by a value touches: they must be stated unless it is one exact match (R24), and never a part of a set (R8). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { count } from '../../support/people/cast';
import { eventually } from '../../support/eventually';
import { throughProxy, type Fault } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest, outcome, refuseRequest, type RequestInput } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

/** Two people of one household who share everything that can be shared. */
const shared = {
  firstName: 'Noor',
  lastName: 'Haddad',
  homePhone: '+31201234567',
  personalEmail: 'post@haddad.example',
  address: { address1: 'Kade 7', city: 'Utrecht' },
  socialHandles: [{ platform: 'INSTAGRAM', handle: 'haddads' }],
};

const terms: [string, Record<string, unknown>, Record<string, string>][] = [
  ['NAME', { name: 'Noor Haddad' }, { type: 'NAME', existing: 'Noor Haddad', updated: 'Nour Haddad' }],
  ['ADDRESS', { address: 'Kade 7, Utrecht' }, { type: 'ADDRESS', existing: 'Kade 7, Utrecht', updated: 'Kade 8' }],
  ['PHONE', { phone: '+31201234567' }, { type: 'PHONE', existing: '+31201234567', updated: '+31201234568' }],
  [
    'EMAIL',
    { email: 'post@haddad.example' },
    { type: 'EMAIL', existing: 'post@haddad.example', updated: 'a@b.example' },
  ],
  [
    'SOCIAL_HANDLE',
    { socialHandle: { platform: 'INSTAGRAM', handle: 'haddads' } },
    { type: 'INSTAGRAM', existing: 'haddads', updated: 'haddad' },
  ],
];

const changes = terms.flatMap(([name, term, replacement]): [string, RequestInput][] => [
  [`DELETE by ${name}`, { type: 'DELETE', term, deleteConfirmed: true }],
  [`UPDATE by ${name}`, { type: 'UPDATE', term, replacements: [replacement] }],
]);

async function createContact(api: ApiClient, input: Record<string, unknown> = shared): Promise<string> {
  const { createExternalContact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
    { input },
  );
  return createExternalContact.id;
}

const merge = (api: ApiClient, source: string, target: string) =>
  api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
    a: source,
    b: target,
  });

const planHash = async (api: ApiClient, type: string, term: unknown) =>
  (
    await api.ask<{ previewGdprRequest: { planHash: string } }>(
      'query ($type: GdprRequestType!, $term: PersonalDataTermInput!) { previewGdprRequest(type: $type, term: $term) { planHash } }',
      { type, term },
    )
  ).previewGdprRequest.planHash;

const requests = (organization: string) => count(system, 'gateway', 'gdpr_request', organization);
const contacts = (organization: string) => count(system, 'external-contacts', 'external_contact', organization);

describe('several subjects (R24)', () => {
  test.each(changes)(
    'a %s that matches a household is refused until the caller states how many',
    async (name, input) => {
      const organization = `household-${name.replaceAll(/\W/g, '-')}`;
      const api = await system.client({ organization });
      await createContact(api);
      await createContact(api);
      const refused = { code: 'BROAD_TERM', matches: 2, argument: 'input.expectedSubjects' };
      expect(await refuseRequest(api, input)).toMatchObject(refused);
      expect(await refuseRequest(api, { ...input, expectedSubjects: 1 })).toMatchObject(refused);
      expect(await refuseRequest(api, { ...input, planHash: 'another' })).toMatchObject({ code: 'PLAN_CHANGED' });
      expect([await requests(organization), await contacts(organization)]).toEqual([0, 2]);
      // One type of request states the count, the other the hash of the plan.
      const stated =
        input.type === 'DELETE' ? { expectedSubjects: 2 } : { planHash: await planHash(api, 'UPDATE', input.term) };
      const { request } = await createRequest(api, { ...input, ...stated });
      const finished = await finishedRequest(api, request.id);
      expect(finished.status).toBe('COMPLETED');
      const disposition = input.type === 'DELETE' ? 'ERASED' : 'RECTIFIED';
      expect(outcome(finished, 'external-contacts').dispositions).toEqual([
        expect.objectContaining({ recordType: 'ExternalContact', disposition, count: 2 }),
      ]);
    },
  );

  test('reading by a shared phone needs no statement, because it changes nothing', async () => {
    const api = await system.client({ organization: 'household-reading' });
    await createContact(api);
    await createContact(api);
    for (const type of ['GET', 'EXPORT']) {
      const { request } = await createRequest(api, { type, term: { phone: shared.homePhone } });
      expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
    }
  });
});

describe('one subject, matched in part (R24)', () => {
  test.each([
    ['NAME', { name: 'Haddad' }, { type: 'NAME', existing: 'Haddad', updated: 'Hadad' }],
    ['ADDRESS', { address: 'Utrecht' }, { type: 'ADDRESS', existing: 'Utrecht', updated: 'Zeist' }],
  ])('a DELETE or UPDATE by a part of a %s is refused until it is stated', async (name, term, replacement) => {
    const organization = `partial-${name}`;
    const api = await system.client({ organization });
    await createContact(api);
    const update = { type: 'UPDATE', term, replacements: [replacement] };
    const erasure = { type: 'DELETE', term, deleteConfirmed: true };
    for (const input of [update, erasure]) {
      expect(await refuseRequest(api, input)).toMatchObject({ code: 'BROAD_TERM', matches: 1 });
    }
    expect([await requests(organization), await contacts(organization)]).toEqual([0, 1]);
    const read = await createRequest(api, { type: 'GET', term });
    expect((await finishedRequest(api, read.request.id)).status).toBe('COMPLETED');
    const corrected = await createRequest(api, { ...update, planHash: await planHash(api, 'UPDATE', term) });
    expect(corrected.created).toBe(true);
    await finishedRequest(api, corrected.request.id);
  });

  test.each(terms)('one subject, matched exactly by its %s, needs no statement', async (name, term) => {
    const api = await system.client({ organization: `exact-${name}` });
    await createContact(api);
    const { request } = await createRequest(api, { type: 'DELETE', term, deleteConfirmed: true });
    expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  });
});

test('while a service that owns subjects cannot be asked, nobody can state whom a value touches', async () => {
  const organization = 'unasked';
  const api = await system.client({ organization });
  await createContact(api);
  await throughProxy(system, 'dialer', 'refuse', async () => {
    for (const [, input] of changes) {
      const refused = { code: 'SERVICE_UNAVAILABLE', service: 'dialer' };
      expect(await refuseRequest(api, { ...input, expectedSubjects: 1 })).toMatchObject(refused);
      expect(await refuseRequest(api, input)).toMatchObject(refused);
    }
  });
  expect([await requests(organization), await contacts(organization)]).toEqual([0, 1]);
});

describe('a member of a merge set (R8)', () => {
  test.each(changes)('a %s is refused, and names the contact to ask for instead', async (name, input) => {
    const organization = `torn-${name.replaceAll(/\W/g, '-')}`;
    const api = await system.client({ organization });
    const canonical = await createContact(api, { firstName: 'Canonical', lastName: 'Contact' });
    const member = await createContact(api);
    await merge(api, member, canonical);
    const mergeSets = [{ canonicalContactId: canonical, members: [canonical, member].sort() }];
    for (const stated of [
      {},
      { expectedSubjects: 1 },
      { planHash: await planHash(api, String(input.type), input.term) },
    ]) {
      expect(await refuseRequest(api, { ...input, ...stated })).toMatchObject({
        code: 'MERGE_SET',
        argument: 'input.term',
        mergeSets,
      });
    }
    expect([await requests(organization), await contacts(organization)]).toEqual([0, 2]);
  });

  test('an id touches the whole set, and a caller who states another number is refused', async () => {
    const organization = 'set-by-id';
    const api = await system.client({ organization });
    const canonical = await createContact(api);
    await merge(api, await createContact(api), canonical);
    const term = { externalContactId: canonical };
    const input = { type: 'DELETE', term, deleteConfirmed: true };
    for (const expectedSubjects of [0, 1, 3])
      expect(await refuseRequest(api, { ...input, expectedSubjects })).toMatchObject({
        code: 'BROAD_TERM',
        argument: 'input.expectedSubjects',
        matches: 2,
      });
    expect([await requests(organization), await contacts(organization)]).toEqual([0, 2]);
    const { request } = await createRequest(api, { ...input, expectedSubjects: 2 });
    expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
    expect(await contacts(organization)).toBe(0);
  });

  test('several sets are named, each once, whatever members the value finds', async () => {
    const api = await system.client({ organization: 'torn-twice' });
    const sets: { canonicalContactId: string; members: string[] }[] = [];
    for (const size of [2, 3]) {
      const canonical = await createContact(api);
      const members = [canonical];
      while (members.length < size) {
        const member = await createContact(api);
        await merge(api, member, canonical);
        members.push(member);
      }
      sets.push({ canonicalContactId: canonical, members: members.sort() });
    }
    await createContact(api);
    const term = { phone: shared.homePhone };
    const refused = await refuseRequest(api, { type: 'DELETE', term, deleteConfirmed: true, expectedSubjects: 6 });
    expect(refused).toMatchObject({ code: 'MERGE_SET', mergeSets: expect.arrayContaining(sets) as unknown });
    expect((refused as unknown as { mergeSets: unknown[] }).mergeSets).toHaveLength(2);
  });

  test('a GET or EXPORT by a value is carried out, and suggests the canonical contact', async () => {
    const api = await system.client({ organization: 'torn-reading' });
    const canonical = await createContact(api, { firstName: 'Canonical' });
    const member = await createContact(api);
    await merge(api, member, canonical);
    for (const type of ['GET', 'EXPORT']) {
      const { request } = await createRequest(api, { type, term: { email: shared.personalEmail } });
      const finished = await finishedRequest(api, request.id);
      expect(finished.status).toBe('COMPLETED');
      const suggested = finished.suggestedTerms.map(({ term }) => term);
      for (const value of [canonical, member]) expect(suggested).toContainEqual({ type: 'EXTERNAL_CONTACT_ID', value });
    }
  });

  test.each(changes.filter(([name]) => /EMAIL|NAME/.test(name)))(
    'a %s whose person is merged before the attempt ends that part as FAILED with MERGE_SET',
    async (name, input) => {
      const organization = `merged-meanwhile-${name.replaceAll(/\W/g, '-')}`;
      const api = await system.client({ organization });
      const canonical = await createContact(api, { firstName: 'Canonical' });
      const member = await createContact(api);
      // The service answers the planning, and the attempts only after the contact has been merged.
      let held = true;
      const fault = (body: string): Fault => (held && body.includes('query PersonalData(') ? 'refuse' : 'none');
      const finished = await throughProxy(system, 'external-contacts', fault, async ({ calls }) => {
        const { request } = await createRequest(api, input);
        await eventually(() => Promise.resolve(calls.some((body) => body.includes('query PersonalData('))));
        await merge(api, member, canonical);
        held = false;
        return finishedRequest(api, request.id, 60_000);
      });
      expect(finished.status).toBe('ERROR');
      expect(outcome(finished, 'external-contacts')).toMatchObject({
        status: 'FAILED',
        lastError: { code: 'MERGE_SET' },
        dispositions: [],
      });
      expect(await contacts(organization)).toBe(2);
    },
    90_000,
  );
});
