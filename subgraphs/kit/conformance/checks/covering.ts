/** `asOf`: a request is about what held the value when it was made (R25). */
import { isValueType, isWordType, type TermInput } from '../../base/terms';
import type { Check } from '../check';
import { termOf } from '../people/made-up';
import { contractDocuments, type FoundRecord } from '../exchange';
import type { Person, Target } from '../target';
import { acts } from './acting';

const byValue = ({ terms }: Person) => terms.some(([type]) => isValueType(type));

/** A term that also finds people who come later: a value, if the service finds people by values. */
export function termOfAll({ terms }: Person): TermInput {
  const found = terms.find(([type]) => isValueType(type)) ?? terms[0];
  if (!found) throw new Error('The fixture names no term.');
  return termOf(...found);
}

/** Records by type and id, with their fields as text. */
export const written = (records: FoundRecord[]) =>
  new Map(records.map((record) => [`${record.recordType}/${record.id}`, JSON.stringify(record.fields)]));

/** Makes a person, takes a mark, and makes records that come later. */
async function person(target: Target) {
  const made = await target.person(2);
  const term = termOfAll(made);
  const { asOf, records: before } = await target.find(term);
  await target.another(made);
  const known = written(before);
  const newer = written((await target.findAll(term)).filter(({ recordType, id }) => !known.has(`${recordType}/${id}`)));
  if (newer.size === 0) throw target.violation('What the fixture makes later is not found by the same term.');
  return { made, term, asOf, known, newer };
}

const long = { past: '2000-01-01T00:00:00Z', future: '2100-01-01T00:00:00Z' };

const actsAsOf: Check[] = (['erase', 'rectify'] as const).map((kind) => ({
  id: `${kind}-as-of`,
  level: 'required',
  title: `${kind === 'erase' ? 'erasure' : 'rectification'} leaves alone what came after its mark, and counts it`,
  rule: 'R25; contract: asOf',
  async run({ target }) {
    const { made, term, asOf, newer } = await person(target);
    const call = (requestId: string, mark: string) =>
      kind === 'erase'
        ? target.erase(requestId, term, 1_000, mark)
        : target.rectify(requestId, term, made.values, 1_000, mark);
    const nothing = await call('past', long.past);
    if (nothing.newerRecords < newer.size)
      throw target.violation('A mark of long ago covers records that were made today, or does not count them.');
    const report = await call('covered', asOf);
    if (report.newerRecords < newer.size)
      throw target.violation(
        `${newer.size} records are newer than the mark, and the report counts ${report.newerRecords}.`,
      );
    const { last } = target;
    const after = written(await target.findAll(term));
    target.last = last;
    const touched = [...newer].filter(([record, fields]) => after.get(record) !== fields);
    if (touched.length > 0) throw target.violation(`${touched.length} records that came after the mark were touched.`);
    const rest = (await acts[kind](target, 'everything', term, made, 1_000)).newerRecords;
    if (rest > 0) throw target.violation('Without a mark records are called newer.');
  },
}));

/** Parts of a value that are the values of other people, or of nobody. */
function partsOf([type, value]: Person['terms'][number]): string[] {
  if (!isValueType(type)) return [];
  if (isWordType(type)) return [value.replace(/\p{L}(?!\p{L})/gu, '')];
  // A number without its `+` may be the same number (R3), so a number loses its last digit.
  return [type === 'EMAIL' ? value.slice(1) : value.slice(0, -1)];
}

export const coveringChecks: Check[] = [
  {
    id: 'find-as-of',
    level: 'required',
    title: 'a mark covers what its answer showed, and leaves out and counts what came later',
    rule: 'R25; contract: asOf',
    async run({ target }) {
      const { made, term, asOf, known, newer } = await person(target);
      const page = await target.find(term, 200, null, asOf);
      const { last } = target;
      const seen = written(page.records);
      target.last = last;
      if ([...newer.keys()].some((record) => seen.has(record)))
        throw target.violation('The page holds records that came after its mark.');
      // By an id, a record that goes only with a newer one is as young as that one: a conversation with a later message.
      const missing = [...known.keys()].filter((record) => !seen.has(record)).length;
      if (missing > (byValue(made) ? 0 : 1) || seen.size === 0)
        throw target.violation('The page lacks records that were shown when the mark was handed out.');
      if (page.newerRecords < newer.size + missing)
        throw target.violation(
          `${newer.size + missing} records are newer than the mark, and newerRecords says ${page.newerRecords}.`,
        );
      const past = await target.find(term, 200, null, long.past);
      if (past.records.length > 0) throw target.violation('A time of long ago, as a mark, covers records of today.');
      // No mark covers records of unknown age, so only those that are known to be new are looked for.
      const future = written((await target.find(term, 200, null, long.future)).records);
      if (![...newer.keys()].every((record) => future.has(record)))
        throw target.violation('A time to come, as a mark, does not cover records of today.');
    },
  },
  ...actsAsOf,
  {
    id: 'partial-not-exact',
    level: 'required',
    title: 'a part of a value finds nobody, and a part of a name is told from the whole',
    rule: 'R3, R24',
    async run({ target }) {
      const { terms } = await target.person();
      for (const [type, value] of terms)
        for (const part of partsOf([type, value])) {
          const { data, errors } = await target.send(contractDocuments.find, {
            term: termOf(type, part),
            first: 10,
            after: null,
          });
          // A service may refuse a part that is no value of its type.
          const found = (data as { personalData: { records: unknown[]; subjects: unknown[] } } | null)?.personalData;
          if (errors.length === 0 && found && found.records.length + found.subjects.length > 0)
            throw target.violation(`A part of ${type} finds the person: whole values are compared, or whole words.`);
        }
      for (const [type, value] of terms.filter(([each]) => isWordType(each))) {
        const word = value.split(/\s+/).sort((a, b) => b.length - a.length)[0] ?? value;
        const { subjects } = await target.find(termOf(type, word));
        if (subjects.some(({ matchedOn }) => matchedOn.length === 0 || matchedOn.some((each) => each.value === word)))
          throw target.violation(`A word of ${type} is explained as if it were the whole of what is stored.`);
      }
    },
  },
];
