/** The kit handles any text in time linear in its length, because callers can send any (R27). */
import { GraphQLError, parse } from 'graphql';
import { checkedMediaType, checkedTime, decodeBase64, replaceAnywhere, replaceParts } from '../../subgraphs/kit';
import { markdownTable } from '../../subgraphs/kit/base/markdown';
import { assertStorableText } from '../../subgraphs/kit/base/graphql/storable-text';
import { formerFingerprints, normalizeValue, parseTerm, valueTypes } from '../../subgraphs/kit/base/terms';
import { maximumLength } from '../../subgraphs/kit/base/terms/characters';
import { withoutValues } from '../../subgraphs/kit/base/graphql/value-free-errors';
import { processorTime } from '../support/processor-time';

const size = 400_000;
const parts = [
  '/',
  ' ',
  '.',
  '@',
  'a@',
  '.ana',
  '-',
  '0',
  '+',
  "'",
  '\n',
  'x=";',
  'a/a;a="',
  'Enum "',
  '$x "',
  '\u0301',
  'ﷺ',
  '明',
];
const texts = parts.flatMap((part) => [part.repeat(size / part.length), `${part.repeat(size / part.length)}x`]);

const refusedOr = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return error;
  }
};
const document = parse('query ($value: String) { field(value: $value) }');

const handlers: [string, (text: string) => unknown][] = [
  ...valueTypes.map((type): [string, (text: string) => unknown] => [
    `normalizeValue for ${type}`,
    // Both the whole text, and the part of it that is read.
    (text) => [normalizeValue(type, text), normalizeValue(type, text.slice(0, maximumLength))],
  ]),
  [
    'formerFingerprints',
    (text) => {
      for (const type of valueTypes)
        formerFingerprints({
          kind: 'value',
          type,
          value: text.slice(0, maximumLength),
          key: '',
          indexed: [],
          searched: [],
        });
    },
  ],
  ['parseTerm', (text) => refusedOr(() => parseTerm({ name: text }))],
  [
    'replaceAnywhere',
    (text) => replaceAnywhere(text, [{ type: 'PHONE', existing: '+34600000001', updated: '+34600000002' }]),
  ],
  [
    'replaceParts',
    (text) => {
      for (const [existing, updated] of [
        ['王小明', text],
        [text.slice(0, maximumLength), '王大明'],
      ] as const)
        replaceParts({ type: 'NAME', separator: ' ' }, { first: '小明', last: '王' }, [
          { type: 'NAME', existing, updated },
        ]);
    },
  ],
  ['checkedMediaType', (text) => refusedOr(() => checkedMediaType('value', text))],
  ['checkedTime', (text) => refusedOr(() => checkedTime('value', text))],
  ['decodeBase64', (text) => refusedOr(() => decodeBase64('value', text))],
  ['markdownTable', (text) => markdownTable([text], [[text]])],
  ['demandStorableText', (value) => refusedOr(() => assertStorableText(document, { value }))],
  [
    'withoutValues',
    (message) =>
      ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'].map((code) =>
        withoutValues({ message, extensions: { code } }, new GraphQLError(message, { nodes: document.definitions })),
      ),
  ],
];

test.each(handlers)('%s handles any text of 400,000 characters within ten seconds', (_, handle) => {
  for (const text of texts) {
    expect(processorTime(() => handle(text))).toBeLessThan(10_000);
  }
});

describe('variables that no argument takes', () => {
  const nested = (inner: string) => JSON.parse(`${'['.repeat(size)}${inner}${']'.repeat(size)}`) as unknown;

  test('nested without end are refused, with their place', () => {
    expect(() => assertStorableText(document, { value: nested('"\\u0000"') })).toThrow(
      /^value(\[0\]){100} is nested deeper/,
    );
  });

  test('half of a surrogate pair, or U+0000, is refused with its place', () => {
    for (const text of ['\u0000', '\ud83d', 'a\ude42'])
      expect(() => assertStorableText(document, { value: [{ a: ['x', text] }] })).toThrow(/^value\[0\]\.a\[1\] holds/);
    expect(() => assertStorableText(document, { value: [{ a: ['🙂'] }, 'x'] })).not.toThrow();
  });
});
