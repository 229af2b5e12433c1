/** `@personalData`: what a schema declares is what `personalData` reports, and what an erasure takes. */
import { parse, type DocumentNode } from 'graphql';
import { bears, namedType, objectFields } from '../../contract/declared/personal-fields';
import type { Check } from '../check';
import { fill, type Fixture } from '../fixture';
import { termOf, type Values } from '../people/made-up';
import { personalSelection } from '../selection';
import { Violation, type FoundRecord } from '../exchange';
import type { Person, Target } from '../target';
import { acts, finish } from './acting';

/** A value that the fixture sets, and where the service should report it. */
interface SetValue {
  /** `Type.field` of the schema. */
  coordinate: string;
  recordType: string;
  name: string;
  value: string;
}

/** The fields with `@personalData`, except objects whose own fields have it. */
function declaredFields(document: DocumentNode): string[] {
  const types = objectFields(document);
  const declares = (type: string) => (types.get(type) ?? []).some((field) => bears(field, 'personalData'));
  return [...types].flatMap(([type, fields]) =>
    fields
      .filter((field) => bears(field, 'personalData') && !declares(namedType(field.type)))
      .map((field) => `${type}.${field.name.value}`),
  );
}

function setValues({ fields }: Fixture, values: Values): SetValue[] {
  return Object.entries(fields).flatMap(([coordinate, given]) => {
    const set = typeof given === 'string' ? { value: given, as: coordinate } : given;
    if ('why' in set) return [];
    const [recordType = '', ...name] = set.as.split('.');
    return [{ coordinate, recordType, name: name.join('.'), value: fill(set.value, values) }];
  });
}

/** The values of a record by the names that they are reported under; those of an attachment as `attachments.filename`. */
const reported = ({ fields, attachments }: FoundRecord): [name: string, value: string][] => [
  ...fields.map(({ name, value }): [string, string] => [name, value]),
  ...attachments.flatMap((file) =>
    Object.entries(file).map(([name, value]): [string, string] => [`attachments.${name}`, value]),
  ),
];

/** Every record that any of a person's terms finds. */
async function allRecords(target: Target, { terms }: Person): Promise<FoundRecord[]> {
  const found: FoundRecord[] = [];
  for (const term of terms) found.push(...(await target.findAll(termOf(...term))));
  return found;
}

/** All texts in an answer, however deep. */
const textsOf = (answer: unknown): string[] =>
  typeof answer === 'object' && answer !== null ? Object.values(answer).flatMap(textsOf) : [String(answer)];

export const declaredChecks: Check[] = [
  {
    id: 'declared-reported',
    level: 'required',
    title: 'every field that bears @personalData is set by the fixture and comes back from personalData',
    rule: 'Art. 15, R22',
    async run({ target, sdl }) {
      const declared = declaredFields(parse(sdl));
      const named = Object.keys(target.fixture.fields);
      const forgotten = declared.filter((field) => !named.includes(field));
      if (forgotten.length > 0)
        throw new Violation(
          `The fixture neither sets nor explains ${forgotten.join(', ')}, which bear @personalData: name them in fields.`,
          'the SDL',
          declared,
        );
      const unknown = named.filter((field) => !declared.includes(field));
      if (unknown.length > 0)
        throw new Violation(
          `The fixture's fields name ${unknown.join(', ')}, which bear no @personalData.`,
          'the SDL',
          declared,
        );
      const person = await target.completePerson();
      const records = await allRecords(target, person);
      const missing = setValues(target.fixture, person.values).filter(
        ({ recordType, name, value }) =>
          !records.some(
            (record) =>
              record.recordType === recordType &&
              reported(record).some(([reportedAs, text]) => reportedAs === name && text.includes(value)),
          ),
      );
      if (missing.length > 0)
        throw target.violation(
          `personalData does not report ${missing.map(({ coordinate, recordType, name }) => `${coordinate} (as ${recordType}.${name})`).join(', ')}.`,
        );
    },
  },
  {
    id: 'declared-erased',
    level: 'required',
    title:
      'no value of a field that bears @personalData can be read of an entity after its erasure, unless it is retained',
    rule: 'Art. 17, R12, R22',
    async run({ target, sdl }) {
      const { entity, scopes } = target.fixture;
      const selection = entity ? personalSelection(parse(sdl), entity.typename) : '';
      if (!entity || selection === '') return { skip: 'The fixture names no entity that leads to personal data.' };
      const person = await target.completePerson();
      const read = async () => {
        const { _entities: found } = await target.ask<{ _entities: unknown[] }>(
          `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${entity.typename} { ${selection} } } }`,
          { representations: [{ __typename: entity.typename, id: fill(entity.id, person.values) }] },
          { purpose: 'query', scopes },
        );
        return textsOf(found);
      };
      const before = await read();
      const shown = setValues(target.fixture, person.values).filter(({ value }) =>
        before.some((text) => text.includes(value)),
      );
      if (shown.length === 0) throw target.violation('The entity shows none of the values that the fixture has set.');
      const reports = await finish(acts.erase, target, 'declared', target.manyTerm(person), person, 1_000);
      // `erased-not-found` reports what a term still finds.
      if ((await target.findAll(target.manyTerm(person))).length > 0) return undefined;
      const kept = new Set(
        (reports.at(-1)?.dispositions ?? [])
          .filter(({ disposition }) => ['RETAINED', 'NOT_SUPPORTED'].includes(disposition))
          .map(({ recordType }) => recordType),
      );
      const after = await read();
      const left = shown.filter(
        ({ recordType, value }) => !kept.has(recordType) && after.some((text) => text.includes(value)),
      );
      if (left.length > 0)
        throw target.violation(
          `After the erasure the service still holds ${left.map(({ coordinate }) => coordinate).join(', ')}.`,
        );
      return undefined;
    },
  },
];
