/** The other persons whom records are about (R31, R34), for services that have this part of the contract. */
import { parse } from 'graphql';
import { documents } from '../../base/contract/answers';
import { declaresPart } from '../../contract/declared/contract-checks';
import { isValueType, subjectTypeOf, type SubjectType, type TermInput } from '../../base/terms';
import type { Check } from '../check';
import { fill } from '../fixture';
import { samples, termOf } from '../people/made-up';
import { contractDocuments, type TokenClaims } from '../exchange';
import type { Target } from '../target';

interface Linked {
  type: SubjectType;
  id: string;
  contactListId: string | null;
}

/** Enough pages of one record for the people of the checks. */
const mostPages = 50;

/** The persons of all pages, each as `listId/id` or `id`. @throws Violation when the pages do not end */
async function linkedTo(target: Target, term: TermInput, asOf: string | null = null): Promise<string[]> {
  const found: Linked[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const { linkedSubjects: page }: { linkedSubjects: { subjects: Linked[]; endCursor: string | null } } =
      await target.ask(documents.linked, { term, first: 1, after, asOf });
    found.push(...page.subjects);
    after = page.endCursor;
    if (after === null)
      return found.map(({ type, id, contactListId }) => `${type} ${contactListId ? `${contactListId}/` : ''}${id}`);
  }
  throw target.violation('The pages do not end: endCursor never becomes null.');
}

const showsAny = async (target: Target, term: TermInput, asOf: string | null = null): Promise<boolean> =>
  (await target.find(term, 1, null, asOf)).records.length > 0;

/** What is wrong with a call: its variables, or the claims of its token. */
const unfit: [variables: Record<string, unknown>, claims: TokenClaims][] = [
  [{}, { purpose: 'query' }],
  [{ first: 0 }, {}],
  [{ after: 'no cursor' }, {}],
  [{ term: {} }, {}],
  [{ asOf: 'no mark' }, {}],
];

export const linkingChecks: Check[] = [
  {
    id: 'linked-named',
    level: 'required',
    title: 'whoever a record is about is named to a request about the other person, and nobody else is',
    rule: 'R31, R34',
    async run({ target, sdl }) {
      if (!declaresPart(parse(sdl), 'linked')) return { skip: 'The service does not have this part of the contract.' };
      const { linked } = target.fixture;
      if (!linked) return { skip: 'The fixture does not say how a record comes to be about two persons.' };
      const [person, other] = [await target.linkedPerson(), await target.linkedPerson()];
      const term = target.manyTerm(person);
      const nameOf = (values: typeof person.values) => `${subjectTypeOf[linked.type]} ${fill(linked.id, values)}`;
      const named = await linkedTo(target, term);
      if (!named.includes(nameOf(person.values)))
        throw target.violation('The other person whom a record is about is not named.');
      if (named.includes(nameOf(other.values))) throw target.violation('A person of somebody else’s record is named.');
      const own = person.terms.flatMap(([type, value]) =>
        isValueType(type) ? [] : [`${subjectTypeOf[type]} ${value}`],
      );
      if (own.some((name) => named.includes(name))) throw target.violation('The term’s own person is named.');
      const reverse = await linkedTo(target, termOf(linked.type, fill(linked.id, person.values)));
      if (!own.some((name) => reverse.includes(name)))
        throw target.violation('A request about the other person is not told whose record it is.');
      if ((await linkedTo(target, termOf(linked.type, samples[linked.type].nobodys()))).length > 0)
        throw target.violation('Somebody is named for a term that finds nothing.');

      // Whether pages of records are right, other checks say: what they show nothing of is not told here.
      const before = '2000-01-01T00:00:00Z';
      if ((await linkedTo(target, term, before)).length > 0 && !(await showsAny(target, term, before)))
        throw target.violation('A person is named of a record that the mark does not cover.');
      const apart = target.apart();
      if ((await linkedTo(apart, term)).length > 0 && !(await showsAny(apart, term)))
        throw apart.violation('A person of another organisation’s record is named.');
      for (const [wrong, claims] of unfit) {
        const variables = { term, first: 1, after: null, asOf: null, ...wrong };
        const refused = (await target.send(contractDocuments.find, variables, claims)).errors.length > 0;
        if (refused && (await target.send(documents.linked, variables, claims)).errors.length === 0)
          throw target.violation('A call is answered whose like is refused for a page of records.');
      }
      return undefined;
    },
  },
];
