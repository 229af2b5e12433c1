/** One graph over five services, and what it answers while one of them is down. */
import { ensureCast, type Cast } from '../../../scripts/develop/seed/ensure-cast';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { contractFields } from '../../../subgraphs/kit/contract/declared/contract-fields';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;
let api: ApiClient;
let cast: Cast;

beforeAll(async () => {
  system = await sharedSystem();
  api = await system.client({ organization: 'federation' });
  cast = await ensureCast(api);
}, 90_000);

afterAll(() => system.stop());

const walk = `{
  subjects(term: { name: "Elena Marín Ortega" }) {
    unavailable
    nodes { service entity { ... on ExternalContact { id firstName mergeSet { id } conversations { nodes { id channel agent { name } recordings { id transcript } } } } } }
  }
}`;

interface Walk {
  subjects: {
    unavailable: string[];
    nodes: {
      service: string;
      entity: {
        id: string;
        firstName: string | null;
        mergeSet: { id: string }[];
        conversations: {
          nodes: {
            id: string;
            channel: string;
            agent: { name: string | null };
            recordings: { id: string; transcript: string }[];
          }[];
        };
      };
    }[];
  };
}

test('a query walks from a subject through its conversations to their recordings', async () => {
  const { subjects } = await api.ask<Walk>(walk);
  const [node] = subjects.nodes;
  expect(subjects.nodes).toHaveLength(1);
  expect(node?.entity).toMatchObject({ id: cast.elena[0], firstName: 'Elena' });
  expect(node?.entity.mergeSet.map(({ id }) => id).sort()).toEqual([...cast.elena].sort());
  const recordings = node?.entity.conversations.nodes.flatMap((conversation) => conversation.recordings) ?? [];
  expect(recordings).toEqual([
    { id: expect.any(String) as string, transcript: expect.stringContaining('kettle') as string },
  ]);
  expect(node?.entity.conversations.nodes.map(({ agent }) => agent.name)).toEqual(['Priya Raman', 'Priya Raman']);
});

test('an alias named like the key of a contact is not mistaken for the key', async () => {
  interface Contacts {
    externalContacts: { nodes: { id: string; firstName: string; conversations: { nodes: { id: string }[] } }[] };
  }
  const selection = (alias: string) =>
    `{ externalContacts(first: 50) { nodes { ${alias}firstName conversations(first: 1) { nodes { id } } } } }`;
  const { externalContacts: plain } = await api.ask<Contacts>(selection(''));
  const { externalContacts: aliased } = await api.ask<Contacts>(selection('id: '));
  expect(plain.nodes.some(({ conversations }) => conversations.nodes.length > 0)).toBe(true);
  expect(aliased.nodes).toEqual(plain.nodes.map(({ firstName, conversations }) => ({ id: firstName, conversations })));
});

test.each(contractFields.map(({ type, field }) => [field, type] as const))(
  'the contract field %s cannot be reached from the public API',
  async (field, type) => {
    const operation = type === 'Query' ? 'query' : 'mutation';
    const { status, errors, data } = await api.send(
      `${operation} { ${field}(requestId: "x", term: { name: "Elena" }, replacements: []) { __typename } }`,
    );
    expect(data).toBeNull();
    expect(status).toBe(400);
    expect(errors?.[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
    const { __type } = await api.ask<{ __type: { fields: { name: string }[] } }>(
      `{ __type(name: "${type}") { fields { name } } }`,
    );
    expect(__type.fields.map(({ name }) => name)).not.toContain(field);
  },
);

test('introspection and data may stand in one operation', async () => {
  const answer = await api.ask<{ __type: { name: string }; users: { nodes: unknown[] } }>(
    '{ __type(name: "User") { name } users { nodes { id } } }',
  );
  expect(answer.__type.name).toBe('User');
  expect(answer.users.nodes).toHaveLength(2);
});

describe('with one service down', () => {
  beforeAll(() => system.processes.get('recordings')?.kill('SIGKILL'));
  afterAll(() => system.processes.get('recordings')?.start());

  test('the other fields are answered, nulls are where the specification puts them, and the error names only the service', async () => {
    const { data, errors, text } = await api.send<Walk>(walk);
    const node = data?.subjects.nodes[0];
    expect(node?.service).toBe('external-contacts');
    expect(node?.entity.firstName).toBe('Elena');
    expect(node?.entity.conversations.nodes.map(({ channel, recordings }) => [channel, recordings])).toEqual([
      ['EMAIL', null],
      ['OPEN_MESSAGING', null],
    ]);
    const place = (index: number) => ['subjects', 'nodes', 0, 'entity', 'conversations', 'nodes', index, 'recordings'];
    expect(errors?.map(({ path }) => path)).toEqual([place(0), place(1)]);
    for (const { extensions } of errors ?? [])
      expect(extensions).toEqual({ code: 'SERVICE_UNAVAILABLE', service: 'recordings' });
    expect(text).not.toMatch(/127\.0\.0\.1|localhost|ECONN|:\d{4,5}\b/);
  });

  test('a non-null field makes its parent null, and nothing else', async () => {
    const { data, errors } = await api.send('{ recordings { nodes { id } } users { nodes { id } } }');
    expect(data).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toEqual({ code: 'SERVICE_UNAVAILABLE', service: 'recordings' });
  });

  test('a nullable field is null, and its neighbours are answered', async () => {
    const { data, errors } = await api.send<{ recording: unknown; users: { nodes: unknown[] } }>(
      '{ recording(id: "01900000-0000-7000-8000-000000000000") { id } users { nodes { id } } }',
    );
    expect(data?.recording).toBeNull();
    expect(data?.users.nodes).toHaveLength(2);
    expect(errors?.[0]).toMatchObject({
      path: ['recording'],
      extensions: { code: 'SERVICE_UNAVAILABLE', service: 'recordings' },
    });
  });

  test('piiServices says which service does not answer', async () => {
    const { piiServices } = await api.ask<{
      piiServices: { name: string; available: boolean; requiresSubject: boolean; ownsSubjects: string[] }[];
    }>('{ piiServices { name available requiresSubject ownsSubjects } }');
    expect(piiServices).toEqual([
      { name: 'dialer', available: true, requiresSubject: false, ownsSubjects: ['DIALER_CONTACT'] },
      { name: 'directory', available: true, requiresSubject: false, ownsSubjects: ['USER'] },
      { name: 'external-contacts', available: true, requiresSubject: false, ownsSubjects: ['EXTERNAL_CONTACT'] },
      { name: 'messaging', available: true, requiresSubject: true, ownsSubjects: [] },
      { name: 'recordings', available: false, requiresSubject: false, ownsSubjects: [] },
    ]);
  });
});
