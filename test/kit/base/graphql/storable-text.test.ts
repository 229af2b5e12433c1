/** Text that was damaged before it came is refused, except where an operation repeats what is stored (R3, R14). */
import { parse } from 'graphql';
import { assertSoundText, assertStorableText } from '../../../../subgraphs/kit/base/graphql/storable-text';

const damaged = 'Mar\ufffdn';
const create = parse('mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { id } }');
const rectification = (existing: string, updated: string, name = 'Marin') => ({
  input: { term: { name }, replacements: [{ type: 'NAME', existing, updated }] },
});
const refused = (argument: string) =>
  expect.objectContaining({
    message: expect.stringMatching(/ holds U\+FFFD, /) as string,
    extensions: { code: 'BAD_USER_INPUT', argument },
  }) as Error;

test('a rectification may name the damaged value that it corrects, and nothing else may hold one', () => {
  expect(() => assertSoundText(create, rectification(damaged, 'Marín'))).not.toThrow();
  expect(() => assertSoundText(create, rectification('Marin', damaged))).toThrow(
    refused('input.replacements[0].updated'),
  );
  expect(() => assertSoundText(create, rectification(damaged, 'Marín', damaged))).toThrow(refused('input.term.name'));
});

const written = (existing: string, updated: string) =>
  parse(`mutation { createGdprRequest(input: {
    term: { name: "Marin" } replacements: { type: NAME, existing: ${existing}, updated: ${updated} }
  }) { id } }`);

test('the same holds for literals, which are looked at again each time', () => {
  expect(() => assertSoundText(written(`"${damaged}"`, '"Marín"'))).not.toThrow();
  const document = written('"Marin"', `"${damaged}"`);
  for (let time = 0; time < 2; time += 1) {
    expect(() => assertSoundText(document)).toThrow(refused('input.replacements.updated'));
    expect(() => assertStorableText(document)).not.toThrow();
  }
});

test('a variable is refused for each place at which it stands', () => {
  const place = (text: string) => parse(`mutation ($value: String!) { createGdprRequest(input: { ${text} }) { id } }`);
  const existing = 'replacements: [{ type: NAME, existing: $value, updated: "Marín" }]';
  expect(() => assertSoundText(place(existing), { value: damaged })).not.toThrow();
  expect(() => assertSoundText(place(`${existing} term: { name: $value }`), { value: damaged })).toThrow(
    refused('input.term.name'),
  );
});

test('entities that a router repeats may be damaged', () => {
  const entities = parse('query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }');
  const variables = (name: string) => ({ of: [{ __typename: 'Person', name }] });
  expect(() => assertSoundText(entities, variables(damaged))).not.toThrow();
  expect(() => assertSoundText(entities, variables('\ud800'))).toThrow(/^representations\[0\]\.name holds/);
});

test('a message that lost a letter on its way is recorded as it came', () => {
  const add = parse('mutation ($input: AddMessageInput!) { addMessage(input: $input) { id } }');
  expect(() => assertSoundText(add, { input: { text: damaged } })).not.toThrow();
  expect(() => assertSoundText(add, { input: { text: '\ud800' } })).toThrow(/^input\.text holds/);
  expect(() => assertSoundText(add, { input: { from: damaged } })).toThrow(refused('input.from'));
});
