import { subgraphNames } from '../../../../scripts/develop/subgraphs';
import { composeSupergraph, CompositionError } from '../../../../gateway/federation/composition/compose-supergraph';
import { dataInventoryOf } from '../../../../gateway/federation/supergraph/data-inventory';
import { discoverPiiServices } from '../../../../gateway/federation/supergraph/discovery';
import { subgraphSdl } from '../../../../subgraphs/kit/base/sdl';

const subgraphs = subgraphNames().map((name) => ({
  name,
  url: `http://${name}.example/graphql`,
  sdl: subgraphSdl(name),
}));

/** The five services and a sixth, whose SDL is the messaging service's, changed. */
function compose(change: (sdl: string) => string, name = 'messaging') {
  return composeSupergraph({
    subgraphs: subgraphs.map((each) => (each.name === name ? { ...each, sdl: change(each.sdl) } : each)),
  });
}

function problemsOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof CompositionError) return error.problems;
    throw error;
  }
  return [];
}

const replaced = (from: string | RegExp, to: string) => (sdl: string) => {
  const changed = sdl.replace(from, to);
  if (changed === sdl) throw new Error('The test changed nothing.');
  return changed;
};

describe('composition refuses, and names the service', () => {
  test.each([
    [
      '@override on a contract field',
      replaced(
        /(personalData\([^)]*\): PersonalData! @shareable) @inaccessible/,
        '$1 @inaccessible @override(from: "dialer")',
      ),
      /messaging: Query\.personalData bears @override/,
    ],
    [
      'a contract field that callers could reach',
      replaced(/(erasePersonalData\([^)]*\): PersonalDataDispositionReport! @shareable) @inaccessible/, '$1'),
      /messaging: Mutation\.erasePersonalData lacks @inaccessible/,
    ],
    [
      'a contract field that is not shareable',
      replaced(/(rectifyPersonalData\([^)]*\): PersonalDataDispositionReport!) @shareable/, '$1'),
      /messaging: Mutation\.rectifyPersonalData lacks @shareable/,
    ],
    [
      'a missing mutation',
      replaced(/"Replaces values in the records that the term identifies[\s\S]*?@shareable @inaccessible/, ''),
      /messaging: implements a part of the contract and lacks Mutation\.rectifyPersonalData/,
    ],
    [
      'a renamed enum value',
      replaced(/\n {2}ANONYMIZED\n/, '\n  ANONYMISED\n'),
      /messaging: lacks enum PersonalDataDisposition\.ANONYMIZED of the contract/,
    ],
    [
      'a field that is missing in a contract type',
      replaced(/"Directory users only: whether the person still works here\."\n {2}activeEmployee: Boolean\n/, ''),
      /messaging: lacks type DataSubject\.activeEmployee of the contract/,
    ],
    [
      'another type of an argument',
      replaced(/first: Int! = 200/, 'first: Int! = 100'),
      /messaging: type Query\.personalData differs from the contract/,
    ],
  ])('%s', (_, change, problem) => {
    expect(problemsOf(() => compose(change)).join('\n')).toMatch(problem);
  });

  test('personal data in a service without the contract', () => {
    const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      directive @personalData(category: String!, onErase: String!) on FIELD_DEFINITION
      type Query { loyaltyCard(id: ID!): LoyaltyCard }
      type LoyaltyCard @key(fields: "id") { id: ID! holder: String @personalData(category: "NAME", onErase: "ERASED") }`;
    const problems = problemsOf(() =>
      composeSupergraph({ subgraphs: [...subgraphs, { name: 'loyalty', url: 'http://loyalty.example', sdl }] }),
    );
    expect(problems).toEqual([
      'loyalty: LoyaltyCard.holder bears @personalData, and the service does not implement the contract',
    ]);
  });

  test('a PII service that vanishes or loses the contract, unless it is retired', () => {
    const previous = composeSupergraph({ subgraphs }).supergraphSdl;
    const without = subgraphs.filter(({ name }) => name !== 'recordings');
    expect(problemsOf(() => composeSupergraph({ subgraphs: without, previous }))).toEqual([
      expect.stringMatching(/^recordings: .*has vanished/) as string,
    ]);
    const bare = { name: 'recordings', url: 'http://recordings.example', sdl: 'type Query { recordingsVersion: Int }' };
    expect(problemsOf(() => composeSupergraph({ subgraphs: [...without, bare], previous }))).toEqual([
      expect.stringMatching(/^recordings: .*has lost the contract/) as string,
    ]);
    expect(composeSupergraph({ subgraphs: without, previous, retired: ['recordings'] }).supergraphSdl).toMatch(
      /^# retired: recordings\n/,
    );
  });

  test.each(['authenticated', 'policy(policies: [["p"]])'])('@%s, which the gateway does not enforce', (directive) => {
    const name = directive.replace(/\(.*/, '');
    const extra = {
      name: 'extra',
      url: 'http://extra.example',
      sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@${name}"])
        type Query { extra: Int @${directive} }`,
    };
    expect(problemsOf(() => composeSupergraph({ subgraphs: [...subgraphs, extra] }))).toEqual([
      `the feature https://specs.apollo.dev/${name}/v0.1 (for: SECURITY) is not one that this gateway enforces`,
      `@${name} is used, and this gateway does not enforce it`,
    ]);
  });

  test('an SDL that cannot be parsed', () => {
    expect(problemsOf(() => compose(() => 'type Query {'))).toEqual([
      expect.stringMatching(/^messaging: its SDL cannot be parsed/) as string,
    ]);
  });
});

test('descriptions and order are the service’s own: they are no difference', () => {
  expect(() => compose(replaced('"How many records the page holds at most."', '"Page size."'))).not.toThrow();
});

test('a text field that is neither personal nor exempt is reported', () => {
  const { warnings } = compose(
    replaced(
      'type Conversation @key(fields: "id")',
      'type Extra { remark: String }\ntype Conversation @key(fields: "id")',
    ),
  );
  expect(warnings).toEqual(['messaging: Extra.remark is text and bears neither @personalData nor @notPersonal']);
});

test('the PII services, their URLs and the subjects they own are read from the supergraph alone', () => {
  const { supergraphSdl } = composeSupergraph({ subgraphs });
  expect(discoverPiiServices(supergraphSdl).map(({ name, url, ownsSubjects }) => [name, url, ownsSubjects])).toEqual([
    ['dialer', 'http://dialer.example/graphql', ['DIALER_CONTACT']],
    ['directory', 'http://directory.example/graphql', ['USER']],
    ['external-contacts', 'http://external-contacts.example/graphql', ['EXTERNAL_CONTACT']],
    ['messaging', 'http://messaging.example/graphql', []],
    ['recordings', 'http://recordings.example/graphql', []],
  ]);
  // The gdpr subgraph shares the contract's types and must not be taken for a service.
  const alone = composeSupergraph({
    subgraphs: subgraphs.filter(({ name }) => ['gdpr', 'directory', 'external-contacts', 'dialer'].includes(name)),
  });
  expect(discoverPiiServices(alone.supergraphSdl).map(({ name }) => name)).toEqual([
    'dialer',
    'directory',
    'external-contacts',
  ]);
});

test('the register of processing is read from the supergraph (R22)', () => {
  const { rows, services } = dataInventoryOf(composeSupergraph({ subgraphs }).supergraphSdl);
  expect(rows).toContainEqual({
    service: 'messaging',
    type: 'Message',
    field: 'text',
    category: 'COMMUNICATION',
    onErase: 'ERASED',
    legalBasis: null,
  });
  expect(rows).toContainEqual({
    service: 'dialer',
    type: 'DoNotCallEntry',
    field: 'digest',
    category: 'PHONE',
    onErase: 'RETAINED',
    legalBasis: 'Art. 17(3)(b): duty to honour the objection to calls (Art. 21(3))',
  });
  expect(new Set(rows.map(({ service }) => service))).toEqual(
    new Set(['dialer', 'directory', 'external-contacts', 'messaging', 'recordings']),
  );
  expect(services).toContain('gdpr');
});
