/**
 * A term: one identifying value with its type. Callers send it as a `PersonalDataTermInput` with exactly one field set;
 * everything behind the API works on the parsed and normalised form.
 */
import { assertLength, longestId } from '../bounds';
import { inputError } from '../errors';
import type { PersonalDataTermInput } from '../schema.generated';
import { currentPhoneRegion } from '../security/organization-context';
import type { NormalizedValue } from './normalized-value';
import {
  entryOf,
  identifierTypes,
  isValueType,
  type IdentifierType,
  type IdType,
  type InputValue,
  type ValueType,
} from './term-types';
import { searchedByVersion1 } from './version-1';

/** The contract's `PersonalIdentifier`: a value as it is stored, with its type. */
export interface Identifier {
  type: IdentifierType;
  value: string;
  /** EXTERNAL_ID only: the system that gave it, if known. */
  source?: string | null;
}

/** A term that identifies by a value, with the normalised value. */
export interface ValueTerm extends NormalizedValue {
  kind: 'value';
  type: ValueType;
  /** As the caller typed it. Personal data: never log it. */
  value: string;
  /** EXTERNAL_ID only: the system that gave it; any system when absent. */
  source?: string;
}

/** A term that names one subject. `contactListId` is set for dialer contacts only. */
export interface IdTerm {
  kind: 'id';
  type: IdType;
  id: string;
  contactListId?: string;
}

export type Term = ValueTerm | IdTerm;

/** The contract's `PersonalDataTermInput`, as GraphQL hands it over. */
export type TermInput = PersonalDataTermInput;

/** The normalised value, by the settings of the organisation that the running code works for; null when it identifies nobody. */
export const normalizeValue = (type: ValueType, value: string): NormalizedValue | null =>
  entryOf(type).normalize(value, currentPhoneRegion());

/** Whether two values of a type are equal (R3): EXACT, not PARTIAL. */
export function sameValue(type: ValueType, one: string, other: string): boolean {
  const [first, second] = [normalizeValue(type, one), normalizeValue(type, other)];
  return first !== null && first.key === second?.key;
}

/**
 * Makes a term of a value.
 * @throws BAD_USER_INPUT naming `argument` when the value is too long, or normalises to nothing (R3).
 */
export function valueTerm(type: ValueType, value: string, argument: string): ValueTerm {
  assertLength(argument, value);
  const normalized = normalizeValue(type, value);
  if (!normalized) {
    throw inputError(argument, `${argument} cannot identify anyone: it takes ${entryOf(type).takes}.`);
  }
  return { kind: 'value', type, value, ...normalized };
}

/** An external id with the system that gave it. @throws BAD_USER_INPUT naming the place of the source in `argument` */
function withSource(term: ValueTerm, source: string, argument: string): ValueTerm {
  const place = argument.replace(/[^.]+$/, 'source');
  if (source.trim() === '' || source.length > longestId) throw inputError(place, `${place} must name a system.`);
  return { ...term, source: source.trim() };
}

function idTerm(type: IdType, { value: id, contactListId }: InputValue, argument: string): IdTerm {
  if (id.trim() === '' || id.length > longestId) throw inputError(argument, `${argument} must be an id.`);
  if (contactListId === undefined) return { kind: 'id', type, id: id.trim() };
  if (contactListId.length > longestId) {
    const place = argument.replace(/[^.]+$/, 'contactListId');
    throw inputError(place, `${place} must be an id.`);
  }
  return { kind: 'id', type, id: id.trim(), contactListId: contactListId.trim() };
}

/**
 * Parses a term of the API or the contract (R3, R4).
 * @param argument where the term stands in the operation, for the error: `input.term`.
 * @throws BAD_USER_INPUT when not exactly one field is set, or the value identifies nobody.
 */
export function parseTerm(input: TermInput, argument = 'term'): Term {
  const given = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
  if (given.length !== 1) {
    throw inputError(argument, `${argument} takes exactly one field; ${given.length} are set.`);
  }
  for (const type of identifierTypes) {
    const entry = entryOf(type);
    const read = entry.read(input);
    if (!read) continue;
    const place = `${argument}.${entry.path}`;
    if (!isValueType(type)) return idTerm(type, read, place);
    const term = valueTerm(type, read.value, place);
    return read.source === undefined ? term : withSource(term, read.source, place);
  }
  throw inputError(argument, `${argument} has no field that this service knows.`);
}

/** The input of the contract for a parsed term, normalised where that loses nothing. */
export function termInput(term: Term): TermInput {
  if (term.kind === 'id') return entryOf(term.type).write({ value: term.id, contactListId: term.contactListId });
  const { sent, write } = entryOf(term.type);
  const value = sent === 'NORMALIZED' ? term.key : term.value;
  return write({ value, ...(term.source === undefined ? {} : { source: term.source }) });
}

/** A term that an earlier version may have stored, normalised anew; null when it no longer identifies anybody. */
export function renewTerm(term: Term): Term | null {
  if (term.kind === 'id') return term;
  const normalized = normalizeValue(term.type, entryOf(term.type).sent === 'NORMALIZED' ? term.key : term.value);
  return normalized && { ...term, ...normalized };
}

/** An external id and the system that gave it, as one text. Stored text never holds U+0000, so it can separate them. */
export const sourcedKey = (key: string, source: string | null | undefined): string =>
  source == null ? key : `${source}\u0000${key}`;

/**
 * The first version of normalisation that gave nearly every value the key of today. Digests name it, not the newest: what was recorded
 * of a person (requests, tombstones, the audit log) stays found when a few values come to be read otherwise.
 */
const keysSince = '2';

/**
 * The text of which digests of a term are made: equal for every spelling of the same term (EXACT), different between types. For a
 * value it names a version of normalisation, so that it cannot equal what version 1 made of another value.
 */
export const termFingerprint = (term: Term): string =>
  term.kind === 'id'
    ? `${term.type}:${term.contactListId ?? ''}:${term.id}`
    : `${keysSince}:${term.type}:${sourcedKey(term.key, term.source)}`;

/**
 * The fingerprints that earlier versions of normalisation made of a term; none for an id. Only they find what was recorded then.
 * They may also be those of another person, whom that version did not distinguish (R3).
 */
export function formerFingerprints(term: Term): string[] {
  // External ids did not exist in version 1.
  if (term.kind === 'id' || term.type === 'EXTERNAL_ID') return [];
  const texts = searchedByVersion1(term.type, term.value);
  return texts.length === 0 ? [] : [`${term.type}:${texts.join(' ')}`];
}

/** How a stored value matches a term: EXACT is equal; PARTIAL is equal in some of its words, or but for marks of letters (R3). */
export const matchKinds = ['EXACT', 'PARTIAL'] as const;
export type MatchKind = (typeof matchKinds)[number];

/** How `identifier` matches `term`; null when it does not. */
export function matchIdentifier(term: Term, identifier: Identifier): MatchKind | null {
  if (identifier.type !== term.type) return null;
  if (term.kind === 'id') return identifier.value === term.id ? 'EXACT' : null;
  if (term.source !== undefined && identifier.source?.trim() !== term.source) return null;
  const stored = normalizeValue(term.type, identifier.value);
  if (!stored) return null;
  if (stored.key === term.key) return 'EXACT';
  const indexed = new Set(stored.indexed);
  return term.searched.some((texts) => texts.every((text) => indexed.has(text))) ? 'PARTIAL' : null;
}
