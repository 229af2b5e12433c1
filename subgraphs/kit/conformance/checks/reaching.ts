/** How far an erasure or a rectification reaches: to what its term showed, and to nobody who came later (R6, R24, R25). */
import { isValueType, type TermInput } from '../../base/terms';
import type { Check } from '../check';
import { lookAlikes, sharing } from '../people/look-alikes';
import { termOf } from '../people/made-up';
import type { FoundRecord } from '../exchange';
import type { Person, Target } from '../target';
import { acts, both, finish } from './acting';
import { termOfAll, written } from './covering';

const byValues = ({ terms }: Person) => terms.some(([type]) => isValueType(type));

/** @throws Violation when records of other people are gone or changed */
async function assertUntouched(
  target: Target,
  others: Map<string, string>,
  read: () => Promise<FoundRecord[]>,
  message: (touched: number) => string,
): Promise<void> {
  const { last } = target;
  const after = written(await read());
  target.last = last;
  const touched = [...others].filter(([record, fields]) => after.get(record) !== fields).length;
  if (touched > 0) throw target.violation(message(touched));
}

/**
 * Completes a request, makes somebody who comes later, and repeats the request.
 * @returns false when the service does not honour marks at all, which `erase-as-of` and `rectify-as-of` report
 */
async function repeat(kind: 'erase' | 'rectify', target: Target): Promise<boolean> {
  const person = await target.person(2);
  const term = termOfAll(person);
  const { asOf } = await target.find(term);
  const act = (limit: number) =>
    kind === 'erase'
      ? target.erase('repeated', term, limit, asOf)
      : target.rectify('repeated', term, person.values, limit, asOf);
  const read = async () => written(await target.findAll(term));
  const before = await read();
  await target.another(person);
  const early = new Map([...(await read())].filter(([record]) => !before.has(record)));
  await finish(() => act(1_000), target, '', term, person, 1_000);
  const known = await read();
  if ([...early].some(([record, fields]) => known.get(record) !== fields)) return false;
  await target.anotherFromNothing(person);
  const newer = new Map([...(await read())].filter(([record]) => !known.has(record)));
  if (newer.size === 0) throw target.violation('What the fixture makes later is not found by the same term.');
  await act(1_000);
  await assertUntouched(
    target,
    newer,
    () => target.findAll(term),
    (touched) => `${touched} records that came after the request was complete were touched when it was repeated.`,
  );
  return true;
}

/** Makes one call of a request, then somebody new, then the rest of its calls. */
async function interrupt(kind: 'erase' | 'rectify', target: Target): Promise<void> {
  const person = await target.person(4);
  const term = termOfAll(person);
  const { asOf } = await target.find(term);
  const act = (limit: number) =>
    kind === 'erase'
      ? target.erase('interrupted', term, limit, asOf)
      : target.rectify('interrupted', term, person.values, limit, asOf);
  const known = written(await target.findAll(term));
  const { complete } = await act(1);
  await (complete ? target.anotherFromNothing(person) : target.another(person));
  const read = () => target.findAll(term);
  const newer = new Map([...written(await read())].filter(([record]) => !known.has(record)));
  await finish(() => act(1_000), target, '', term, person, 1_000);
  await assertUntouched(
    target,
    newer,
    read,
    (touched) => `${touched} records that came between two calls of a request were touched by the later one.`,
  );
}

/** Acts by one of a person's terms, beside a look-alike, a namesake and, for an id, another person with the same values. */
async function reach(kind: 'erase' | 'rectify', target: Target, type: Person['terms'][number][0]): Promise<void> {
  const person = await target.person();
  const value = person.terms.find(([each]) => each === type)?.[1] ?? '';
  const [lookAlike, ...further] = lookAlikes(person.values);
  const whole = [lookAlike, sharing(target.fixture.rectify.existing, person.values)];
  if (!isValueType(type) && byValues(person)) whole.push(person.values);
  const theirTerms: Person['terms'] = [];
  for (const values of whole) theirTerms.push(...(await target.person(1, values)).terms);
  // These differ in values alone, and are looked for by the one in question.
  for (const values of isValueType(type) ? further : [])
    theirTerms.push(...(await target.person(1, values)).terms.filter(([each]) => each === type));
  const term: TermInput = termOf(type, value);
  const read = async () => {
    const found: FoundRecord[] = [];
    for (const each of theirTerms) found.push(...(await target.findAll(termOf(...each))));
    return found;
  };
  const shown = written(await target.findAll(term));
  const theirs = new Map([...written(await read())].filter(([record]) => !shown.has(record)));
  await finish(acts[kind], target, `reach-${type}`, term, person, 1_000);
  await assertUntouched(
    target,
    theirs,
    read,
    (touched) => `By ${type}, ${touched} records were touched that personalData did not show for the same term.`,
  );
}

export const reachingChecks: Check[] = [
  ...both(
    'repeated',
    'takes nothing that came later, when its call is repeated',
    'R11, R25',
    async (kind, { target }) => {
      if (await repeat(kind, target)) await interrupt(kind, target);
    },
  ),
  ...both('shown-only', 'touches nobody whom the same term did not show', 'R6, R24', async (kind, { target }) => {
    for (const type of Object.keys(target.fixture.terms)) await reach(kind, target, type as Person['terms'][number][0]);
  }),
];
