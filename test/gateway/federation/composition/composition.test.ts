import { parse } from 'graphql';
import { subgraphNames } from '../../../../scripts/develop/subgraphs';
import { composeSupergraph, CompositionError } from '../../../../gateway/federation/composition/compose-supergraph';
import { dataInventoryOf } from '../../../../gateway/federation/supergraph/data-inventory';
import { discoverPiiServices } from '../../../../gateway/federation/supergraph/discovery';
import { partSdl, subgraphSdl } from '../../../../subgraphs/kit/base/sdl';
import { labelsOf } from '../../../../subgraphs/kit/contract/declared/declarations';
import { personalFields } from '../../../../subgraphs/kit/contract/declared/personal-fields';

const subgraphs = subgraphNames().map((name) => ({
  name,
  url: `http://${name}.example/graphql`,
  sdl: subgraphSdl(name),
}));

/** The five services and a sixth, whose SDL is a changed copy of the messaging service's. */
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
        /(personalData\([^]*?\): PersonalData! @shareable) @inaccessible/,
        '$1 @inaccessible @override(from: "dialer")',
      ),
      /messaging: Query\.personalData bears @override/,
    ],
    [
      'a contract field that callers could reach',
      replaced(/(erasePersonalData\([^]*?\): PersonalDataDispositionReport! @shareable) @inaccessible/, '$1'),
      /messaging: Mutation\.erasePersonalData lacks @inaccessible/,
    ],
    [
      'a contract field that is not shareable',
      replaced(/(rectifyPersonalData\([^]*?\): PersonalDataDispositionReport!) @shareable/, '$1'),
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
    [
      'a service on another version of the contract',
      replaced('@piiContract(service: "messaging", version: 2)', '@piiContract(service: "messaging", version: 1)'),
      /^messaging: is not on version 2 of the contract, and states version 1; docs\/contract-v2\.md says how to move$/,
    ],
    [
      'a service that states no version, whatever else it lacks',
      (sdl: string) =>
        replaced(
          'newerRecords: Int!',
          'newer: Int!',
        )(replaced('@piiContract(service: "messaging", version: 2)', '')(sdl)),
      /^messaging: is not on version 2 of the contract, and does not state it: .*contract-v2\.md says how to move$/,
    ],
    [
      'a version that is stated and lost, because the directive is not composed',
      replaced('@composeDirective(name: "@piiContract")', ''),
      /messaging: is not on version 2 of the contract/,
    ],
    [
      'a service that speaks for another',
      replaced('@processing(service: "messaging"', '@processing(service: "dialer"'),
      /messaging: @processing speaks for another service, dialer/,
    ],
    [
      'a language in which the processing is stated twice',
      replaced(/(@processing\((?:[^()"]|"[^"]*")*), language: "es"\)/, '$1)'),
      /messaging: @processing is there twice in the language en/,
    ],
    [
      'a field with two labels in one language',
      replaced('@label(text: "Remitente", language: "es")', '@label(text: "From")'),
      /messaging: Message\.from bears @label twice in the language en/,
    ],
    [
      'a part of the contract that nobody knows',
      replaced(
        'unreachableData(',
        'sealPersonalData(term: PersonalDataTermInput!): Boolean! @shareable @inaccessible unreachableData(',
      ),
      /messaging: Query\.sealPersonalData is of no part of the contract that this version knows \(unreachable, restriction, linked, streaming\)/,
    ],
    [
      'a part of the contract that is not whole',
      replaced(/"Where in the record: a field, or what of it."\n {2}location: String!\n/, ''),
      /messaging: lacks type UnreachableDataPlace\.location of the contract/,
    ],
    [
      'an input field that is missing',
      replaced(/"The system that gave it; any when absent\."\n {2}source: String\n/, ''),
      /messaging: lacks input ExternalIdInput\.source of the contract/,
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

  test('a subgraph without personal data that has fewer values of the contract’s types: they would be lost for all', () => {
    const extra = {
      name: 'extra',
      url: 'http://extra.example',
      sdl: `type Query { handles(of: SocialHandleInput, on: SocialPlatform): Int }
        input SocialHandleInput { platform: SocialPlatform! }
        enum SocialPlatform { TWITTER INSTAGRAM FACEBOOK APPLE_MESSAGES }`,
    };
    expect(problemsOf(() => composeSupergraph({ subgraphs: [...subgraphs, extra] }))).toEqual([
      'extra: lacks input SocialHandleInput.handle of the contract',
      'extra: lacks enum SocialPlatform.WHATSAPP of the contract',
    ]);
  });

  test('the loss of a PII service, or of its contract, unless it is retired', () => {
    const previous = composeSupergraph({ subgraphs }).supergraphSdl;
    const without = subgraphs.filter(({ name }) => name !== 'recordings');
    expect(problemsOf(() => composeSupergraph({ subgraphs: without, previous }))).toEqual([
      expect.stringMatching(/^recordings: .*has vanished.*# retired: recordings/) as string,
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

  test('an SDL that cannot be parsed, which is all that is told of that service', () => {
    const unreadable = [expect.stringMatching(/^messaging: its SDL cannot be parsed/) as string];
    expect(problemsOf(() => compose(() => 'type Query {'))).toEqual(unreadable);
    const previous = composeSupergraph({ subgraphs }).supergraphSdl;
    const broken = subgraphs.map((each) => (each.name === 'messaging' ? { ...each, sdl: 'type Query {' } : each));
    expect(problemsOf(() => composeSupergraph({ subgraphs: broken, previous }))).toEqual(unreadable);
  });
});

test('descriptions and order may differ from the contract', () => {
  expect(() => compose(replaced('"How many records the page holds at most."', '"Page size."'))).not.toThrow();
});

test('a service without a purpose of processing is reported', () => {
  const { warnings } = compose((sdl) => sdl.replace(/@processing\(service(?:[^()"]|"[^"]*")*\)/g, ''));
  expect(warnings).toEqual([
    'messaging: does not say what it processes personal data for: Query lacks @processing(service: "messaging", ...)',
  ]);
});

test('labels of types and fields are read from the supergraph, for the services that have the type', () => {
  const services = discoverPiiServices(compose((sdl) => sdl).supergraphSdl);
  const labels = Object.fromEntries(
    services.map(({ name, labels: said }) => [
      name,
      said.filter(({ coordinate }) => ['User.email', 'Message'].includes(coordinate)),
    ]),
  );
  expect(labels.messaging).toEqual([
    { coordinate: 'Message', text: 'Message', language: 'en' },
    { coordinate: 'Message', text: 'Mensaje', language: 'es' },
  ]);
  expect(labels.directory).toEqual([
    { coordinate: 'User.email', text: 'E-mail address', language: 'en' },
    { coordinate: 'User.email', text: 'Correo electrónico', language: 'es' },
  ]);
  expect(labels.recordings).toEqual([]);
});

test.each(subgraphs.filter(({ name }) => name !== 'gdpr'))(
  '$name says what each of its personal fields, and their types, are called in both languages of the package',
  ({ sdl }) => {
    const document = parse(sdl);
    const said = labelsOf(document).map(({ coordinate, language }) => `${coordinate} ${language}`);
    const fields = personalFields(document);
    const wanted = [...fields, ...fields.map((field) => field.split('.')[0] ?? '')];
    expect(wanted.length).toBeGreaterThan(1);
    expect(wanted.flatMap((each) => [`${each} en`, `${each} es`]).filter((each) => !said.includes(each))).toEqual([]);
  },
);

test('the purposes and the optional parts of a service are read from the supergraph', () => {
  const services = discoverPiiServices(compose(replaced(partSdl('unreachable'), ''), 'dialer').supergraphSdl);
  const [dialer, directory] = services;
  expect([dialer?.parts, directory?.parts]).toEqual([
    ['restriction', 'linked', 'streaming'],
    ['unreachable', 'restriction', 'streaming'],
  ]);
  for (const { name, processing } of services)
    expect([name, processing.map(({ language }) => language)]).toEqual([name, ['en', 'es']]);
  expect(dialer?.processing[0]).toEqual({
    service: 'dialer',
    label: 'Outbound calls',
    purpose: 'To call people on lists that the organisation made, and to honour objections to calls.',
    legalBasis: 'Art. 6(1)(a): consent to be called; for the do-not-call list Art. 6(1)(c)',
    recipients: ["The organisation's agents"],
    retention: 'Until the list or the contact is erased; an objection to calls is kept as a digest.',
    source: 'Lists that the organisation uploads.',
    transfers: null,
    automatedDecisions: null,
    language: 'en',
  });
});

test('a text field that is neither marked as personal nor exempt is reported', () => {
  const { warnings } = compose(
    replaced(
      'type Conversation @key(fields: "id")',
      'type Extra { remark: String }\ntype Conversation @key(fields: "id")',
    ),
  );
  expect(warnings).toEqual(['messaging: Extra.remark is text and bears neither @personalData nor @notPersonal']);
});

test('the PII services, their URLs and the subjects that they own are read from the supergraph alone', () => {
  const { supergraphSdl } = composeSupergraph({ subgraphs });
  expect(discoverPiiServices(supergraphSdl).map(({ name, url, ownsSubjects }) => [name, url, ownsSubjects])).toEqual([
    ['dialer', 'http://dialer.example/graphql', ['DIALER_CONTACT']],
    ['directory', 'http://directory.example/graphql', ['USER']],
    ['external-contacts', 'http://external-contacts.example/graphql', ['EXTERNAL_CONTACT']],
    ['messaging', 'http://messaging.example/graphql', []],
    ['recordings', 'http://recordings.example/graphql', []],
  ]);
  // The gdpr subgraph shares the contract's types, but is no PII service.
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
    new Set(['dialer', 'directory', 'external-contacts', 'gdpr', 'messaging', 'recordings']),
  );
  expect(services).toContain('gdpr');
});
