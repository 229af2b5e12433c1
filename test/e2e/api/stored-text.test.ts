/** Stored text comes back unchanged, or is refused before anything is done; the audit log stays valid (R21). */
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'stored-text';
let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await sharedSystem();
  api = await system.client({ organization });
}, 90_000);

afterAll(() => system.stop());

const report = `query Report($purpose: String!) { personalDataReport(term: { email: "a@example.com" }, purpose: $purpose) { service } }`;
const log = '{ auditLog(first: 200) { verified nodes { actor detail } } }';

interface Log {
  auditLog: { verified: boolean; nodes: { actor: string; detail: string }[] };
}

test.each([
  ['half a surrogate pair', 'agent-\ud83d'],
  ['U+0000', 'agent-\u0000'],
  ['257 characters', 'a'.repeat(257)],
])('a token whose subject has %s is refused with 401, and the audit log goes on', async (_what, subject) => {
  const stranger = await system.client({ organization, subject });
  const { status, errors } = await stranger.send(report, { purpose: 'a look' });
  expect([status, errors]).toEqual([
    401,
    [{ message: 'The token lacks a usable claim sub.', extensions: { code: 'UNAUTHENTICATED' } }],
  ]);
  const purpose = `Zoë 👩‍👩‍👧 ${randomUUID()}`;
  await api.ask(report, { purpose });
  const { auditLog } = await api.ask<Log>(log);
  expect(auditLog.verified).toBe(true);
  expect(auditLog.nodes.at(-1)?.detail).toContain(purpose);
});

const creation = 'mutation Create($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { created } }';
const get = { type: 'GET', term: { email: 'a@example.com' } };

/** Every stored text of the API, with the greatest number of characters. */
const inputs: [argument: string, longest: number, document: string, variables: (text: string) => object][] = [
  ['purpose', 500, report, (purpose) => ({ purpose })],
  ['input.idempotencyKey', 200, creation, (idempotencyKey) => ({ input: { ...get, idempotencyKey } })],
  ['input.reference', 200, creation, (reference) => ({ input: { ...get, reference } })],
  ['input.planHash', 200, creation, (planHash) => ({ input: { ...get, planHash } })],
  ['input.term.name', 500, creation, (name) => ({ input: { type: 'GET', term: { name } } })],
  [
    'input.term.dialerContactId.contactListId',
    200,
    creation,
    (contactListId) => ({ input: { type: 'GET', term: { dialerContactId: { id: randomUUID(), contactListId } } } }),
  ],
  [
    'input.statusText',
    500,
    'mutation Create($input: CreateUserInput!) { createUser(input: $input) { id } }',
    (statusText) => ({ input: { name: 'Ada Quill', email: 'ada@work.example', statusText } }),
  ],
  [
    'input.address.city',
    500,
    'mutation Create($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
    (city) => ({ input: { firstName: 'Ada', address: { city } } }),
  ],
  [
    'input.externalIds[1]',
    500,
    'mutation Create($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
    (id) => ({ input: { firstName: 'Ada', externalIds: ['1', id] } }),
  ],
  [
    'input.columns[0].name',
    500,
    'mutation Create($input: CreateContactListInput!) { createContactList(input: $input) { id } }',
    (name) => ({ input: { name: 'A list', columns: [{ name }] } }),
  ],
];

test.each(inputs)(
  '%s takes no text that would be stored as another, and %d characters',
  async (argument, longest, document, variables) => {
    for (const text of ['abc\ud83d', '\ude00abc', 'abc\u0000', 'a'.repeat(longest + 1)])
      expect(await api.refused(document, variables(text) as Record<string, unknown>)).toMatchObject({
        code: 'BAD_USER_INPUT',
        argument,
      });
  },
);
