/**
 * A term: one identifying value with its type. Callers send it as a `PersonalDataTermInput` with exactly one field set;
 * everything behind the API works on the parsed and normalised form.
 */
import { inputError } from '../errors';
import {
  maximumLength,
  minimumLetters,
  normalizeEmail,
  normalizeHandle,
  normalizePhone,
  normalizeWords,
} from './normalize';

/** The contract's `SocialPlatform`. */
export const socialPlatforms = ['TWITTER', 'INSTAGRAM', 'FACEBOOK', 'APPLE_MESSAGES', 'WHATSAPP'] as const;
export type SocialPlatform = (typeof socialPlatforms)[number];

/** Types of values that a person may be found by. */
export const valueTypes = ['NAME', 'ADDRESS', 'PHONE', 'EMAIL', ...socialPlatforms] as const;
export type ValueType = (typeof valueTypes)[number];

/** Types of ids that name one subject. */
export const idTypes = ['USER_ID', 'EXTERNAL_CONTACT_ID', 'DIALER_CONTACT_ID'] as const;
export type IdType = (typeof idTypes)[number];

/** The contract's `PersonalIdentifierType`. */
export type IdentifierType = ValueType | IdType;

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
export interface TermInput {
  name?: string | null;
  address?: string | null;
  phone?: string | null;
  email?: string | null;
  socialHandle?: { platform: SocialPlatform; handle: string } | null;
  userId?: string | null;
  externalContactId?: string | null;
  dialerContactId?: { id: string; contactListId: string } | null;
}

const expectations: Record<string, string> = {
  NAME: `at least ${minimumLetters} letters or digits`,
  ADDRESS: `at least ${minimumLetters} letters or digits`,
  PHONE: 'a phone number, best in international form (+1 317 555 0123)',
  EMAIL: 'an e-mail address',
};

/** The normalised form of a value, or null when it identifies nobody. */
export function normalizeValue(type: ValueType, value: string): { key: string; tokens: string[] } | null {
  if (value.length > maximumLength) return null;
  if (type === 'NAME' || type === 'ADDRESS') return normalizeWords(value);
  const key =
    type === 'PHONE' ? normalizePhone(value) : type === 'EMAIL' ? normalizeEmail(value) : normalizeHandle(type, value);
  return key === null ? null : { key, tokens: [] };
}

/** True for the types whose values are matched word by word. */
export const isWordType = (type: IdentifierType): boolean => type === 'NAME' || type === 'ADDRESS';

export const isValueType = (type: IdentifierType): type is ValueType =>
  valueTypes.some((valueType) => valueType === type);

/**
 * A value as a term.
 * @throws BAD_USER_INPUT naming `argument` when the value normalises to nothing or is too short to identify anyone (R3).
 */
export function valueTerm(type: ValueType, value: string, argument: string): ValueTerm {
  const normalized = normalizeValue(type, value);
  if (!normalized) {
    throw inputError(
      argument,
      `${argument} cannot identify anyone: it takes ${expectations[type] ?? 'a handle without spaces'}.`,
    );
  }
  return { kind: 'value', type, value, ...normalized };
}

/** No service's ids are longer, in characters. */
const longestId = 200;

function idTerm(type: IdType, id: string, argument: string, contactListId?: string): IdTerm {
  if (id.trim() === '' || id.length > longestId) throw inputError(argument, `${argument} must be an id.`);
  return {
    kind: 'id',
    type,
    id: id.trim(),
    ...(contactListId === undefined ? {} : { contactListId: contactListId.trim() }),
  };
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
  if (input.name != null) return valueTerm('NAME', input.name, `${argument}.name`);
  if (input.address != null) return valueTerm('ADDRESS', input.address, `${argument}.address`);
  if (input.phone != null) return valueTerm('PHONE', input.phone, `${argument}.phone`);
  if (input.email != null) return valueTerm('EMAIL', input.email, `${argument}.email`);
  if (input.socialHandle != null) {
    const { platform, handle } = input.socialHandle;
    return valueTerm(platform, handle, `${argument}.socialHandle.handle`);
  }
  if (input.userId != null) return idTerm('USER_ID', input.userId, `${argument}.userId`);
  if (input.externalContactId != null)
    return idTerm('EXTERNAL_CONTACT_ID', input.externalContactId, `${argument}.externalContactId`);
  if (input.dialerContactId != null) {
    const { id, contactListId } = input.dialerContactId;
    const place = `${argument}.dialerContactId`;
    if (contactListId.length > longestId)
      throw inputError(`${place}.contactListId`, `${place}.contactListId must be an id.`);
    return idTerm('DIALER_CONTACT_ID', id, `${place}.id`, contactListId);
  }
  throw inputError(argument, `${argument} has no field that this service knows.`);
}

/** A parsed term as the contract's input again, normalised where that loses nothing. */
export function termInput(term: Term): TermInput {
  if (term.kind === 'id') {
    if (term.type === 'USER_ID') return { userId: term.id };
    if (term.type === 'EXTERNAL_CONTACT_ID') return { externalContactId: term.id };
    return { dialerContactId: { id: term.id, contactListId: term.contactListId ?? '' } };
  }
  switch (term.type) {
    case 'NAME':
      return { name: term.value };
    case 'ADDRESS':
      return { address: term.value };
    case 'PHONE':
      return { phone: term.key };
    case 'EMAIL':
      return { email: term.key };
    default:
      return { socialHandle: { platform: term.type, handle: term.key } };
  }
}

/** What digests of a term are made of: equal for every spelling of the same term, different between types. */
export const termFingerprint = (term: Term): string =>
  term.kind === 'id' ? `${term.type}:${term.contactListId ?? ''}:${term.id}` : `${term.type}:${term.key}`;

/** How a stored value answers a term: every word or the whole value, a part of the words, or not at all (R3). */
export const matchKinds = ['EXACT', 'PARTIAL'] as const;
export type MatchKind = (typeof matchKinds)[number];

/** Explains a match: whether `identifier` is what `term` names, wholly or in part; null when it is neither. */
export function matchIdentifier(term: Term, identifier: Identifier): MatchKind | null {
  if (identifier.type !== term.type) return null;
  if (term.kind === 'id') return identifier.value === term.id ? 'EXACT' : null;
  const stored = normalizeValue(term.type, identifier.value);
  if (!stored) return null;
  if (stored.key === term.key) return 'EXACT';
  return isWordType(term.type) && term.tokens.every((token) => stored.tokens.includes(token)) ? 'PARTIAL' : null;
}
