/** Merge sets of whom a request finds: a set is never torn apart (R8). */
import { codedError, type Term } from '../../../subgraphs/kit';
import type { ServiceSubject } from '../../../subgraphs/kit/base/contract/answers';
import type { RequestType } from '../lifecycle';

/** Contacts that are one person, by the contact that stands for them. */
export interface MergeSet {
  canonicalContactId: string;
  members: string[];
}

/** Whether a request changes what it finds, and finds it by a value: whom that touches must be certain (R8, R24, R25). */
export const changesByValue = ({ type, term }: { type: RequestType; term: Term | null }): boolean =>
  (type === 'DELETE' || type === 'UPDATE') && term?.kind === 'value';

/** The merge sets that these subjects are members of, each once. */
export function mergeSetsOf(subjects: ServiceSubject[]): MergeSet[] {
  const sets = new Map<string, MergeSet>();
  for (const { type, id, canonicalContactId, mergeSet } of subjects) {
    if (type !== 'EXTERNAL_CONTACT') continue;
    const canonical = canonicalContactId ?? id;
    const members = [...new Set([canonical, id, ...mergeSet])].sort();
    if (members.length > 1) sets.set(canonical, { canonicalContactId: canonical, members });
  }
  return [...sets.values()];
}

/** The most merge sets that an error names. */
const mostNamed = 50;

/** `MERGE_SET`: a value of one member reaches only a part of the person, so the set is asked for by an id (R8). */
export const mergeSetError = (sets: MergeSet[], argument: string) =>
  codedError(
    'MERGE_SET',
    'The value belongs to a contact that is merged with others. Ask for the canonical contact by its id, which covers the whole set.',
    { argument, mergeSets: sets.slice(0, mostNamed) },
  );
