/** `personalData`: who is found, by what, and page by page. */
import { identifierTypes, isValueType } from '../../base/terms';
import type { Check } from '../check';
import { falseFriends } from '../people/look-alikes';
import { samples, termOf } from '../people/made-up';
import type { Target } from '../target';
import { contractDocuments, type FoundPage, type FoundRecord } from '../exchange';

const idsOf = (records: FoundRecord[]) => records.map(({ recordType, id }) => `${recordType}:${id}`);

/** The id of one kind of subject is nobody's among those of another kind. */
async function assertKindsApart(target: Target): Promise<void> {
  const { terms } = await target.person();
  const kinds = ['USER_ID', 'EXTERNAL_CONTACT_ID'] as const;
  for (const [type, value] of terms.filter(([each]) => !isValueType(each))) {
    const id = value.split('/').at(-1) ?? '';
    for (const other of kinds.filter((kind) => kind !== type)) {
      const { records, subjects } = await target.find(termOf(other, id));
      if (records.length + subjects.length > 0) throw target.violation(`A ${type} finds somebody as ${other}.`);
    }
  }
}

export const findingChecks: Check[] = [
  {
    id: 'unknown-term-empty',
    level: 'required',
    title: 'a term that is nobody’s gives an empty answer, not an error',
    rule: 'R5, R7',
    async run({ target }) {
      await target.person();
      for (const type of identifierTypes) {
        const page = await target.find(termOf(type, samples[type].nobodys()));
        if (page.records.length + page.subjects.length > 0 || page.endCursor !== null)
          throw target.violation(`A ${type} that is nobody’s finds something.`);
      }
    },
  },
  {
    id: 'term-found',
    level: 'required',
    title: 'a person is found by every term, however it is typed',
    rule: 'R3',
    async run({ target }) {
      const { terms } = await target.person();
      for (const [type, value] of terms) {
        const plain = idsOf((await target.find(termOf(type, value))).records);
        if (plain.length === 0) throw target.violation(`The person is not found by ${type}.`);
        for (const spelling of samples[type].respelled(value)) {
          const other = idsOf((await target.find(termOf(type, spelling))).records);
          if (plain.join() !== other.join())
            throw target.violation(`The person is not found by ${type} when it is typed differently.`);
        }
      }
    },
  },
  {
    id: 'no-false-match',
    level: 'required',
    title: 'values that look alike and are not the same find nobody',
    rule: 'R3',
    async run({ target }) {
      await assertKindsApart(target);
      for (const { type, what, values, asked } of falseFriends) {
        if (!(type in target.fixture.terms)) continue;
        const { terms } = await target.person(1, values);
        for (const [, value] of terms.filter(([each, text]) => each === type && asked(text) !== text)) {
          const { data, errors } = await target.send(contractDocuments.find, {
            term: termOf(type, asked(value)),
            first: 10,
            after: null,
          });
          // A service may refuse a text that is no value of the type.
          const found = (data as { personalData: FoundPage } | null)?.personalData;
          if (errors.length === 0 && found && found.records.length + found.subjects.length > 0)
            throw target.violation(`A person is found by ${what}.`);
        }
      }
    },
  },
  {
    id: 'pages-complete',
    level: 'required',
    title: 'pages of any size list every record once, in one order, and end',
    rule: 'contract: personalData',
    async run({ target }) {
      const term = target.manyTerm(await target.person(5));
      const whole = idsOf(await target.findAll(term, 200));
      if (whole.length < 5) throw target.violation('Fewer records are found than were made.');
      if (new Set(whole).size < whole.length) throw target.violation('A record is listed twice.');
      for (const first of [1, 2, 3]) {
        const paged = idsOf(await target.findAll(term, first));
        if (paged.join() !== whole.join())
          throw target.violation(`Pages of ${first} do not list what one page lists, in its order.`);
      }
    },
  },
  {
    id: 'pages-stable',
    level: 'required',
    title: 'pages skip nothing while records are erased',
    rule: 'contract: personalData',
    async run({ target }) {
      const person = await target.person(8);
      const term = target.manyTerm(person);
      const page = await target.find(term, 3);
      const { sent } = target.last;
      if (page.endCursor === null) throw target.violation('A page of 3 of 8 records or more has no endCursor.');
      await target.erase(`pages-${target.organizationId}`, term, 2);
      const left = idsOf(await target.findAll(term));
      const seen = idsOf(page.records);
      for (let after: string | null = page.endCursor; after !== null;) {
        const next = await target.find(term, 3, after);
        seen.push(...idsOf(next.records));
        after = next.endCursor;
      }
      const skipped = left.filter((id) => !seen.includes(id));
      const twice = seen.length - new Set(seen).size;
      target.last.sent = sent;
      if (skipped.length > 0)
        throw target.violation(`${skipped.length} records were skipped when others were erased between two pages.`);
      if (twice > 0) throw target.violation(`${twice} records came twice when others were erased between two pages.`);
    },
  },
  {
    id: 'subject-required',
    level: 'required',
    title: 'a service that finds people by id only says so, and never answers “nothing”',
    rule: 'R7',
    async run({ target }) {
      const { terms, values } = await target.person();
      const byValue = terms.some(([type]) => isValueType(type));
      for (const [type, value] of terms) {
        const page = await target.find(termOf(type, value));
        if (page.subjectRequired)
          throw target.violation(`${type} finds the person and is answered with subjectRequired.`);
      }
      const email = values.email ?? '';
      const page = await target.find({ email });
      if (byValue === page.subjectRequired)
        throw target.violation(
          byValue
            ? 'People are found here by values, and yet a value is answered with subjectRequired.'
            : 'People are found here by id only, and a value is answered as if nothing were held.',
        );
      if (page.subjectRequired && page.records.length + page.subjects.length > 0)
        throw target.violation('subjectRequired is true beside records.');
    },
  },
];
