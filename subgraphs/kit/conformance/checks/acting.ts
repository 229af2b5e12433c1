/** `erasePersonalData` and `rectifyPersonalData`: bounded, cumulative, repeatable, complete. */
import type { TermInput } from '../../base/terms';
import type { CheckId } from '../advice';
import type { Check, Subject } from '../check';
import { fill } from '../fixture';
import { madeUpPerson, termOf } from '../people/made-up';
import type { FoundRecord, Report } from '../exchange';
import type { Person, Target } from '../target';

export type Act = (
  target: Target,
  requestId: string,
  term: TermInput,
  person: Person,
  limit: number,
) => Promise<Report>;

export const acts: Record<'erase' | 'rectify', Act> = {
  erase: (target, requestId, term, _person, limit) => target.erase(requestId, term, limit),
  rectify: (target, requestId, term, { values }, limit) => target.rectify(requestId, term, values, limit),
};

/** A service that needs more calls than this for a handful of records makes no progress. */
const enough = 30;

const keyOf = ({ recordType, disposition }: Report['dispositions'][number]) => `${recordType} ${disposition}`;
const text = ({ dispositions }: Report) =>
  dispositions
    .map((each) => `${keyOf(each)} ${each.count}`)
    .sort()
    .join(', ');

/** Calls until `complete`, or {@link enough} times: the checks `*-completes` report a service that never is. */
export async function finish(
  act: Act,
  target: Target,
  id: string,
  term: TermInput,
  person: Person,
  limit: number,
): Promise<Report[]> {
  const reports: Report[] = [];
  while (reports.at(-1)?.complete !== true && reports.length < enough)
    reports.push(await act(target, id, term, person, limit));
  return reports;
}

const changed = ({ dispositions }: Pick<Report, 'dispositions'>, wanted: readonly string[]) =>
  dispositions.filter(({ disposition }) => wanted.includes(disposition)).reduce((sum, { count }) => sum + count, 0);

/** The number of records that hold a value. */
const holds = (records: FoundRecord[], value: string) =>
  records.filter(({ fields }) => fields.some((field) => field.value.toLowerCase().includes(value.toLowerCase())))
    .length;

/** What was shown is counted once. Records that go along with it, and were not shown, may be counted too. */
function assertNotMore(target: Target, { dispositions }: Report, shown: FoundRecord[]): void {
  for (const type of new Set(shown.map(({ recordType }) => recordType))) {
    const count = shown.filter(({ recordType }) => recordType === type).length;
    const counts = dispositions.filter(({ recordType }) => recordType === type);
    const reported = changed({ dispositions: counts }, ['ERASED', 'ANONYMIZED']);
    if (reported > count)
      throw target.violation(`${count} records of ${type} were shown, and the totals speak of ${reported}.`);
  }
}

/** The ids of checks that exist for both mutations, without `erase-` or `rectify-`. */
type OfBoth = { [Id in CheckId]: Id extends `erase-${infer Rest}` ? Rest : never }[CheckId] &
  { [Id in CheckId]: Id extends `rectify-${infer Rest}` ? Rest : never }[CheckId];

export function both(
  id: OfBoth,
  title: string,
  rule: string,
  run: (kind: 'erase' | 'rectify', subject: Subject) => Promise<void>,
): Check[] {
  return (['erase', 'rectify'] as const).map((kind) => ({
    id: `${kind}-${id}`,
    level: 'required',
    title: `${kind === 'erase' ? 'erasure' : 'rectification'} ${title}`,
    rule: `${kind === 'erase' ? 'Art. 17, R12' : 'Art. 16, R14'}; ${rule}`,
    run: (subject) => run(kind, subject),
  }));
}

export const actingChecks: Check[] = [
  ...both('bounded', 'handles no more records than its limit', 'contract: limit', async (kind, { target }) => {
    const person = await target.person(5);
    const term = target.manyTerm(person);
    const before = await target.findAll(term);
    await acts[kind](target, 'bounded', term, person, 2);
    const { last } = target;
    const after = await target.findAll(term);
    const { existing } = fill(target.fixture.rectify, person.values);
    const touched = kind === 'erase' ? before.length - after.length : holds(before, existing) - holds(after, existing);
    target.last = last;
    if (touched > 2) throw target.violation(`${touched} records were touched by one call with the limit 2.`);
  }),
  ...both(
    'cumulative',
    'reports the totals of its request',
    'contract: idempotent by requestId',
    async (kind, { target }) => {
      const person = await target.person(5);
      const term = target.manyTerm(person);
      const before = await target.findAll(term);
      const reports = await finish(acts[kind], target, 'cumulative', term, person, 2);
      const { last } = target;
      const after = await target.findAll(term);
      target.last = last;
      for (const [index, report] of reports.entries()) {
        const earlier = reports[index - 1]?.dispositions ?? [];
        for (const count of earlier)
          if ((report.dispositions.find((each) => keyOf(each) === keyOf(count))?.count ?? 0) < count.count)
            throw target.violation(`The count of ${keyOf(count)} went down from one call to the next.`);
      }
      const whole = reports.at(-1) as Report;
      const { existing } = fill(target.fixture.rectify, person.values);
      const expected =
        kind === 'erase' ? before.length - after.length : holds(before, existing) - holds(after, existing);
      const reported = changed(whole, kind === 'erase' ? ['ERASED', 'ANONYMIZED'] : ['RECTIFIED']);
      if (reported < expected)
        throw target.violation(`${expected} records were changed, and the totals speak of ${reported}.`);
      if (kind === 'erase') assertNotMore(target, whole, before);
    },
  ),
  ...both('completes', 'is complete in the end, and not before', 'contract: complete', async (kind, { target }) => {
    const person = await target.person(5);
    const term = target.manyTerm(person);
    const before = await target.findAll(term);
    const reports = await finish(acts[kind], target, 'completes', term, person, 2);
    const { last } = target;
    if (reports.at(-1)?.complete !== true)
      throw target.violation(`The work is not complete after ${enough} calls of 2 records.`);
    const left = kind === 'erase' ? await target.findAll(term) : [];
    target.last = last;
    const keeps = changed(reports.at(-1) as Report, ['RETAINED', 'NOT_SUPPORTED']) > 0;
    if (reports.length < Math.ceil(before.length / 2) && left.length > 0 && !keeps)
      throw target.violation(`The work is called complete while ${left.length} records are left.`);
  }),
  ...both(
    'idempotent',
    'has no second effect and reports the same when it is repeated',
    'R11',
    async (kind, { target }) => {
      const person = await target.person(3);
      const term = target.manyTerm(person);
      const first = (await finish(acts[kind], target, 'idempotent', term, person, 1_000)).at(-1) as Report;
      const again = await acts[kind](target, 'idempotent', term, person, 1_000);
      if (text(first) !== text(again))
        throw target.violation(
          `The request reported ${text(first) || 'nothing'}, and repeated it reports ${text(again) || 'nothing'}.`,
        );
      if (kind === 'rectify' && changed(first, ['RECTIFIED']) === 0 && changed(first, ['NOT_SUPPORTED']) === 0)
        throw target.violation('Nothing is reported as corrected, and nothing as impossible to correct.');
    },
  ),
  {
    id: 'rectify-replaces',
    level: 'required',
    title: 'what is reported as corrected holds the new value, not the old one',
    rule: 'Art. 16, R14',
    async run({ target }) {
      const person = await target.person(2);
      const term = target.manyTerm(person);
      const { existing, updated } = fill(target.fixture.rectify, person.values);
      const before = await target.findAll(term);
      const absent = { ...person, values: madeUpPerson() };
      const [none] = (await finish(acts.rectify, target, 'absent', term, absent, 1_000)).at(-1)?.replacements ?? [];
      if (none?.found || (none?.replaced ?? 0) > 0)
        throw target.violation('A value that no record holds is said to be found.');
      const report = (await finish(acts.rectify, target, 'replaces', term, person, 1_000)).at(-1) as Report;
      const { last } = target;
      const after = (
        await Promise.all([term, ...person.terms.map((each) => termOf(...each))].map((each) => target.findAll(each)))
      ).flat();
      target.last = last;
      if (holds(before, existing) === 0)
        throw target.violation('No record of the fixture’s person holds what it would correct.');
      if (changed(report, ['NOT_SUPPORTED']) === 0 && holds(after, existing) > 0)
        throw target.violation('Records still hold the value that was to be corrected.');
      if (changed(report, ['RECTIFIED']) > 0 && after.length > 0 && holds(after, updated) === 0)
        throw target.violation('Records are reported as corrected, and none holds the new value.');
    },
  },
  {
    id: 'erased-not-found',
    level: 'required',
    title: 'after an erasure nothing is found but what was reported as kept',
    rule: 'Art. 17, R12',
    async run({ target }) {
      const person = await target.person(3);
      const term = target.manyTerm(person);
      const report = (await finish(acts.erase, target, 'erased', term, person, 1_000)).at(-1) as Report;
      const kept = new Set(
        report.dispositions
          .filter(({ disposition }) => ['RETAINED', 'NOT_SUPPORTED'].includes(disposition))
          .map(({ recordType }) => recordType),
      );
      if (report.dispositions.some(({ disposition, reason }) => disposition === 'RETAINED' && !reason))
        throw target.violation('Records are retained without a reason.');
      for (const each of [term, ...(target.fixture.record ? person.terms : []).map((known) => termOf(...known))]) {
        const left = (await target.findAll(each)).filter(({ recordType }) => !kept.has(recordType));
        if (left.length > 0) throw target.violation(`${left.length} records are still found after the erasure.`);
      }
    },
  },
];
