/**
 * By what a tombstone knows a value (R33): keyed digests of its normalised form, as term digests are made, with a key of the
 * organisation: they tell nobody anything, and end with it.
 */
import {
  currentKeys,
  isWordType,
  termFingerprint,
  type Identifier,
  type Term,
  type ValueTerm,
} from '../../../subgraphs/kit';
import { ofAnySource } from '../services/any-source';
import { termOf } from '../services/found-identifiers';

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
  const ofAny = ofAnySource(term);
  return { digest, anySource: ofAny ? digestOf(ofAny) : digest };
}

/** A stored value as a term that may have left a tombstone; null for every other, and for what identifies nobody. */
export function tombstoneTerm(identifier: Identifier): ValueTerm | null {
  const term = termOf(identifier);
  return term && leavesTombstone(term) ? term : null;
}
