/** The console has words in both languages for every service, kind of record and error of Habeas; unknown names are made readable. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Kind, parse, type ConstDirectiveNode } from 'graphql';
import { names, readable } from '../../../gateway/web/console/words/values/names';
import { problems } from '../../../gateway/web/console/words/problems';
import { errorCodes } from '../../../subgraphs/kit/base/errors/error-codes';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

const supergraph = parse(readFileSync(path.join(projectRoot(), 'schema', 'supergraph.graphql'), 'utf8'));
const types = supergraph.definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION);
const textOf = ({ arguments: given = [] }: ConstDirectiveNode, name: string) => {
  const value = given.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
};
const directives = (name: string) =>
  types.flatMap((type) =>
    (type.directives ?? [])
      .filter((directive) => directive.name.value === name)
      .map((directive) => ({ type: type.name.value, directive })),
  );

test.each(['en', 'es'] as const)('the name of each service in %s is the one in its schema', (language) => {
  const declared = directives('processing')
    .filter(({ directive }) => (textOf(directive, 'language') ?? 'en') === language)
    .map(({ directive }) => [textOf(directive, 'service'), textOf(directive, 'label')]);
  expect(declared.length).toBeGreaterThan(4);
  expect(names[language].service).toEqual(Object.fromEntries(declared));
});

test.each(['en', 'es'] as const)('every kind of record that a schema names has a name in %s', (language) => {
  const labelled = [...new Set(directives('label').map(({ type }) => type))];
  expect(labelled.length).toBeGreaterThan(8);
  expect(labelled.filter((type) => !names[language].record[type])).toEqual([]);
});

test.each([
  ['loyalty-cards', 'Loyalty cards'],
  ['LoyaltyCard', 'Loyalty card'],
  ['crm_v2.notes', 'Crm v2 notes'],
  ['VATNumber', 'VAT number'],
  ['Überweisung', 'Überweisung'],
  ['x', 'X'],
  ['', ''],
])('a title is made of an unknown name: %p is %p', (name, title) => {
  expect(readable(name)).toBe(title);
});

test.each(['en', 'es'] as const)(
  'whatever somebody can do something about, or a part can fail of, is said in %s',
  (language) => {
    const said = Object.entries(errorCodes).filter(([, { kind }]) => kind === 'request' || kind === 'part');
    expect(said.map(([code]) => code).filter((code) => !problems[language].byCode[code])).toEqual([]);
  },
);
