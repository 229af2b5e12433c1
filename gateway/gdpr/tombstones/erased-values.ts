/** The values that an erasure erased. Those that nobody holds any more leave a tombstone (R33). */
import { GraphQLError } from 'graphql';
import type { ErrorCode } from '../../../subgraphs/kit/base/errors';
import type { Identifier, ValueTerm } from '../../../subgraphs/kit';
import type { GdprRequest, GdprTask } from '../entities';
import { hasRemoved } from '../stored-values';
import type { ServiceCallScope } from '../services/service-call';
import type { PiiServices } from '../services/pii-services';
import { findSubjects } from '../services/subjects';
import { leavesTombstone, tombstoneDigests, tombstoneTerm, type TombstoneDigests } from './tombstone-digests';

/** What becomes of the values of an erasure. */
export interface ErasedValues {
  /** Nobody holds them. */
  left: TombstoneDigests[];
  /** Somebody who was not erased holds them too, such as the phone of a household (R6). */
  living: TombstoneDigests[];
  /** Not known yet, because a service that might hold them did not answer. */
  undecided: TombstoneDigests[];
}

/** The most values of one erasure that are checked. */
const mostValues = 1_000;

/** How many values are searched for at once. */
const searchesAtOnce = 4;

/**
 * Each value that an erasure knew of its subjects, once: its own term, the known fields, and what services found.
 * @param more further known values
 */
export function valuesOf(
  { term, subject }: Pick<GdprRequest, 'term' | 'subject'>,
  tasks: GdprTask[],
  more: readonly Identifier[] = [],
): ValueTerm[] {
  // An erasure that found nothing leaves no tombstone.
  if (!tasks.some(hasRemoved)) return [];
  const known = [...(subject?.identifiers ?? []), ...tasks.flatMap(({ found }) => found ?? []), ...more];
  const terms = [
    ...(term && leavesTombstone(term) ? [term] : []),
    ...known.flatMap((each) => tombstoneTerm(each) ?? []),
  ];
  const distinct = new Map(terms.map((each) => [`${each.type}:${each.key}:${each.source ?? ''}`, each]));
  return [...distinct.values()].slice(0, mostValues);
}

/** Looks for people who hold the values now, in every service that knows any. Once one does not answer, the rest is left for later. */
export async function settleValues(
  services: PiiServices,
  scope: ServiceCallScope,
  values: ValueTerm[],
): Promise<ErasedValues> {
  const settled: ErasedValues = { left: [], living: [], undecided: [] };
  for (let start = 0; start < values.length; start += searchesAtOnce) {
    const asks = settled.undecided.length === 0;
    await Promise.all(
      values.slice(start, start + searchesAtOnce).map(async (term) => {
        const standing = asks ? await standingOf(services, scope, term) : 'undecided';
        settled[standing].push(tombstoneDigests(term));
      }),
    );
  }
  return settled;
}

async function standingOf(
  services: PiiServices,
  scope: ServiceCallScope,
  term: ValueTerm,
): Promise<keyof ErasedValues> {
  try {
    const { found, unavailable } = await findSubjects(services.owners(), scope, term);
    if (found.length > 0) return 'living';
    return unavailable.length > 0 ? 'undecided' : 'left';
  } catch (error) {
    // So many subjects hold it that the service does not list them.
    if (error instanceof GraphQLError && error.extensions.code === ('BROAD_TERM' satisfies ErrorCode)) return 'living';
    throw error;
  }
}
