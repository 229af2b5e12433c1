/** Restriction of processing (Art. 18, R34), for services that have this part of the contract. */
import { randomUUID } from 'node:crypto';
import { parse } from 'graphql';
import { declaresPart } from '../../contract/declared/contract-checks';
import { isValueType, type TermInput } from '../../base/terms';
import type { Check } from '../check';
import { fill } from '../fixture';
import { termOf } from '../people/made-up';
import { personalSelection } from '../selection';
import type { Reply } from '../exchange';
import type { Person, Target } from '../target';

const document = `mutation Restrict($restrictionId: ID!, $term: PersonalDataTermInput!, $restricted: Boolean!) {
  restrictPersonalData(restrictionId: $restrictionId, term: $term, restricted: $restricted) { restricted }
}`;

/** Restricts a person, or lifts the restriction. @throws Violation when the service reports another state than `expected` */
async function restrict(
  target: Target,
  variables: { restrictionId: string; term: TermInput; restricted: boolean },
  expected = variables.restricted,
): Promise<void> {
  const { restrictPersonalData: report } = await target.ask<{ restrictPersonalData: { restricted: boolean } }>(
    document,
    variables,
    { requestId: variables.restrictionId },
  );
  if (report.restricted !== expected)
    throw target.violation(`The service says restricted: ${String(report.restricted)}, and it is ${String(expected)}.`);
}

/** Whether an answer shows any of a person's own values. */
const shows = ({ text }: Reply, { values }: Person): boolean =>
  [values.email, values.name, values.text, values.phone].some((value) => value !== undefined && text.includes(value));

const coded = ({ errors }: Reply) => errors.some(({ extensions }) => extensions?.code === 'RESTRICTED');

export const restrictingChecks: Check[] = [
  {
    id: 'restriction-kept',
    level: 'required',
    title:
      'the values of a restricted person answer null with RESTRICTED, access goes on, and what was lifted stays so',
    rule: 'Art. 18, R34',
    async run({ target, sdl }) {
      const schema = parse(sdl);
      if (!declaresPart(schema, 'restriction')) return { skip: 'The service does not have this part of the contract.' };
      const { entity, scopes } = target.fixture;
      const selection = entity ? personalSelection(schema, entity.typename) : '';
      const [person, other] = [await target.completePerson(), await target.completePerson()];
      const own = person.terms.find(([each]) => !isValueType(each));
      if (!entity || selection === '' || !own)
        return { skip: 'The fixture names no id, or no entity that leads to personal data.' };
      const read = ({ values }: Person) =>
        target.send(
          `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${entity.typename} { ${selection} } } }`,
          { representations: [{ __typename: entity.typename, id: fill(entity.id, values) }] },
          { purpose: 'query', scopes },
        );
      if (!shows(await read(person), person)) return { skip: 'The entity shows no value that the check has made up.' };
      const given = { restrictionId: `restriction-${randomUUID()}`, term: termOf(...own) };
      const refused = await target.send(document, { ...given, restricted: true }, { purpose: 'query', scopes });
      if (refused.errors.length === 0) throw target.violation('A token of the purpose query restricts somebody.');
      await restrict(target, { ...given, restricted: true });
      await restrict(target, { ...given, restricted: true });
      const restricted = await read(person);
      if (shows(restricted, person)) throw target.violation('A value of a restricted person is shown.');
      if (!coded(restricted)) throw target.violation('Nothing says RESTRICTED where a value is left out.');
      if (!shows(await read(other), other)) throw target.violation('Somebody else is restricted too.');
      if ((await target.findAll(target.manyTerm(person))).length === 0)
        throw target.violation('personalData finds nothing of a restricted person: access goes on.');
      await restrict(target, { ...given, restricted: false });
      if (!shows(await read(person), person)) throw target.violation('The values do not come back with the lifting.');
      await restrict(target, { ...given, restricted: true }, false);
      if (!shows(await read(person), person))
        throw target.violation('A call that came after the lifting restricts the person again.');
      return undefined;
    },
  },
];
