/**
 * Organisations are isolated. A stranger calls every operation of the schema with ids of another organisation: the calls give no
 * data and have no effect, and their answers do not tell a foreign id from one that does not exist.
 */
import { randomUUID } from 'node:crypto';
import {
  getNamedType,
  isInputObjectType,
  isListType,
  getNullableType,
  isNonNullType,
  isEnumType,
  type GraphQLInputType,
} from 'graphql';
import { ensureCast, type Cast } from '../../../scripts/develop/seed/ensure-cast';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { serviceNames } from '../../../scripts/develop/subgraphs';
import { dumpDatabase, inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { nestedOperations, publicSchema, rootOperations, type RootOperation } from '../../support/api/operations';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { openLoopback } from '../../support/api/webhooks';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const owner = 'owner';
const trespasser = 'trespasser';
/** A part of every value of the owner's, so that any leak is found. */
const marker = 'Ownersvalue';

let system: TestSystem;
let own: ApiClient;
let stranger: ApiClient;
let ids: Record<string, string[]>;
let operations: RootOperation[];

beforeAll(async () => {
  system = await sharedSystem(openLoopback);
  own = await system.client({ organization: owner });
  stranger = await system.client({ organization: trespasser });
  ids = await ownData();
  const schema = await publicSchema(own);
  operations = [...rootOperations(schema), ...nestedOperations(schema)];
}, 90_000);

afterAll(() => system.stop());

const idOf = async (client: ApiClient, document: string, variables: Record<string, unknown> = {}) =>
  Object.values(await client.ask<Record<string, { id: string }>>(document, variables))[0]?.id ?? '';

/** The owner's ids, one of every kind, by the names of arguments. */
async function ownData(): Promise<Record<string, string[]>> {
  const cast: Cast = await ensureCast(own);
  const all = Object.values(cast as unknown as Record<string, unknown>)
    .flat(3)
    .filter((id): id is string => typeof id === 'string');
  const user = await idOf(
    own,
    `mutation { createUser(input: { name: "${marker} User", email: "${marker}@owner.example" }) { id } }`,
  );
  const contact = await idOf(
    own,
    `mutation { createExternalContact(input: { firstName: "${marker}", lastName: "Contact" }) { id } }`,
  );
  const second = await idOf(
    own,
    `mutation { createExternalContact(input: { firstName: "${marker}", lastName: "Second" }) { id } }`,
  );
  const list = await idOf(
    own,
    `mutation { createContactList(input: { name: "${marker}", columns: [{ name: "Email", holds: EMAIL }] }) { id } }`,
  );
  const dialerContact = await idOf(
    own,
    `mutation ($list: ID!) { addDialerContact(input: { contactListId: $list, values: [{ column: "Email", value: "${marker}@owner.example" }] }) { id } }`,
    { list },
  );
  const conversation = await idOf(
    own,
    'mutation ($id: ID!) { startConversation(input: { channel: SMS, externalContactId: $id }) { id } }',
    { id: contact },
  );
  const message = await idOf(
    own,
    `mutation ($id: ID!) { addMessage(input: { conversationId: $id, direction: INBOUND, text: "${marker}" }) { id } }`,
    { id: conversation },
  );
  const recording = await idOf(
    own,
    `mutation ($id: ID!) { addRecording(input: { externalContactId: $id, startedAt: "2026-01-01T00:00:00Z", durationMs: 1, mediaType: "audio/wav", base64: "AAAA", transcript: "${marker}" }) { id } }`,
    { id: contact },
  );
  const finished = (
    await createRequest(own, { type: 'EXPORT', term: { externalContactId: contact }, reference: marker })
  ).request.id;
  await finishedRequest(own, finished);
  const letter = await idOf(
    own,
    `mutation { openGdprCase(input: { receivedAt: "2026-01-01T00:00:00Z", reference: "${marker}" }) { id } }`,
  );
  // For an event that never occurs, so that only the one test delivery is sent.
  const { createWebhookEndpoint } = await own.ask<{ createWebhookEndpoint: { endpoint: { id: string } } }>(
    `mutation { createWebhookEndpoint(input: { url: "http://127.0.0.1:9/${marker}", events: [GDPR_SUBJECT_REAPPEARED] }) { endpoint { id } } }`,
  );
  const endpoint = createWebhookEndpoint.endpoint.id;
  const delivery = randomUUID();
  await inDatabase(databaseName(system.databasePrefix, 'gateway'), (client) =>
    client.query(
      `INSERT INTO webhook_delivery (organization_id, id, endpoint_id, body, created_at, delivered_at) VALUES ($1, $2, $3, $4, now(), now())`,
      [owner, delivery, endpoint, marker],
    ),
  );
  const hold = await idOf(
    own,
    `mutation ($id: ID!) { placeLegalHold(input: { subject: { externalContactId: $id }, ground: AUTHORITY, reason: "${marker}", reference: "${marker}" }) { id } }`,
    { id: second },
  );
  const restriction = await idOf(
    own,
    'mutation ($id: ID!) { restrictProcessing(input: { subject: { externalContactId: $id }, ground: OBJECTION }) { id } }',
    { id: second },
  );
  // By then the services have been told.
  await eventually(async () => {
    const { restrictions } = await own.ask<{ restrictions: { nodes: { services: { status: string }[] }[] } }>(
      '{ restrictions { nodes { services { status } } } }',
    );
    return restrictions.nodes.every(({ services }) => services.every(({ status }) => status === 'ENFORCED'));
  });
  // Gathered data are removed shortly after the package is made: the comparison begins when the owner's rows no longer change.
  await eventually(() =>
    inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
      // As if the minute for late writes were over.
      await client.query(
        `UPDATE gdpr_export_part SET expires_at = expires_at - interval '2 minutes' WHERE organization_id = $1`,
        [owner],
      );
      const { rowCount } = await client.query('SELECT 1 FROM gdpr_export_part WHERE organization_id = $1', [owner]);
      return rowCount === 0;
    }),
  );
  return {
    user: [user],
    contact: [contact, second],
    list: [list],
    dialerContact: [dialerContact],
    conversation: [conversation],
    message: [message],
    recording: [recording],
    request: [finished],
    case: [letter],
    webhookEndpoint: [endpoint],
    webhookDelivery: [delivery],
    hold: [hold],
    restriction: [restriction],
    cast: all,
  };
}

/** The kind of id that an argument of an operation takes. */
function kindOf(operation: string, path: string): string {
  if (/conversationId/i.test(path)) return 'conversation';
  if (/contactListId|listId/i.test(path)) return 'list';
  if (/externalContactId|sourceId|targetId/i.test(path)) return 'contact';
  if (/agentId|userId/i.test(path)) return 'user';
  if (/dialerContactId|\bcontactId/i.test(path)) return 'dialerContact';
  if (/deliveryId/i.test(path)) return 'webhookDelivery';
  if (/webhook/i.test(operation)) return 'webhookEndpoint';
  if (/requestId/i.test(path)) return 'request';
  if (/caseId/i.test(path)) return 'case';
  if (/dialerContact/i.test(operation)) return 'dialerContact';
  if (/contactList/i.test(operation)) return 'list';
  if (/externalContact|contactNote/i.test(operation)) return 'contact';
  if (/conversation/i.test(operation)) return 'conversation';
  if (/message/i.test(operation)) return 'message';
  if (/recording/i.test(operation)) return 'recording';
  if (/user/i.test(operation)) return 'user';
  if (/request/i.test(operation)) return 'request';
  if (/gdprCase/i.test(operation)) return 'case';
  if (/legalHold/i.test(operation)) return 'hold';
  if (/restriction/i.test(operation)) return 'restriction';
  throw new Error(`No id of the owner's is known for ${operation} ${path}: add one.`);
}

/** A valid value for an argument: ids come from `pick`, everything else is fixed. */
function valueFor(type: GraphQLInputType, operation: string, path: string, pick: (kind: string) => string): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [valueFor(nullable.ofType, operation, path, pick)];
  if (isEnumType(nullable)) {
    // GET needs no confirmation, so that only the isolation can refuse the call.
    const names = nullable.getValues().map(({ name }) => name);
    return names.includes('GET') ? 'GET' : names[0];
  }
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields());
    if (nullable.name === 'PersonalDataTermInput') return { externalContactId: pick('contact') };
    if (nullable.isOneOf || /TermInput$/.test(nullable.name)) {
      const [first] = fields;
      return first && { [first.name]: valueFor(first.type, operation, `${path}.${first.name}`, pick) };
    }
    const given = fields.filter((field) => isNonNullType(field.type) || getNamedType(field.type).name === 'ID');
    return Object.fromEntries(
      given.map((field) => [field.name, valueFor(field.type, operation, `${path}.${field.name}`, pick)]),
    );
  }
  switch (String(nullable)) {
    case 'ID':
      return pick(kindOf(operation, path));
    case 'Int':
    case 'Float':
      return 10;
    case 'Boolean':
      return true;
    case 'DateTime':
      return '2026-01-01T00:00:00Z';
    default:
      if (/base64/.test(path)) return 'AAAA';
      if (/mediaType/.test(path)) return 'audio/wav';
      if (/email/i.test(path)) return 'stranger@elsewhere.example';
      if (/phone/i.test(path)) return '+14155552671';
      if (/after|cursor/i.test(path)) return null;
      return 'Some Stranger';
  }
}

const variablesFor = ({ name, args }: RootOperation, pick: (kind: string) => string) =>
  Object.fromEntries(args.map((arg) => [arg.name, valueFor(arg.type, name.replace(/\..*/, ''), arg.name, pick)]));

const takesIds = (operation: RootOperation) => {
  let taken = false;
  variablesFor(operation, (kind) => {
    taken = true;
    return kind;
  });
  return taken;
};

/**
 * Everything that the system stores of the owner, except what always changes: the time of the last checkpoint, which is noted every
 * minute.
 */
async function stored(): Promise<string> {
  const dumps = await Promise.all(
    ['gateway', ...serviceNames()].map((name) =>
      dumpDatabase(databaseName(system.databasePrefix, name), ['audit_anchored']),
    ),
  );
  const everything = dumps.join('\n');
  return everything
    .split('\n')
    .filter((line) => line.includes(owner))
    .sort()
    .join('\n');
}

const rowsOf = async () => {
  const counts: Record<string, number> = {};
  for (const operation of operations.filter(
    ({ kind, name }) => kind === 'query' && /^(users|externalContacts|contactLists|gdprRequests|auditLog)$/.test(name),
  )) {
    const { text } = await own.send(
      operation.document,
      variablesFor(operation, () => randomUUID()),
    );
    counts[operation.name] = text.length;
  }
  return counts;
};

test('ids of another organisation give no data and have no effect, in any operation', async () => {
  const before = [await stored(), await rowsOf()];
  const leaks: string[] = [];
  let calls = 0;
  for (const operation of operations) {
    const kinds = new Set<string>();
    variablesFor(operation, (kind) => {
      kinds.add(kind);
      return kind;
    });
    const { text } = await stranger.send(
      operation.document,
      variablesFor(operation, (kind) => ids[kind]?.[0] ?? ''),
    );
    calls += 1;
    if (text.includes(marker) || text.includes(`"${owner}"`)) leaks.push(`${operation.name}: ${text.slice(0, 300)}`);
  }
  expect(calls).toBe(operations.length);
  expect(leaks).toEqual([]);
  expect([await stored(), await rowsOf()]).toEqual(before);
});

test('a foreign id is answered word for word like an id that does not exist', async () => {
  const differences: string[] = [];
  const asked = operations.filter(takesIds);
  expect(asked.length).toBeGreaterThan(20);
  for (const [index, operation] of asked.entries()) {
    // A new organisation for each operation, so that the effects of one do not show in the next.
    const client = await system.client({ organization: `${trespasser}-${index}` });
    const nobody = randomUUID();
    const answer = async (pick: (kind: string) => string) => {
      const { text, status } = await client.send(operation.document, variablesFor(operation, pick));
      return `${status} ${text}`;
    };
    const foreign = await answer((kind) => ids[kind]?.[0] ?? '');
    const unknown = await answer(() => nobody);
    // Some answers repeat the given id, such as a reference to a contact that only its owner knows.
    const plain = (text: string) =>
      text
        .replaceAll(new RegExp(Object.values(ids).flat().join('|'), 'g'), 'ID')
        .replaceAll(nobody, 'ID')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'NEW')
        .replaceAll(/"\d{4}-\d\d-\d\dT[^"]+"|"latencyMs":[\d.]+|[0-9a-f]{32,}|"sequence":\d+/g, 'VARIES');
    if (plain(foreign) !== plain(unknown))
      differences.push(`${operation.name}:\n  ${foreign.slice(0, 300)}\n  ${unknown.slice(0, 300)}`);
  }
  expect(differences).toEqual([]);
});

test('a foreign id takes no longer than an id that does not exist', async () => {
  const document = 'query ($id: ID!) { gdprRequest(id: $id) { id status services { service } } }';
  const time = async (id: string) => {
    const started = performance.now();
    await stranger.send(document, { id });
    return performance.now() - started;
  };
  const foreign: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 200; round += 1) {
    foreign.push(await time(ids.request?.[0] ?? ''));
    unknown.push(await time(randomUUID()));
  }
  const median = (times: number[]) => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;
  // Both are one lookup by organisation and id: the medians of interleaved calls are close together.
  expect(median(foreign) / median(unknown)).toBeGreaterThan(0.5);
  expect(median(foreign) / median(unknown)).toBeLessThan(2);
});

test("another organisation's package cannot be fetched by its address", async () => {
  const url = `${new URL(system.url).origin}/exports/${ids.request?.[0] ?? ''}`;
  const get = async (organization: string, address = url) =>
    fetch(address, { headers: { authorization: `Bearer ${await system.token({ organization })}` } });
  const foreign = await get(trespasser);
  const unknown = await get(trespasser, url.replace(/[^/]+$/, randomUUID()));
  expect([foreign.status, await foreign.text()]).toEqual([unknown.status, await unknown.text()]);
  expect(foreign.status).toBe(404);
  expect((await get(owner)).status).toBe(200);
});
