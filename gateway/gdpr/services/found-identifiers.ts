/** Identifiers that a service knows of a subject and that a request does not search for (R6, R7). */
import { entryOf, parseTerm, type Term } from '../../../subgraphs/kit';
import { sourcedKey } from '../../../subgraphs/kit/base/terms/term';
import type { ServicePage, ServiceSubject } from '../../../subgraphs/kit/base/contract/answers';
import type { FoundIdentifier } from '../stored-values';
import { idTermOf } from './subjects';

/** The system that gave an external id; undefined where none is named. */
const sourceOf = ({ type, source }: FoundIdentifier): string | undefined =>
  type === 'EXTERNAL_ID' ? source?.trim() || undefined : undefined;

/** Equal for identifiers that are the same: of one type, value, list and system. */
export const identifierKey = (found: FoundIdentifier): string =>
  `${found.type}:${found.contactListId ?? ''}:${sourcedKey(found.value, sourceOf(found))}`;

/** An identifier as a term; null for a value that the API takes from nobody (R3). */
export function termOf(found: FoundIdentifier): Term | null {
  const { type, value, contactListId } = found;
  const source = sourceOf(found);
  try {
    return parseTerm(
      entryOf(type).write({
        value,
        ...(contactListId ? { contactListId } : {}),
        ...(source === undefined ? {} : { source }),
      }),
    );
  } catch {
    return null;
  }
}

/**
 * What one page of a service's answer adds.
 * @param canonical whether the canonical contact of a merge set is suggested beside the member that a value found (R8). Not
 * for what an erasure found: it is searched again with these ids, and the canonical contact is not what it erased.
 */
export function foundIn(term: Term, page: Pick<ServicePage, 'subjects'>, canonical: boolean): FoundIdentifier[] {
  return page.subjects.flatMap((subject) => {
    const ids = term.kind === 'value' ? idsOf(subject, canonical) : [];
    const matched = new Set(subject.matchedOn.map(identifierKey));
    return [...ids, ...subject.identifiers.filter((identifier) => !matched.has(identifierKey(identifier)))];
  });
}

/** The ids that a request by value suggests. */
function idsOf(subject: ServiceSubject, canonical: boolean): FoundIdentifier[] {
  const { id, canonicalContactId } = subject;
  const own = idTermOf(subject);
  const suggested: FoundIdentifier[] = [{ type: own.type, value: own.id, contactListId: own.contactListId ?? null }];
  return canonical && canonicalContactId && canonicalContactId !== id
    ? [{ type: own.type, value: canonicalContactId, contactListId: null }, ...suggested]
    : suggested;
}

/** The most identifiers that one service's part of a request keeps. */
const maximumFound = 1_000;

/** Adds identifiers to those known already, each once. */
export function mergeFound(known: FoundIdentifier[], more: FoundIdentifier[]): FoundIdentifier[] {
  const byKey = new Map([...known, ...more].map((found) => [identifierKey(found), found]));
  return [...byKey.values()].slice(0, maximumFound);
}
