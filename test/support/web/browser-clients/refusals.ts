/** How a page can cause every error that the gateway documents: the operation for each code. */
import { writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { ApiClient } from '../../../../scripts/develop/api-client';
import { databaseName } from '../../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../../run/database';
import { eventsOf } from '../../api/event-stream';
import { eventually } from '../../eventually';
import { createFamily } from '../../people/family';
import type { FaultProxy, NamedFault } from '../../faults/fault-proxy';
import { createRequest, finishedRequest, readRequest } from '../../api/requests';
import type { TestSystem } from '../../run/system';
import type { Asked } from './ask';

/** An operation that is refused; by default, it is sent to the system's gateway with a caller's token. */
export type Refused = Omit<Asked, 'url' | 'token'> & Partial<Asked>;

export const services = '{ piiServices { name } }';
/** Also sent to the gateway with the list of operations. */
export const statusOf = 'query Status($id: ID!) { gdprRequest(id: $id) { status } }';
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Writes the file of operations for a gateway that accepts no others. */
export function writeList(system: TestSystem): string {
  const file = path.join(system.dataDir, 'listed-operations.json');
  writeFileSync(file, JSON.stringify({ operations: [{ id: hashOf(statusOf), body: statusOf }] }));
  return file;
}

/** Faults in the text of an operation or in its HTTP request; they need no data. */
export const refusedAtTheDoor: Record<string, Refused> = {
  GRAPHQL_PARSE_FAILED: { query: services, changed: { body: JSON.stringify({ query: '{' }) } },
  GRAPHQL_VALIDATION_FAILED: { query: '{ ghost }' },
  OPERATION_RESOLUTION_FAILURE: {
    query: services,
    changed: { body: JSON.stringify({ query: `query A ${services} query B ${services}` }) },
  },
  PERSISTED_QUERY_NOT_FOUND: {
    query: services,
    changed: { body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: hashOf('') } } }) },
  },
  BAD_REQUEST: { query: services, changed: { body: '{"query":' } },
  METHOD_NOT_ALLOWED: { query: services, changed: { method: 'GET' } },
  NOT_ACCEPTABLE: { query: services, changed: { headers: { accept: 'text/html' } } },
  UNSUPPORTED_MEDIA_TYPE: { query: services, changed: { headers: { 'content-type': 'text/plain' } } },
  CONTENT_TOO_LARGE: { query: services, changed: { body: ' '.repeat(1_100_000) } },
  UNAUTHENTICATED: { query: services, token: 'none.at.all' },
  TOO_COSTLY: {
    query: `{ externalContacts(first: 200) { nodes { conversations(first: 200) { nodes { messages(first: 200) { nodes { id } } } } } } }`,
  },
};

const createDocument = 'mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { created } }';
const create = (input: object): Refused => ({ query: createDocument, variables: { input } });
const change = (mutation: string, id: string): Refused => ({
  query: `mutation ($id: ID!) { ${mutation}(id: $id) { id } }`,
  variables: { id },
});

/** A service that wants to register. */
const registered = (sdl: string): Refused => ({
  query: 'mutation ($input: RegisterServiceInput!) { registerService(input: $input) { warnings } }',
  variables: { input: { name: 'points', url: 'http://127.0.0.1:9/graphql', sdl } },
});

/** An export that stays in flight for as long as messaging is down. */
export interface Held {
  contact: string;
  id: string;
}

/** What business rules refuse, with the data that they need in the organisation. @param messaging answers no call about the held contact */
export async function refusedByRules(
  system: TestSystem,
  organization: string,
  messaging: FaultProxy,
  held: Held,
): Promise<Record<string, Refused>> {
  const api = await system.client({ organization });
  const [canonical] = await createFamily(api, 'refused');
  const term = { externalContactId: canonical };
  const idempotencyKey = 'used';
  const { request: done } = await createRequest(api, { type: 'GET', term, idempotencyKey });
  await finishedRequest(api, done.id);
  for (const lastName of ['Twin', 'Twin']) await createContact(api, lastName);
  const { createUser } = await api.ask<{ createUser: { id: string } }>(
    'mutation { createUser(input: { name: "Ann Employee", email: "ann@browser.example" }) { id } }',
  );
  const broken = 'a-conversation-that-breaks';
  messaging.fault = (body) => {
    if (body.includes(broken)) return { json: { errors: [{ message: 'A fault.' }] } };
    if (body.includes('conversation(')) return 'refuse';
    // An answer, however bad, leaves the circuit closed: others go on asking messaging.
    return body.includes(held.contact) ? 'garbage' : 'none';
  };
  return {
    BAD_USER_INPUT: create({ type: 'GET', term: {} }),
    SUBJECT_NOT_FOUND: create({ type: 'GET', term: { externalContactId: '01900000-0000-7000-8000-000000000000' } }),
    DELETE_NOT_CONFIRMED: create({ type: 'DELETE', term }),
    ACTIVE_EMPLOYEE: create({ type: 'DELETE', term: { userId: createUser.id }, deleteConfirmed: true }),
    BROAD_TERM: create({ type: 'DELETE', term: { name: 'Twin' }, deleteConfirmed: true }),
    MERGE_SET: create({ type: 'DELETE', term: { name: 'Personrefused Number1' }, deleteConfirmed: true }),
    MERGE_SET_TOO_LARGE: create({ type: 'GET', term: { externalContactId: await createLargeSet(system, api) } }),
    PLAN_CHANGED: create({ type: 'GET', term, planHash: 'of another plan' }),
    CONFLICTING_REQUEST: create({
      type: 'DELETE',
      term: { externalContactId: held.contact },
      deleteConfirmed: true,
    }),
    RELATED_REQUESTS_IN_FLIGHT: change('retryGdprRequest', await failedInFamily(api, messaging)),
    IDEMPOTENCY_KEY_REUSED: create({ type: 'EXPORT', term, idempotencyKey }),
    NOT_RETRYABLE: change('retryGdprRequest', done.id),
    NOT_CANCELLABLE: change('cancelGdprRequest', done.id),
    NOT_FOUND: change('cancelGdprRequest', '01900000-0000-7000-8000-000000000000'),
    FORBIDDEN: { query: services, token: await system.token({ organization, scopes: ['directory:view'] }) },
    COMPOSITION_FAILED: registered('type Query {'),
    SERVICES_FIXED: registered('type Query { points: Int }'),
    WEBHOOK_ADDRESS_REFUSED: {
      query: 'mutation { createWebhookEndpoint(input: { url: "https://127.0.0.1/" }) { secret } }',
    },
    SERVICE_UNAVAILABLE: { query: '{ conversation(id: "of-a-service-that-is-away") { id } }' },
    INTERNAL_SERVER_ERROR: { query: `{ conversation(id: "${broken}") { id } }` },
  };
}

const createContact = async (api: ApiClient, lastName: string) =>
  (
    await api.ask<{ createExternalContact: { id: string } }>(
      'mutation ($lastName: String!) { createExternalContact(input: { lastName: $lastName }) { id } }',
      { lastName },
    )
  ).createExternalContact.id;

/** Makes a merge set with one contact too many, directly in the database. */
async function createLargeSet(system: TestSystem, api: ApiClient): Promise<string> {
  const canonical = await createContact(api, 'Many');
  await inDatabase(databaseName(system.databasePrefix, 'external-contacts'), (client) =>
    client.query(
      `INSERT INTO external_contact (organization_id, id, canonical_id, created_at)
       SELECT organization_id, gen_random_uuid(), canonical_id, created_at FROM external_contact, generate_series(1, 500)
       WHERE id = $1`,
      [canonical],
    ),
  );
  return canonical;
}

/** Makes a request that has failed while others of its family are in flight. */
async function failedInFamily(api: ApiClient, messaging: FaultProxy): Promise<string> {
  const [canonical] = await createFamily(api, 'failing');
  const before = messaging.fault as (body: string) => NamedFault;
  let erasures = 0;
  messaging.fault = (body) => {
    if (!body.includes('erasePersonalData(')) return before(body);
    return erasures++ === 0 ? 'error' : 'garbage';
  };
  const term = { externalContactId: canonical };
  const { request } = await createRequest(api, { type: 'DELETE', term, deleteConfirmed: true });
  return eventually(async () => {
    const family = await readRequest(api, request.id);
    return [family, ...family.relatedRequests].find(({ status }) => status === 'ERROR')?.id;
  });
}

/** Opens as many streams as one caller may have. @returns a function that closes them */
export async function crowd(url: string, token: string, query: string, id: string): Promise<() => void> {
  const leave = new AbortController();
  for (let stream = 0; stream < 20; stream += 1) await eventsOf(url, token, query, { id }, leave.signal).next();
  return () => leave.abort();
}
