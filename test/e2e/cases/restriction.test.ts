/** The restriction of processing (Art. 18, R34): data are kept, and neither shown nor changed until it is lifted. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { programFile } from '../../../scripts/cli/command';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { keyFiles } from '../../../scripts/develop/installation/key-places';
import { freePort } from '../../../scripts/develop/ports';
import { destroyOrganizationKeys } from '../../../scripts/operate/keys/destroy-keys';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { newOrganization } from '../../support/people/cast';
import { inDatabase, testServerUrl } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { proxyService } from '../../support/faults/fault-proxy';
import { loyaltyFolder, startLoyalty } from '../../support/servers/loyalty';
import { createRequest, finishedRequest, outcome, readRequest, refuseRequest } from '../../support/api/requests';
import { startTestSystem, type TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem({ environment: { RESTRICT_AGAIN_AFTER_SECONDS: '1' } });
}, 120_000);

afterAll(() => system.stop());

interface Restriction {
  id: string;
  subject: { id: string; identifiers: { value: string }[] } | null;
  liftedAt: string | null;
  services: { service: string; status: string }[];
}

const fields =
  'id ground reference by at liftedAt informedAt subject { id identifiers { value } } services { service status }';
const place = `mutation ($input: RestrictionInput!) { restrictProcessing(input: $input) { ${fields} } }`;
const lift = `mutation ($id: ID!, $informedAt: DateTime!) { liftRestriction(id: $id, informedAt: $informedAt) { ${fields} } }`;
const list = `query ($active: Boolean) { restrictions(active: $active) { nodes { ${fields} } } }`;

const restrict = async (api: ApiClient, subject: object, ground = 'LEGAL_CLAIMS') =>
  (await api.ask<{ restrictProcessing: Restriction }>(place, { input: { subject, ground, reference: 'LETTER-4' } }))
    .restrictProcessing;

const lifted = async (api: ApiClient, id: string) =>
  (await api.ask<{ liftRestriction: Restriction }>(lift, { id, informedAt: new Date().toISOString() })).liftRestriction;

const read = async (api: ApiClient, id: string) =>
  (await api.ask<{ restrictions: { nodes: Restriction[] } }>(list)).restrictions.nodes.find((each) => each.id === id);

/** Waits until every service reports this status. */
const standing = (api: ApiClient, id: string, status: string) =>
  eventually(async () => {
    const services = (await read(api, id))?.services ?? [];
    return services.length > 0 && services.every((each) => each.status === status) && services;
  }, 60_000);

const contactDocument = `query ($id: ID!) { externalContact(id: $id) { id firstName personalEmail
  socialHandles { handle } address { city } notes { nodes { text } } } }`;

async function contact(api: ApiClient, input: object): Promise<string> {
  const document = 'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }';
  return (await api.ask<{ createExternalContact: { id: string } }>(document, { input })).createExternalContact.id;
}

const codesOf = (errors: { extensions?: Record<string, unknown> }[] | undefined) => [
  ...new Set((errors ?? []).map(({ extensions }) => extensions?.code)),
];

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

/** Creates something. @returns its id */
const make = async (api: ApiClient, mutation: string, type: string, input: object) =>
  Object.values(
    await api.ask<Record<string, { id: string }>>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { id } }`, {
      input,
    }),
  )[0]?.id ?? '';

test('each of the five services enforces it: fields, lists, calls and the link to an agent', async () => {
  const api = await system.client({ organization: 'five-services' });
  const [id, other] = [await contact(api, { firstName: 'Mona' }), await contact(api, { firstName: 'Nora' })];
  const agentId = await make(api, 'createUser', 'CreateUserInput', { name: 'Gus Agent', email: 'gus@example.com' });
  const conversation = async (externalContactId: string) => {
    const made = await make(api, 'startConversation', 'StartConversationInput', {
      channel: 'SMS',
      externalContactId,
      agentId,
    });
    const attachments = [{ filename: 'a.txt', mediaType: 'text/plain', base64: 'AAAA' }];
    for (const message of [
      { direction: 'INBOUND', from: 'them', text: 'Hello', attachments },
      { direction: 'OUTBOUND', from: 'Gus Agent', text: 'Good morning' },
    ])
      await make(api, 'addMessage', 'AddMessageInput', { conversationId: made, ...message });
    return made;
  };
  const [own, others] = [await conversation(id), await conversation(other)];
  const recording = await make(api, 'addRecording', 'AddRecordingInput', {
    externalContactId: id,
    agentId,
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
    mediaType: 'audio/wav',
    base64: 'AAAA',
    transcript: 'Hello',
  });
  const contactListId = await make(api, 'createContactList', 'CreateContactListInput', {
    name: 'Spring',
    columns: [{ name: 'Phone', holds: 'PHONE' }],
  });
  const listed = await make(api, 'addDialerContact', 'AddDialerContactInput', {
    contactListId,
    values: [{ column: 'Phone', value: '+13175550190' }],
  });
  await make(api, 'recordCallAttempt', 'RecordCallAttemptInput', {
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

test('a running erasure stops when its person is restricted', async () => {
  const api = await system.client({ organization: 'restricted-meanwhile' });
  const id = await contact(api, { firstName: 'Mina' });
  const contacts = await proxyService(system, 'external-contacts');
  let held = true;
  contacts.fault = (body) => (held && body.includes('erasePersonalData(') ? 'refuse' : 'none');
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: id },
    deleteConfirmed: true,
  });
  await eventually(async () => outcome(await readRequest(api, request.id), 'external-contacts').status === 'RETRYING');
  await restrict(api, { externalContactId: id });
  held = false;
  const ended = await finishedRequest(api, request.id);
  expect(ended.status).toBe('ERROR');
  expect(outcome(ended, 'external-contacts')).toMatchObject({ status: 'FAILED', lastError: { code: 'RESTRICTED' } });
  const retry = 'mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }';
  expect(await api.refused(retry, { id: request.id })).toMatchObject({ code: 'RESTRICTED', argument: 'id' });
  await contacts.close();
}, 240_000);

test('a failing service is told until it answers, also after a restart; one without this part is reported as not enforcing it', async () => {
  const api = await system.client({ organization: 'restricted-failing' });
  const id = await contact(api, { firstName: 'Fay' });
  const recordings = system.processes.get('recordings');
  await recordings?.kill('SIGKILL');
  const { id: restriction } = await restrict(api, { externalContactId: id });
  const statusIn = async (service: string) =>
    (await read(api, restriction))?.services.find((each) => each.service === service)?.status;
  await eventually(async () => (await statusIn('recordings')) === 'FAILED');
  expect(await statusIn('external-contacts')).toBe('ENFORCED');
  const gateway = system.processes.get('gateway');
  await gateway?.kill('SIGKILL');
  await gateway?.start();
  await recordings?.start();
  await standing(api, restriction, 'ENFORCED');
  // A service of another team joins, without this part of the contract.
  const loyalty = await startLoyalty({
    databaseServer: testServerUrl(),
    databasePrefix: system.databasePrefix,
    keysFile: keyFiles(system.dataDir).services,
    port: await freePort(),
  });
  const compose = (...more: string[]) => {
    const urls = [...system.processes]
      .filter(([name]) => name !== 'gateway')
      .map(([name, { url }]) => `--url=${name}=${url}`);
    const places = [`--output=${system.supergraphFile}`, `--previous=${system.supergraphFile}`];
    execFileSync(process.execPath, [programFile(), 'compose', ...urls, ...places, ...more], { stdio: 'pipe' });
  };
  try {
    compose(`--subgraph=loyalty=${path.join(loyaltyFolder(), 'schema.graphql')}`, `--url=loyalty=${loyalty.url}`);
    await eventually(async () => (await statusIn('loyalty')) === 'NOT_ENFORCED');
    expect(await statusIn('external-contacts')).toBe('ENFORCED');
  } finally {
    compose('--retire=loyalty');
    await loyalty.stop();
    // A retired service is no longer reported.
    await eventually(async () => (await statusIn('loyalty')) === undefined);
  }
}, 240_000);

test('a service that was restored from a backup is told again, without visible effects elsewhere (R26)', async () => {
  const api = await system.client({ organization: 'restricted-restored' });
  const stranger = await system.client({ organization: 'restricted-elsewhere' });
  const [id, foreign] = [await contact(api, { firstName: 'Ruth' }), await contact(stranger, { firstName: 'Ruth' })];
  const { id: restriction } = await restrict(api, { externalContactId: id });
  await standing(api, restriction, 'ENFORCED');
  const isRestricted = async () => (await api.send(contactDocument, { id })).errors !== undefined;
  expect(await isRestricted()).toBe(true);
  // As in a backup that is older than the restriction.
  await inDatabase(databaseName(system.databasePrefix, 'external-contacts'), (client) =>
    client.query('DELETE FROM personal_data_restriction WHERE restriction_id = $1', [restriction]),
  );
  await eventually(isRestricted);
  const own = await stranger.ask<{ externalContact: { firstName: string } }>(contactDocument, { id: foreign });
  expect(own.externalContact.firstName).toBe('Ruth');
  expect(
    await stranger.refused(place, { input: { subject: { externalContactId: id }, ground: 'UNLAWFUL' } }),
  ).toMatchObject({ code: 'SUBJECT_NOT_FOUND', argument: 'input.subject' });
  expect(await stranger.refused(lift, { id: restriction, informedAt: '2026-01-01T00:00:00Z' })).toMatchObject({
    code: 'NOT_FOUND',
    argument: 'id',
  });
  expect(await stranger.ask(list)).toEqual({ restrictions: { nodes: [] } });
}, 240_000);

test('a set that grows otherwise than by a merge is restricted whole, also when the contact that stood for it is gone (R8)', async () => {
  const api = await system.client({ organization: 'restricted-growing' });
  const [first, second] = [await contact(api, { firstName: 'Iris' }), await contact(api, { firstName: 'Iris' })];
  await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
    a: second,
    b: first,
  });
  const { id: restriction } = await restrict(api, { externalContactId: first }, 'OBJECTION');
  await standing(api, restriction, 'ENFORCED');
  const inService = <T extends object>(service: string, sql: string, parameters: unknown[]) =>
    inDatabase(databaseName(system.databasePrefix, service), async (client) => {
      const { rows } = await client.query<T>(sql, parameters);
      return rows;
    });
  /** Makes a contact a member as a backup or an import does: no mutation but a merge does it, and that is refused. */
  const joined = async (canonical: string) => {
    const id = await contact(api, { firstName: 'Iris' });
    await inService('external-contacts', 'UPDATE external_contact SET canonical_id = $2 WHERE id = $1', [
      id,
      canonical,
    ]);
    return id;
  };
  const isRestricted = async (id: string) =>
    codesOf((await api.send(contactDocument, { id })).errors)[0] === 'RESTRICTED';
  /** Whether services that know the contact by its id alone keep to it. */
  const isMarked = async (id: string) =>
    (
      await inService(
        'messaging',
        'SELECT 1 FROM personal_data_restriction WHERE subject = $1 AND restriction_id = $2 AND lifted_at IS NULL',
        [`EXTERNAL_CONTACT_ID:${id}`, restriction],
      )
    ).length > 0;

  const third = await joined(first);
  await eventually(async () => (await isRestricted(third)) && (await isMarked(third)));

  // As an erasure leaves it whose related request failed: the next one stands for those who stay.
  await inService('external-contacts', 'UPDATE external_contact SET canonical_id = $2 WHERE canonical_id = $1', [
    first,
    second,
  ]);
  await inService('external-contacts', 'DELETE FROM external_contact WHERE id = $1', [first]);
  const fourth = await joined(second);
  await eventually(async () => (await isRestricted(fourth)) && (await isMarked(fourth)), 30_000);
  expect(await isRestricted(second)).toBe(true);
  const update = 'mutation ($id: ID!) { updateExternalContact(id: $id, input: { firstName: "Other" }) { id } }';
  expect(await api.refused(update, { id: fourth })).toMatchObject({ code: 'RESTRICTED', argument: 'id' });

  await lifted(api, restriction);
  await standing(api, restriction, 'LIFTED');
  for (const id of [second, third, fourth]) expect(await isRestricted(id)).toBe(false);
}, 240_000);

test('recipients of restricted data are listed, and it is recorded when they were told (R36)', async () => {
  const api = await system.client({ organization: 'restricted-recipients' });
  const id = await contact(api, { firstName: 'Rita' });
  const { id: restriction } = await restrict(api, { externalContactId: id });
  await standing(api, restriction, 'ENFORCED');
  interface Recipient {
    service: string;
    recipient: string;
    informedAt: string | null;
    informedBy: string | null;
  }
  const recipients = async () =>
    (
      await api.ask<{ restrictions: { nodes: { recipients: Recipient[] }[] } }>(
        '{ restrictions { nodes { recipients { service recipient informedAt informedBy } } } }',
      )
    ).restrictions.nodes[0]?.recipients ?? [];
  const agents = { service: 'external-contacts', recipient: "The organisation's agents" };
  expect(await recipients()).toContainEqual({ ...agents, informedAt: null, informedBy: null });
  const mark = `mutation ($id: ID!, $service: String!, $recipient: String!, $at: DateTime!) {
    markRestrictionRecipientInformed(restrictionId: $id, service: $service, recipient: $recipient, at: $at) { id } }`;
  const at = new Date().toISOString();
  const told = { ...agents, informedAt: at, informedBy: 'developer' };
  await api.ask(mark, { id: restriction, ...agents, at });
  expect(await recipients()).toContainEqual(told);
  // The first statement counts; telling the services again does not change it.
  await api.ask(mark, { id: restriction, ...agents, at: '2026-01-01T00:00:00Z' });
  await lifted(api, restriction);
  await standing(api, restriction, 'LIFTED');
  expect(await recipients()).toContainEqual(told);
  const { auditLog } = await api.ask<{ auditLog: { nodes: { service: string; detail: string }[] } }>(
    '{ auditLog(filter: { action: RESTRICTION_RECIPIENT_INFORMED }) { nodes { service detail } } }',
  );
  expect(auditLog.nodes).toEqual([
    { service: agents.service, detail: `restriction ${restriction}, ${agents.recipient}, told ${at}` },
  ]);
  const refused = (variables: object) => api.refused(mark, { id: restriction, ...agents, at, ...variables });
  expect(await refused({ recipient: 'Nobody' })).toMatchObject({ code: 'NOT_FOUND', argument: 'recipient' });
  expect(await refused({ id })).toMatchObject({ code: 'NOT_FOUND', argument: 'restrictionId' });
  expect(await refused({ at: '2999-01-01T00:00:00Z' })).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'at' });
}, 120_000);

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
