/** Identifiers that a service knows of a subject and that a request does not search for (R6, R7). */
import type { Term } from '../../../subgraphs/kit';
import type { ServicePage } from './answers';
import type { FoundIdentifier } from '../entities';
import { idTermOf } from './subjects';

/** What one page of a service's answer adds. */
export function foundIn(term: Term, page: ServicePage): FoundIdentifier[] {
  return page.subjects.flatMap((subject) => {
    const own = idTermOf(subject);
    const ids =
      term.kind === 'value' ? [{ type: own.type, value: own.id, contactListId: own.contactListId ?? null }] : [];
    const matched = new Set(subject.matchedOn.map(({ type, value }) => `${type}:${value}`));
    const others: FoundIdentifier[] = subject.identifiers.filter(({ type, value }) => !matched.has(`${type}:${value}`));
    return [...ids, ...others];
  });
}

/** The most identifiers that one service's part of a request keeps. */
const maximumFound = 1_000;

/** Adds identifiers to those known already, each once. */
export function mergeFound(known: FoundIdentifier[], more: FoundIdentifier[]): FoundIdentifier[] {
  const byKey = new Map(
    [...known, ...more].map((found) => [`${found.type}:${found.contactListId ?? ''}:${found.value}`, found]),
  );
  return [...byKey.values()].slice(0, maximumFound);
}
