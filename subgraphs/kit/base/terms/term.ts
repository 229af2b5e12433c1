/**
 * A term: one identifying value with its type. Callers send it as a `PersonalDataTermInput` with exactly one field set;
 * everything behind the API works on the parsed and normalised form.
 */
import { inputError } from '../errors';
import type { PersonalDataTermInput } from '../schema.generated';
import { maximumLength } from './normalize';
import {
  entryOf,
  identifierTypes,
  isValueType,
  isWordType,
  type IdentifierType,
  type IdType,
  type InputValue,
  type ValueType,
} from './term-types';

/** The contract's `PersonalIdentifier`: a value as it is stored, with its type. */
export interface Identifier {
  type: IdentifierType;
  value: string;
}

/** A term that identifies by a value: `key` is its normalised form, `tokens` its words (names and addresses only). */
export interface ValueTerm {
  kind: 'value';
  type: ValueType;
  /** As the caller typed it. Personal data: never log it. */
  value: string;
  key: string;
  tokens: string[];
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

/** The normalised form of a value, or null when it identifies nobody. */
export const normalizeValue = (type: ValueType, value: string): { key: string; tokens: string[] } | null =>
  value.length > maximumLength ? null : entryOf(type).normalize(value);

/**
 * A value as a term.
 * @throws BAD_USER_INPUT naming `argument` when the value normalises to nothing or is too short to identify anyone (R3).
 */
export function valueTerm(type: ValueType, value: string, argument: string): ValueTerm {
  const normalized = normalizeValue(type, value);
  if (!normalized) {
    throw inputError(argument, `${argument} cannot identify anyone: it takes ${entryOf(type).takes}.`);
  }
  return { kind: 'value', type, value, ...normalized };
}

/** No service's ids are longer, in characters. */
const longestId = 200;

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
    return isValueType(type) ? valueTerm(type, read.value, place) : idTerm(type, read, place);
  }
  throw inputError(argument, `${argument} has no field that this service knows.`);
}

/** A parsed term as the contract's input again, normalised where that loses nothing. */
export function termInput(term: Term): TermInput {
  if (term.kind === 'id') return entryOf(term.type).write({ value: term.id, contactListId: term.contactListId });
  const { sent, write } = entryOf(term.type);
  return write({ value: sent === 'NORMALIZED' ? term.key : term.value });
}

/** What digests of a term are made of: equal for every spelling of the same term, different between types. */
export const termFingerprint = (term: Term): string =>
  term.kind === 'id' ? `${term.type}:${term.contactListId ?? ''}:${term.id}` : `${term.type}:${term.key}`;

/** How a stored value answers a term: every word or the whole value, a part of the words, or not at all (R3). */
export type MatchKind = 'EXACT' | 'PARTIAL';

/** Explains a match: whether `identifier` is what `term` names, wholly or in part; null when it is neither. */
export function matchIdentifier(term: Term, identifier: Identifier): MatchKind | null {
  if (identifier.type !== term.type) return null;
  if (term.kind === 'id') return identifier.value === term.id ? 'EXACT' : null;
  const stored = normalizeValue(term.type, identifier.value);
  if (!stored) return null;
  if (stored.key === term.key) return 'EXACT';
  return isWordType(term.type) && term.tokens.every((token) => stored.tokens.includes(token)) ? 'PARTIAL' : null;
}
