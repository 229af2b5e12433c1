/** A legal hold keeps the held person's records from requests about the other person of a conversation or recording too (R31, R34). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { replayErasures } from '../../../scripts/operate/replay-erasures';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { count, newOrganization } from '../../support/people/cast';
import { conversing, type Conversing } from '../../support/people/conversing';
import { eventually } from '../../support/eventually';
import { proxyService, type FaultProxy } from '../../support/faults/fault-proxy';
import { lifted, restrict } from '../../support/people/restrictions';
import { inDatabase } from '../../support/run/database';
import { heldRequest, holdsOf, placeHold, releaseHold } from '../../support/api/holds';
import { createRequest, dispositionsOf, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'linked-holds';
let system: TestSystem;
let api: ApiClient;
let messaging: FaultProxy;
let recordings: FaultProxy;

const refusal = { json: { errors: [{ message: 'no', extensions: { code: 'NOT_SUPPORTED' } }] } };

beforeAll(async () => {
  system = await sharedSystem();
  api = (await newOrganization(system, organization)).api;
  messaging = await proxyService(system, 'messaging');
  recordings = await proxyService(system, 'recordings');
}, 180_000);

afterAll(async () => {
  await messaging.close();
  await recordings.close();
  await system.stop();
});

const erase = async (term: object) =>
  (await createRequest(api, { type: 'DELETE', term, deleteConfirmed: true, activeEmployeeAcknowledged: true })).request
    .id;

/** What is left of the two persons' records in common: conversations, messages that bear the agent, recordings. */
const left = async ({ contact, agent }: Conversing) => {
  const both = [contact, agent];
  const own = 'external_contact_id = $2 AND agent_id = $3';
  return [
    await count(system, 'messaging', 'conversation', organization, own, both),
    await count(system, 'messaging', 'message', organization, own, both),
    await count(system, 'recordings', 'recording', organization, own, both),
  ];
};

it('keeps an agent’s records from the erasure of the customer, and lets it go on after its end', async () => {
  const pair = await conversing(api);
  const [first, second] = [
    await placeHold(api, { userId: pair.agent }),
    await placeHold(api, { userId: pair.agent }, { services: ['messaging'] }),
  ];
  const id = await erase({ externalContactId: pair.contact });
  const held = await heldRequest(api, id);
  expect([held.status, outcome(held, 'messaging').status, outcome(held, 'recordings').status]).toEqual([
    'DELETING',
    'ON_HOLD',
    'ON_HOLD',
  ]);
  expect(outcome(held, 'external-contacts').status).toBe('COMPLETED');
  expect(await left(pair)).toEqual([1, 1, 1]);
  expect((await holdsOf(api, id)).map((hold) => hold.id)).toEqual([first.id, second.id]);
  await releaseHold(api, first.id);
  const still = await heldRequest(api, id);
  expect([outcome(still, 'messaging').status, await left(pair)]).toEqual(['ON_HOLD', expect.arrayContaining([1, 1])]);
  await releaseHold(api, second.id);
  expect((await finishedRequest(api, id)).status).toBe('COMPLETED');
  expect(await left(pair)).toEqual([0, 0, 0]);
});

it('keeps a customer’s records from the erasure of the agent', async () => {
  const pair = await conversing(api);
  const hold = await placeHold(api, { externalContactId: pair.contact.toUpperCase() }, { services: ['messaging'] });
  const id = await erase({ userId: pair.agent });
  const held = await heldRequest(api, id);
  // In the services that the hold is not for, the erasure goes on.
  expect([held.status, outcome(held, 'messaging').status, outcome(held, 'recordings').status]).toEqual([
    'DELETING',
    'ON_HOLD',
    'COMPLETED',
  ]);
  expect(await left(pair)).toEqual([1, 1, 0]);
  await releaseHold(api, hold.id);
  expect((await finishedRequest(api, id)).status).toBe('COMPLETED');
  expect(await left(pair)).toEqual([0, 0, 0]);
});

it('keeps what the agent wrote to a held customer from a rectification', async () => {
  const pair = await conversing(api);
  const hold = await placeHold(api, { externalContactId: pair.contact });
  const replacements = [{ type: 'NAME', existing: pair.name, updated: 'Somebody Else' }];
  const { request } = await createRequest(api, { type: 'UPDATE', term: { userId: pair.agent }, replacements });
  const held = await heldRequest(api, request.id);
  expect([held.status, outcome(held, 'messaging').status, outcome(held, 'directory').status]).toEqual([
    'UPDATING',
    'ON_HOLD',
    'COMPLETED',
  ]);
  expect((await holdsOf(api, request.id)).map(({ id }) => id)).toEqual([hold.id]);
  await releaseHold(api, hold.id);
  const done = await finishedRequest(api, request.id);
  expect([done.status, dispositionsOf(done, 'messaging')]).toEqual(['COMPLETED', ['Message RECTIFIED 1']]);
});

it('keeps a call that a held agent made', async () => {
  const { agent } = await conversing(api);
  const { createContactList: list } = await api.ask<{ createContactList: { id: string } }>(
    'mutation ($input: CreateContactListInput!) { createContactList(input: $input) { id } }',
    { input: { name: 'Linked', columns: [{ name: 'phone', holds: 'PHONE' }] } },
  );
  const { addDialerContact: contact } = await api.ask<{ addDialerContact: { id: string } }>(
    'mutation ($input: AddDialerContactInput!) { addDialerContact(input: $input) { id } }',
    { input: { contactListId: list.id, values: [{ column: 'phone', value: '+13175550199' }] } },
  );
  await api.ask('mutation ($input: RecordCallAttemptInput!) { recordCallAttempt(input: $input) { id } }', {
    input: {
      contactId: contact.id,
      contactListId: list.id,
      at: '2026-01-01T10:00:00Z',
      agentId: agent,
      result: 'ANSWERED',
    },
  });
  const hold = await placeHold(api, { userId: agent });
  const id = await erase({ dialerContactId: { id: contact.id, contactListId: list.id } });
  expect(outcome(await heldRequest(api, id), 'dialer').status).toBe('ON_HOLD');
  expect(await count(system, 'dialer', 'call_attempt', organization, 'agent_id = $2', [agent])).toBe(1);
  await releaseHold(api, hold.id);
  expect((await finishedRequest(api, id)).status).toBe('COMPLETED');
});

it('stops an erasure that is under way before its next call', async () => {
  const pair = await conversing(api);
  await inDatabase(databaseName(system.databasePrefix, 'messaging'), (client) =>
    client.query(
      `INSERT INTO message (organization_id, id, conversation_id, external_contact_id, direction, sent_at)
       SELECT organization_id, gen_random_uuid(), id, external_contact_id, 'INBOUND', now()
       FROM conversation, generate_series(1, 2500) WHERE organization_id = $1 AND external_contact_id = $2 AND agent_id = $3`,
      [organization, pair.contact, pair.agent],
    ),
  );
  let calls = 0;
  // The first call is answered after two seconds.
  messaging.fault = (body) => (body.includes('erasePersonalData') && (calls += 1) === 1 ? 'late' : 'none');
  const id = await erase({ externalContactId: pair.contact });
  await eventually(() => Promise.resolve(calls > 0));
  const hold = await placeHold(api, { userId: pair.agent });
  const held = await heldRequest(api, id);
  expect([outcome(held, 'messaging').status, dispositionsOf(held, 'messaging'), calls]).toEqual([
    'ON_HOLD',
    ['Message ERASED 2000'],
    1,
  ]);
  expect((await left(pair))[0]).toBe(1);
  await releaseHold(api, hold.id);
  expect((await finishedRequest(api, id)).status).toBe('COMPLETED');
});

it('keeps a retry back', async () => {
  const pair = await conversing(api);
  messaging.fault = refusal;
  const id = await erase({ externalContactId: pair.contact });
  expect((await finishedRequest(api, id)).status).toBe('ERROR');
  messaging.fault = 'none';
  const hold = await placeHold(api, { userId: pair.agent });
  await api.ask('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id });
  expect(outcome(await heldRequest(api, id), 'messaging').status).toBe('ON_HOLD');
  expect((await left(pair)).slice(0, 2)).toEqual([1, 1]);
  await releaseHold(api, hold.id);
  expect((await finishedRequest(api, id)).status).toBe('COMPLETED');
});

it('ends the part with RESTRICTED while the other person’s processing is restricted', async () => {
  const pair = await conversing(api);
  const { id: restriction } = await restrict(api, { userId: pair.agent });
  const id = await erase({ externalContactId: pair.contact });
  const ended = await finishedRequest(api, id);
  expect([ended.status, outcome(ended, 'messaging').lastError?.code, await left(pair)]).toEqual([
    'ERROR',
    'RESTRICTED',
    [1, 1, 1],
  ]);
  await lifted(api, restriction);
  await api.ask('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id });
  expect((await finishedRequest(api, id)).status).toBe('COMPLETED');
  expect(await left(pair)).toEqual([0, 0, 0]);
});

it('keeps restored records from a replay, and those of others are replayed', async () => {
  const [pair, other] = [await conversing(api), await conversing(api)];
  const since = new Date(Date.now() - 60_000);
  const database = databaseName(system.databasePrefix, 'recordings');
  const rows = await inDatabase(database, async (client) => {
    const found = await client.query(
      'SELECT to_jsonb(recording) AS row FROM recording WHERE external_contact_id = ANY($1)',
      [[pair.contact, other.contact]],
    );
    return (found.rows as { row: object }[]).map(({ row }) => row);
  });
  for (const { contact } of [pair, other]) await finishedRequest(api, await erase({ externalContactId: contact }));
  await inDatabase(database, async (client) => {
    for (const row of rows)
      await client.query('INSERT INTO recording SELECT * FROM jsonb_populate_record(NULL::recording, $1)', [row]);
  });
  await placeHold(api, { userId: pair.agent });
  const options = { since, services: ['recordings'], organization, confirm: true };
  const replayed = await replayErasures(options, system.environment);
  expect(replayed.refused.get('recordings')?.get('Recording: on legal hold')).toBe(1);
  expect([(await left(pair))[2], (await left(other))[2]]).toEqual([1, 0]);
});

it('stays with the held part when another hold is placed on somebody else', async () => {
  const pair = await conversing(api);
  recordings.fault = 'refuse';
  await placeHold(api, { userId: pair.agent }, { services: ['messaging'] });
  const id = await erase({ externalContactId: pair.contact });
  await eventually(async () => {
    const request = await readRequest(api, id);
    return outcome(request, 'messaging').status === 'ON_HOLD' && outcome(request, 'recordings').status === 'RETRYING';
  });
  recordings.fault = 'none';
  const done = await heldRequest(api, id);
  expect(outcome(done, 'recordings').status).toBe('COMPLETED');
});
