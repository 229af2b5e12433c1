/** Places that no request can reach are listed for an auditor, not hidden (R18). */
import { ApiClient } from '../../../scripts/develop/api-client';
import { proxyService } from '../../support/faults/fault-proxy';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

interface Listed {
  unreachablePersonalData: {
    nodes: {
      service: string;
      recordType: string;
      recordId: string;
      location: string;
      reason: string;
      remedy: string;
    }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    unavailable: string[];
  };
}

let system: TestSystem;
let api: ApiClient;
const organization = 'unreachable-places';
const ids: Record<string, string> = {};

const list = async (args: { service?: string; first?: number; after?: string | null } = {}, client = api) =>
  (
    await client.ask<Listed & Record<string, unknown>>(
      `query ($service: String, $first: Int, $after: String) {
        unreachablePersonalData(service: $service, first: $first, after: $after) {
          nodes { service recordType recordId location reason remedy } pageInfo { hasNextPage endCursor } unavailable } }`,
      args,
    )
  ).unreachablePersonalData;

const idOf = async (document: string, variables: Record<string, unknown> = {}) =>
  Object.values(await api.ask<Record<string, { id: string }>>(document, variables))[0]?.id ?? '';

beforeAll(async () => {
  system = await sharedSystem();
  api = await system.client({ organization });
  ids.user = await idOf(
    'mutation { createUser(input: { name: "Anna Berg", email: "a@u.example", statusText: "met Nadia Secretname" }) { id } }',
  );
  await idOf('mutation { createUser(input: { name: "Bruno Maas", email: "b@u.example" }) { id } }');
  const contact = await idOf('mutation { createExternalContact(input: { firstName: "Carla" }) { id } }');
  ids.alone = await idOf('mutation { startConversation(input: { channel: WEB_CHAT }) { id } }');
  ids.keys = await idOf(
    'mutation ($id: ID!) { startConversation(input: { channel: SMS, externalContactId: $id, customAttributes: [{ key: "Secretname", value: "x" }] }) { id } }',
    { id: contact },
  );
  await idOf('mutation ($id: ID!) { startConversation(input: { channel: SMS, externalContactId: $id }) { id } }', {
    id: contact,
  });
  ids.recording = await idOf(
    'mutation { addRecording(input: { startedAt: "2026-01-01T00:00:00Z", durationMs: 1, mediaType: "audio/wav", base64: "AAAA", transcript: "Secretname" }) { id } }',
  );
}, 90_000);

afterAll(() => system.stop());

test('every place is listed with its reason and its remedy, and without a value', async () => {
  const { nodes, pageInfo, unavailable } = await list();
  expect(nodes.map(({ service, recordType, recordId }) => [service, recordType, recordId])).toEqual([
    ['directory', 'User', ids.user],
    ['messaging', 'Conversation', ids.alone],
    ['messaging', 'Conversation', ids.keys],
    ['recordings', 'Recording', ids.recording],
  ]);
  expect(nodes.map(({ location }) => location)).toEqual([
    'statusText',
    'the whole conversation: messages, files, custom attributes',
    'customAttributes: the keys',
    'the audio and its transcript',
  ]);
  for (const { reason, remedy } of nodes) expect([reason.length > 20, remedy.length > 20]).toEqual([true, true]);
  expect(JSON.stringify(nodes)).not.toContain('Secretname');
  expect([pageInfo, unavailable]).toEqual([{ hasNextPage: false, endCursor: null }, []]);
});

test('pages of any size list the same, across services', async () => {
  const whole = (await list()).nodes;
  for (const first of [1, 2, 3]) {
    const pages: typeof whole = [];
    for (let after: string | null = null; ;) {
      const page = await list({ first, after });
      expect(page.nodes.length).toBeLessThanOrEqual(first);
      pages.push(...page.nodes);
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
    }
    expect(pages).toEqual(whole);
  }
  expect((await list({ service: 'recordings' })).nodes).toEqual(whole.slice(3));
});

test('associating the conversation makes it reachable', async () => {
  const other = await system.client({ organization: 'associating' });
  const create = async (document: string, variables: Record<string, unknown> = {}) =>
    Object.values(await other.ask<Record<string, { id: string }>>(document, variables))[0]?.id ?? '';
  const contact = await create('mutation { createExternalContact(input: { firstName: "Dora" }) { id } }');
  const conversation = await create('mutation { startConversation(input: { channel: WEB_CHAT }) { id } }');
  expect((await list({}, other)).nodes).toHaveLength(1);
  await create(
    'mutation ($id: ID!, $contact: ID!) { associateConversation(id: $id, externalContactId: $contact) { id } }',
    {
      id: conversation,
      contact,
    },
  );
  expect((await list({}, other)).nodes).toEqual([]);
});

test('bad arguments are named; the scope is required; a look is recorded; a stranger sees nothing', async () => {
  const document = (args: string) => `{ unreachablePersonalData(${args}) { nodes { recordId } } }`;
  expect(await api.refused(document('first: 0'))).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'first' });
  expect(await api.refused(document('after: "x"'))).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'after' });
  expect(await api.refused(document('service: "nobody"'))).toMatchObject({
    code: 'BAD_USER_INPUT',
    argument: 'service',
  });
  const lacking = new ApiClient(system.url, await system.token({ organization, scopes: ['inventory:view'] }));
  expect(await lacking.refused(document('first: 1'))).toMatchObject({
    code: 'FORBIDDEN',
    requiredScopes: ['audit:view'],
  });
  expect((await list({}, await system.client({ organization: 'stranger' }))).nodes).toEqual([]);
  const { auditLog } = await api.ask<{ auditLog: { nodes: { action: string }[] } }>(
    '{ auditLog(first: 200) { nodes { action } } }',
  );
  expect(auditLog.nodes.some(({ action }) => action === 'UNREACHABLE_DATA_LISTED')).toBe(true);
});

test('a stopped service is named, and the others answer', async () => {
  const messaging = await proxyService(system, 'messaging');
  messaging.fault = 'refuse';
  const { nodes, unavailable } = await list();
  expect(unavailable).toEqual(['messaging']);
  expect(nodes.map(({ service }) => service)).toEqual(['directory', 'recordings']);
  await messaging.close();
});
