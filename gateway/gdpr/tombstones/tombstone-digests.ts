/**
 * By what a tombstone knows a value (R33): keyed digests of its normalised form, as term digests are made, with a key of the
 * organisation: they tell nobody anything, and end with it.
 */
import {
  currentKeys,
  entryOf,
  isValueType,
  isWordType,
  parseTerm,
  termFingerprint,
  type Identifier,
  type Term,
  type ValueTerm,
} from '../../../subgraphs/kit';

/** The digests of one value. */
export interface TombstoneDigests {
  /** Of the value, with the system that gave it where that is known (external ids). */
  digest: Buffer;
  /** Of the value, whoever gave it: the same for every other type. */
  anySource: Buffer;
}

/** Whether a value of this type leaves a tombstone: many people share a name or an address, and an id is nobody's value. */
export const leavesTombstone = (term: Term): term is ValueTerm => term.kind === 'value' && !isWordType(term.type);

const digestOf = (term: Term): Buffer => currentKeys().digest(`tombstone:${termFingerprint(term)}`);

/** @throws FORBIDDEN when the organisation's keys were destroyed */
export function tombstoneDigests(term: ValueTerm): TombstoneDigests {
  const digest = digestOf(term);
  if (term.source === undefined) return { digest, anySource: digest };
  const ofAnySource = { ...term };
  delete ofAnySource.source;
  return { digest, anySource: digestOf(ofAnySource) };
}

/** A stored value as a term that may have left a tombstone; null for every other, and for what identifies nobody. */
export function tombstoneTerm({ type, value, source }: Identifier): ValueTerm | null {
  if (!isValueType(type) || isWordType(type)) return null;
  try {
    const term = parseTerm(entryOf(type).write({ value, ...(source == null ? {} : { source }) }));
    return leavesTombstone(term) ? term : null;
  } catch {
    return null;
  }
}
