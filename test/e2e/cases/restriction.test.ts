/** The restriction of processing (Art. 18, R34): data are kept, and neither shown nor changed until it is lifted. */
import { destroyOrganizationKeys } from '../../../scripts/operate/keys/destroy-keys';
import { newOrganization } from '../../support/people/cast';
import { created } from '../../support/people/every-value';
import {
  place,
  lift,
  list,
  restrict,
  lifted,
  read,
  standing,
  contactDocument,
  contact,
  codesOf,
  type Restriction,
} from '../../support/people/restrictions';
import { eventually } from '../../support/eventually';
import { createRequest, finishedRequest, refuseRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 120_000);

afterAll(() => system.stop());

test('a restricted contact is kept, and neither shown nor changed until the restriction is lifted', async () => {
  const { api, cast } = await newOrganization(system, 'restricted');
  const [elena, second] = cast.elena;
  await api.ask('mutation ($id: ID!) { addContactNote(externalContactId: $id, text: "Calls on Mondays") { id } }', {
    id: elena,
  });
  const placed = await restrict(api, { externalContactId: second });
  // It covers the whole merge set, named by its canonical contact.
  expect(placed).toMatchObject({
    subject: { id: elena },
    reference: 'LETTER-4',
    by: 'privacy-officer',
    liftedAt: null,
  });
  expect((await restrict(api, { externalContactId: elena })).id).toBe(placed.id);
  await standing(api, placed.id, 'ENFORCED');
  for (const id of cast.elena) {
    const { data, errors } = await api.send(contactDocument, { id });
    expect(data).toEqual({
      externalContact: {
        id,
        firstName: null,
        personalEmail: null,
        socialHandles: [],
        address: null,
        notes: { nodes: [] },
      },
    });
    expect(codesOf(errors)).toEqual(['RESTRICTED']);
  }
  const { data, errors } = await api.send<{ externalContacts: { nodes: { id: string }[] } }>(
    '{ externalContacts(first: 100) { nodes { id } } }',
  );
  expect(data?.externalContacts.nodes.map(({ id }) => id)).toContain(cast.tomas);
  expect(data?.externalContacts.nodes.filter(({ id }) => cast.elena.includes(id))).toEqual([]);
  expect(codesOf(errors)).toEqual(['RESTRICTED']);
  // Another person with the same phone is not affected.
  const { externalContact } = await api.ask<{ externalContact: { firstName: string } }>(contactDocument, {
    id: cast.tomas,
  });
  expect(externalContact.firstName).toBe('Tomás');
  const update = 'mutation ($id: ID!) { updateExternalContact(id: $id, input: { firstName: "Other" }) { id } }';
  expect(await api.refused(update, { id: elena })).toMatchObject({ code: 'RESTRICTED', argument: 'id' });
  const merge = 'mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }';
  expect(await api.refused(merge, { a: cast.tomas, b: elena })).toMatchObject({ code: 'RESTRICTED' });

  await lifted(api, placed.id);
  await standing(api, placed.id, 'LIFTED');
  expect(await api.ask(contactDocument, { id: elena })).toMatchObject({
    externalContact: { firstName: 'Elena', notes: { nodes: [{ text: 'Calls on Mondays' }] } },
  });
  expect(codesOf((await api.send(contactDocument, { id: elena })).errors)).toEqual([]);
  // The old restriction is history: a new one with the same ground is a new restriction.
  expect((await restrict(api, { externalContactId: elena })).id).not.toBe(placed.id);
}, 240_000);

test('each of the five services enforces it: fields, lists, calls and the link to an agent', async () => {
  const api = await system.client({ organization: 'five-services' });
  const [id, other] = [await contact(api, { firstName: 'Mona' }), await contact(api, { firstName: 'Nora' })];
  const agentId = await created(api, 'createUser', 'CreateUserInput', { name: 'Gus Agent', email: 'gus@example.com' });
  const conversation = async (externalContactId: string) => {
    const made = await created(api, 'startConversation', 'StartConversationInput', {
      channel: 'SMS',
      externalContactId,
      agentId,
    });
    const attachments = [{ filename: 'a.txt', mediaType: 'text/plain', base64: 'AAAA' }];
    for (const message of [
      { direction: 'INBOUND', from: 'them', text: 'Hello', attachments },
      { direction: 'OUTBOUND', from: 'Gus Agent', text: 'Good morning' },
    ])
      await created(api, 'addMessage', 'AddMessageInput', { conversationId: made, ...message });
    return made;
  };
  const [own, others] = [await conversation(id), await conversation(other)];
  const recording = await created(api, 'addRecording', 'AddRecordingInput', {
    externalContactId: id,
    agentId,
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
    mediaType: 'audio/wav',
    base64: 'AAAA',
    transcript: 'Hello',
  });
  const contactListId = await created(api, 'createContactList', 'CreateContactListInput', {
    name: 'Spring',
    columns: [{ name: 'Phone', holds: 'PHONE' }],
  });
  const listed = await created(api, 'addDialerContact', 'AddDialerContactInput', {
    contactListId,
    values: [{ column: 'Phone', value: '+13175550190' }],
  });
  await created(api, 'recordCallAttempt', 'RecordCallAttemptInput', {
    contactId: listed,
    contactListId,
    at: '2026-01-01T00:00:00Z',
    phone: '+13175550190',
    result: 'ANSWERED',
    agentId,
  });
  const document = `query ($id: ID!, $own: ID!, $others: ID!, $recording: ID!, $listed: ID!, $list: ID!, $agent: ID!) {
    externalContact(id: $id) { firstName conversations { nodes { id } } recordings { nodes { id } } }
    conversation(id: $own) { id agent { id } messages { nodes { text } } }
    other: conversation(id: $others) { agent { id } messages { nodes { from text attachments { filename } } } }
    conversations { nodes { id } }
    recording(id: $recording) { transcript mediaType agent { id } }
    recordings { nodes { id } }
    dialerContact(id: $listed, contactListId: $list) { callable values { value } attempts { result } }
    contactList(id: $list) { contacts { nodes { id } } }
    user(id: $agent) { name email active } users { nodes { id } } }`;
  const variables = { id, own, others, recording, listed, list: contactListId, agent: agentId };
  const shown = async () => {
    const { data, errors } = await api.send(document, variables);
    return { data, codes: codesOf(errors) };
  };
  const before = await shown();
  expect(before).toMatchObject({
    codes: [],
    data: {
      externalContact: {
        firstName: 'Mona',
        conversations: { nodes: [{ id: own }] },
        recordings: { nodes: [{ id: recording }] },
      },
      conversation: { agent: { id: agentId } },
      dialerContact: { callable: true, attempts: [{ result: 'ANSWERED' }] },
      user: { name: 'Gus Agent' },
    },
  });
  const restrictions = [
    await restrict(api, { externalContactId: id }),
    await restrict(api, { dialerContactId: { id: listed, contactListId } }),
    await restrict(api, { userId: agentId }, 'OBJECTION'),
  ];
  for (const restriction of restrictions) await standing(api, restriction.id, 'ENFORCED');
  expect(await shown()).toEqual({
    codes: ['RESTRICTED'],
    data: {
      externalContact: { firstName: null, conversations: { nodes: [] }, recordings: { nodes: [] } },
      conversation: { id: own, agent: null, messages: { nodes: [] } },
      // The agent's message to somebody else is shown, but not who the agent is.
      other: {
        agent: null,
        messages: {
          nodes: [
            { from: 'them', text: 'Hello', attachments: [{ filename: 'a.txt' }] },
            { from: null, text: 'Good morning', attachments: [] },
          ],
        },
      },
      conversations: { nodes: [{ id: others }] },
      recording: { transcript: null, mediaType: null, agent: null },
      recordings: { nodes: [] },
      dialerContact: { callable: false, values: [], attempts: [] },
      contactList: { contacts: { nodes: [] } },
      user: { name: null, email: null, active: true },
      users: { nodes: [] },
    },
  });
  for (const [mutation, given] of [
    ['updateUser(id: $id, input: { title: "Chief" }) { id }', { id: agentId }],
    ['associateConversation(id: $id, externalContactId: $contact) { id }', { id: others, contact: id }],
    // Nor is it taken away from the restricted contact.
    ['associateConversation(id: $id, externalContactId: $contact) { id }', { id: own, contact: other }],
    [
      'updateDialerContact(id: $id, contactListId: $list, values: [{ column: "Phone", value: "+13175550191" }]) { id }',
      { id: listed, list: contactListId },
    ],
  ] as const) {
    const types = Object.keys(given).map((name) => `$${name}: ID!`);
    expect(await api.refused(`mutation (${types.join(', ')}) { ${mutation} }`, given)).toMatchObject({
      code: 'RESTRICTED',
    });
  }
  for (const restriction of restrictions) {
    await lifted(api, restriction.id);
    await standing(api, restriction.id, 'LIFTED');
  }
  expect(await shown()).toEqual(before);
}, 240_000);

test('access and copies go on; corrections and erasures depend on the ground, by an id and by a value alike', async () => {
  const api = await system.client({ organization: 'restricted-requests' });
  const email = 'rita@example.com';
  const id = await contact(api, { firstName: 'Rita', personalEmail: email });
  const replacements = [{ type: 'NAME', existing: 'Rita', updated: 'Rhea' }];
  const input = (type: string, term: object) => ({
    type,
    term,
    ...(type === 'UPDATE' ? { replacements } : type === 'DELETE' ? { deleteConfirmed: true } : {}),
  });
  const refused = async (type: string) => {
    for (const term of [{ externalContactId: id }, { email }])
      expect(await refuseRequest(api, input(type, term))).toMatchObject({ code: 'RESTRICTED', argument: 'input.term' });
  };
  const done = async (type: string) => {
    const { request } = await createRequest(api, input(type, { externalContactId: id }));
    expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
    return request.id;
  };
  for (const ground of ['UNLAWFUL', 'LEGAL_CLAIMS']) {
    const { id: restriction } = await restrict(api, { externalContactId: id }, ground);
    await refused('UPDATE');
    await refused('DELETE');
    await done('GET');
    await lifted(api, restriction);
  }
  const contested = await restrict(api, { externalContactId: id }, 'ACCURACY_CONTESTED');
  await standing(api, contested.id, 'ENFORCED');
  await done('EXPORT');
  await done('UPDATE');
  const objected = await restrict(api, { externalContactId: id }, 'OBJECTION');
  await refused('UPDATE');
  // One restriction stands while another is being lifted.
  await lifted(api, contested.id);
  await standing(api, contested.id, 'LIFTED');
  expect(codesOf((await api.send(contactDocument, { id })).errors)).toEqual(['RESTRICTED']);
  await done('DELETE');
  expect((await read(api, objected.id))?.subject).toBeNull();
}, 240_000);

test('bad input names its argument; actions are in the log; destroyed keys hide whom it was about', async () => {
  const organization = 'restricted-input';
  const api = await system.client({ organization });
  const id = await contact(api, { firstName: 'Ivo' });
  for (const [subject, argument] of [
    [{ email: 'ivo@example.com' }, 'input.subject'],
    [{}, 'input.subject'],
  ])
    expect(await api.refused(place, { input: { subject, ground: 'UNLAWFUL' } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument,
    });
  const { id: restriction } = await restrict(api, { externalContactId: id });
  expect(await api.refused(lift, { id: restriction, informedAt: '2999-01-01T00:00:00Z' })).toMatchObject({
    code: 'BAD_USER_INPUT',
    argument: 'informedAt',
  });
  const viewer = await system.client({ organization, scopes: ['gdpr:request:add', 'gdpr:request:view'] });
  expect(
    await viewer.refused(place, { input: { subject: { externalContactId: id }, ground: 'UNLAWFUL' } }),
  ).toMatchObject({
    code: 'FORBIDDEN',
  });
  await standing(api, restriction, 'ENFORCED');
  await lifted(api, restriction);
  await standing(api, restriction, 'LIFTED');
  const { auditLog } = await api.ask<{ auditLog: { verified: boolean; nodes: { action: string; detail: string }[] } }>(
    '{ auditLog(first: 200) { verified nodes { action detail } } }',
  );
  expect(auditLog.verified).toBe(true);
  const entries = auditLog.nodes.filter(({ detail }) => detail.startsWith(`restriction ${restriction}`));
  expect(entries.map(({ action }) => action).filter((action) => action !== 'RESTRICTION_IN_SERVICE')).toEqual([
    'PROCESSING_RESTRICTED',
    'RESTRICTION_LIFTED',
  ]);
  expect(entries.filter(({ detail }) => detail.endsWith('ENFORCED'))).toHaveLength(5);
  const standingOne = await restrict(api, { externalContactId: id });
  await standing(api, standingOne.id, 'ENFORCED');
  await destroyOrganizationKeys(organization, system.environment);
  await eventually(async () => {
    const { data } = await api.send<{ restrictions: { nodes: (Restriction & { by: string })[] } }>(list);
    const found = data?.restrictions.nodes.find((each) => each.id === standingOne.id);
    return found?.subject === null && found.by === '[unreadable]';
  });
}, 240_000);
