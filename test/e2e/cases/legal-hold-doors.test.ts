/** Every way to change held data is closed while a legal hold stands (R31). */
import { uuidv7 as newId } from 'uuidv7';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { destroyOrganizationKeys } from '../../../scripts/operate/keys/destroy-keys';
import { replayErasures } from '../../../scripts/operate/replay-erasures';
import { verifyAudit } from '../../../scripts/operate/verify-audit';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { count, newOrganization } from '../../support/people/cast';
import { inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { createFamily } from '../../support/people/family';
import { proxyService, type FaultProxy } from '../../support/faults/fault-proxy';
import { newPerson } from '../../support/people/held-people';
import { heldRequest, placeHold, releaseHold } from '../../support/api/holds';
import { createRequest, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'legal-hold-doors';
let system: TestSystem;
let api: ApiClient;
let messaging: FaultProxy;

beforeAll(async () => {
  system = await sharedSystem();
  api = (await newOrganization(system, organization)).api;
  messaging = await proxyService(system, 'messaging');
}, 180_000);

afterEach(() => {
  messaging.fault = 'none';
});

afterAll(async () => {
  await messaging.close();
  await system.stop();
});

const erase = async (term: object) =>
  (await createRequest(api, { type: 'DELETE', term, deleteConfirmed: true })).request.id;
const contactsLeft = (id: string) =>
  count(system, 'external-contacts', 'external_contact', organization, 'id = $2', [id]);
const conversationsLeft = (id: string) =>
  count(system, 'messaging', 'conversation', organization, 'external_contact_id = $2', [id]);
const inGateway = <T>(work: Parameters<typeof inDatabase<T>>[1]) =>
  inDatabase(databaseName(system.databasePrefix, 'gateway'), work);

/** The number of calls that change data, as the proxy has seen them. */
const changes = () => messaging.calls.filter((body) => /erasePersonalData|rectifyPersonalData/.test(body)).length;

const refusal = { json: { errors: [{ message: 'no', extensions: { code: 'NOT_SUPPORTED' } }] } };

describe('a request in flight', () => {
  it.each(['DELETE', 'UPDATE'])(
    'of the type %s stands still where a hold is placed, and goes on after it',
    async (type) => {
      const { id, email } = await newPerson(api);
      messaging.fault = 'refuse';
      const more =
        type === 'DELETE'
          ? { deleteConfirmed: true }
          : { replacements: [{ type: 'EMAIL', existing: email, updated: `new.${email}` }] };
      const { request } = await createRequest(api, { type, term: { externalContactId: id }, ...more });
      await eventually(async () => {
        const now = await readRequest(api, request.id);
        return (
          outcome(now, 'messaging').status === 'RETRYING' && outcome(now, 'external-contacts').status === 'COMPLETED'
        );
      });
      const hold = await placeHold(api, { externalContactId: id });
      messaging.fault = 'none';
      const before = changes();
      const held = await heldRequest(api, request.id);
      expect(outcome(held, 'messaging').status).toBe('ON_HOLD');
      expect(outcome(held, 'external-contacts').status).toBe('COMPLETED');
      expect(hold.waiting).toMatchObject([{ id: request.id }]);
      // Due at once for a worker, which finds nothing to do.
      await inGateway((client) =>
        client.query('UPDATE gdpr_task SET run_at = NULL WHERE request_id = $1', [request.id]),
      );
      expect(changes()).toBe(before);
      expect(await conversationsLeft(id)).toBe(1);
      await releaseHold(api, hold.id);
      expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
      expect(changes()).toBeGreaterThan(before);
    },
  );

  it('is stopped before its first change, even when a service has already been asked what it holds', async () => {
    const { id } = await newPerson(api);
    let asked = 0;
    messaging.fault = () => ((asked += 1) === 1 ? 'late' : 'none');
    const before = changes();
    const request = await erase({ externalContactId: id });
    await eventually(async () => outcome(await readRequest(api, request), 'messaging').status === 'RUNNING');
    const hold = await placeHold(api, { externalContactId: id });
    const held = await heldRequest(api, request);
    expect(outcome(held, 'messaging').status).toBe('ON_HOLD');
    const entries = async () =>
      (
        await api.ask<{ auditLog: { nodes: { action: string; service: string | null }[] } }>(
          'query ($id: ID!) { auditLog(filter: { requestId: $id }, first: 200) { nodes { action service } } }',
          { id: request },
        )
      ).auditLog.nodes.filter(({ service }) => service === 'messaging');
    const then = await entries();
    const late = then.some(({ action }) => action === 'ERASURE_INTENDED');
    // The service answers after two seconds, and no call follows.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await entries()).toEqual(then);
    // On a machine that stood still, the hold may have come after the call.
    if (!late) expect([changes(), await conversationsLeft(id)]).toEqual([before, 1]);
    await releaseHold(api, hold.id);
    expect((await finishedRequest(api, request)).status).toBe('COMPLETED');
  });
});

test('a retry', async () => {
  const { id } = await newPerson(api);
  messaging.fault = refusal;
  const request = await erase({ externalContactId: id });
  expect((await finishedRequest(api, request)).status).toBe('ERROR');
  messaging.fault = 'none';
  // The contact itself has been erased; the request still identifies its subject.
  const hold = await placeHold(api, { externalContactId: id });
  const before = changes();
  await api.ask('mutation ($id: ID!) { retryGdprRequest(id: $id) { id status } }', { id: request });
  const held = await heldRequest(api, request);
  expect([held.status, outcome(held, 'messaging').status]).toEqual(['DELETING', 'ON_HOLD']);
  expect(changes()).toBe(before);
  await releaseHold(api, hold.id);
  expect((await finishedRequest(api, request)).status).toBe('COMPLETED');
});

test('a restored backup: the verification, a retry after it, and the replay', async () => {
  const { id } = await newPerson(api);
  const contacts = databaseName(system.databasePrefix, 'external-contacts');
  const rows = await inDatabase(contacts, async (client) => {
    const found = await client.query('SELECT to_jsonb(contact) AS row FROM external_contact contact WHERE id = $1', [
      id,
    ]);
    return found.rows as { row: object }[];
  });
  const since = new Date(Date.now() - 60_000);
  const request = await erase({ externalContactId: id });
  expect((await finishedRequest(api, request)).status).toBe('COMPLETED');
  await inDatabase(contacts, (client) =>
    client.query('INSERT INTO external_contact SELECT * FROM jsonb_populate_record(NULL::external_contact, $1)', [
      rows[0]?.row,
    ]),
  );
  const hold = await placeHold(api, { externalContactId: id });
  const options = { since, services: ['external-contacts'], organization, confirm: true };
  const replayed = await replayErasures(options, system.environment);
  expect(replayed.refused.get('external-contacts')?.get('ExternalContact: on legal hold')).toBe(1);
  expect(await contactsLeft(id)).toBe(1);
  // The later verification finds restored data, and nobody erases them.
  await inGateway((client) =>
    client.query('UPDATE gdpr_request SET run_at = now(), verify_again_at = now() WHERE id = $1', [request]),
  );
  await eventually(async () => (await readRequest(api, request)).status === 'ERROR');
  await api.ask('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id: request });
  const held = await heldRequest(api, request);
  expect(outcome(held, 'external-contacts').status).toBe('ON_HOLD');
  expect(await contactsLeft(id)).toBe(1);
  await releaseHold(api, hold.id);
  expect((await finishedRequest(api, request)).status).toBe('COMPLETED');
  expect(await contactsLeft(id)).toBe(0);
});

test('the destruction of the organisation’s keys', async () => {
  const keys = (await newOrganization(system, `${organization}-keys`)).api;
  const { id } = await newPerson(keys);
  const hold = await placeHold(keys, { externalContactId: id });
  const destroyed = () => destroyOrganizationKeys(`${organization}-keys`, system.environment);
  await expect(destroyed()).rejects.toMatchObject({ extensions: { code: 'HELD' } });
  expect((await placeHold(keys, { externalContactId: id })).reason).toBe('A claim is before the court.');
  await releaseHold(keys, hold.id);
  await expect(destroyed()).rejects.toMatchObject({ extensions: { code: 'HELD' } });
});

test('a merge into the set, from either side and under any field name', async () => {
  const { id } = await newPerson(api);
  const [canonical, member] = await createFamily(api, 'merged');
  const hold = await placeHold(api, { externalContactId: member });
  const merge = (a: string, b: string) =>
    api.refused('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', { a, b });
  expect(await merge(id, canonical)).toMatchObject({ code: 'HELD', argument: 'targetId' });
  expect(await merge(member, id)).toMatchObject({ code: 'HELD', argument: 'sourceId' });
  const document = `mutation ($a: ID!, $b: ID!) { ...Merge }
    fragment Merge on Mutation { other: mergeExternalContacts(sourceId: $b, targetId: $a) { id } }`;
  expect(await api.refused(document, { a: id, b: canonical.toUpperCase() })).toMatchObject({ code: 'HELD' });
  // A caller who may not merge learns nothing about holds.
  const clerk = await system.client({ organization, scopes: ['external-contacts:view'] });
  expect(await clerk.refused(document, { a: id, b: canonical })).toMatchObject({ code: 'FORBIDDEN' });
  const other = await newPerson(api);
  await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
    a: id,
    b: other.id,
  });
  await releaseHold(api, hold.id);
  await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
    a: id,
    b: canonical,
  });
});

describe('a conversation of the set', () => {
  const document = `mutation ($id: ID!, $contact: ID!) {
    associateConversation(id: $id, externalContactId: $contact) { externalContact { id } } }`;
  const conversationOf = async (id: string) =>
    (
      await api.ask<{ externalContact: { conversations: { nodes: { id: string }[] } } }>(
        'query ($id: ID!) { externalContact(id: $id) { conversations { nodes { id } } } }',
        { id },
      )
    ).externalContact.conversations.nodes[0]?.id ?? '';

  it('is not moved to another contact, whose erasure would reach it', async () => {
    const [canonical, member] = await createFamily(api, 'moved');
    const other = await newPerson(api);
    const hold = await placeHold(api, { externalContactId: canonical });
    const id = await conversationOf(member);
    expect(await api.refused(document, { id, contact: other.id })).toMatchObject({ code: 'HELD', argument: 'id' });
    const aliased = `mutation ($id: ID!, $contact: ID!) { ...Move }
      fragment Move on Mutation { it: associateConversation(externalContactId: $contact, id: $id) { id } }`;
    // Whoever moves conversations need not be allowed to read contacts.
    const clerk = await system.client({ organization, scopes: ['messaging:view', 'messaging:edit'] });
    expect(await clerk.refused(aliased, { id: id.toUpperCase(), contact: other.id })).toMatchObject({ code: 'HELD' });
    expect((await finishedRequest(api, await erase({ externalContactId: other.id }))).status).toBe('COMPLETED');
    expect(await conversationsLeft(member)).toBe(1);
    // To associate it once more moves nothing, and a conversation of nobody’s or of somebody who is not held is moved as before.
    await api.ask(document, { id, contact: member.toUpperCase() });
    const { startConversation: free } = await api.ask<{ startConversation: { id: string } }>(
      'mutation { startConversation(input: { channel: SMS }) { id } }',
    );
    const further = await newPerson(api);
    for (const contact of [further.id, canonical]) await api.ask(document, { id: free.id, contact });
    // Now it is the held person’s.
    expect(await api.refused(document, { id: free.id, contact: further.id })).toMatchObject({ code: 'HELD' });
    expect(await api.refused(document, { id: newId(), contact: further.id })).toMatchObject({ code: 'NOT_FOUND' });
    await releaseHold(api, hold.id);
    await api.ask(document, { id, contact: further.id });
  });

  it('stays where it is while messaging cannot say whose it is', async () => {
    const [held, other] = [await newPerson(api), await newPerson(api)];
    const id = await conversationOf(held.id);
    const hold = await placeHold(api, { externalContactId: held.id });
    messaging.fault = 'refuse';
    const refused = await api.refused(document, { id, contact: other.id });
    messaging.fault = 'none';
    expect(refused).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(messaging.calls.filter((body) => body.includes('associateConversation') && body.includes(id))).toEqual([]);
    await releaseHold(api, hold.id);
  });
});

test('50 races of a hold against an erasure: whatever is erased was begun before the hold; an earlier hold keeps everything', async () => {
  const people = await Promise.all(Array.from({ length: 50 }, () => newPerson(api)));
  const races = await Promise.all(
    people.map(async ({ id }, index) => {
      const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
      const place = async () => {
        await wait(index % 3 === 0 ? 0 : (index * 7) % 90);
        return placeHold(api, { externalContactId: id }).then(
          (hold) => hold.id,
          () => null,
        );
      };
      const create = async () => {
        await wait((index * 13) % 90);
        return erase({ externalContactId: id });
      };
      const [hold, request] = await Promise.all([place(), create()]);
      return { id, hold, request };
    }),
  );
  const { auditLog: placed } = await api.ask<{ auditLog: { nodes: { sequence: number; detail: string }[] } }>(
    '{ auditLog(filter: { action: LEGAL_HOLD_PLACED }, order: NEWEST_FIRST, first: 200) { nodes { sequence detail } } }',
    {},
  );
  let waited = 0;
  for (const { id, hold, request } of races) {
    if (hold === null) {
      // The erasure came first: nobody was left to hold.
      expect((await finishedRequest(api, request)).status).toBe('COMPLETED');
      continue;
    }
    const at = placed.nodes.find(({ detail }) => detail.includes(hold))?.sequence ?? 0;
    expect(at).toBeGreaterThan(0);
    await eventually(async () => {
      const { services } = await readRequest(api, request);
      return services.every(({ status }) => !['PENDING', 'RUNNING', 'RETRYING'].includes(status));
    });
    const { auditLog } = await api.ask<{ auditLog: { nodes: { sequence: number; action: string }[] } }>(
      'query ($id: ID!) { auditLog(filter: { requestId: $id }, first: 200) { nodes { sequence action } } }',
      { id: request },
    );
    const begun = auditLog.nodes.filter(({ action }) => /ERASURE_INTENDED|SERVICE_RUNNING/.test(action));
    expect(begun.filter(({ sequence }) => sequence > at)).toEqual([]);
    if ((await readRequest(api, request)).status !== 'ON_HOLD') continue;
    waited += 1;
    expect([await contactsLeft(id), await conversationsLeft(id)]).toEqual([1, 1]);
  }
  process.stdout.write(`legal holds: ${waited} of 50 erasures wait\n`);
  const { organizations } = await verifyAudit(organization, system.environment);
  expect(organizations[0]?.fault).toBeNull();
}, 240_000);
