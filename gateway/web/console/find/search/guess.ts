/** Guesses the kind of a typed value. The guess is shown, and the user can correct it. */
import type {
  GdprSubjectTermInput,
  PersonalDataTermInput,
  PersonalIdentifierType,
  SocialPlatform,
  SubjectFragment,
  SuggestionFragment,
} from '../../operations.generated';

export type Kind =
  | 'NAME'
  | 'ADDRESS'
  | 'PHONE'
  | 'EMAIL'
  | 'SOCIAL'
  | 'EXTERNAL_ID'
  | 'USER_ID'
  | 'EXTERNAL_CONTACT_ID'
  | 'DIALER_CONTACT_ID';

/** A search as the user typed it. */
export interface Typed {
  kind: Kind;
  value: string;
  platform: SocialPlatform;
  source: string;
  contactListId: string;
}

export const nothingTyped: Typed = { kind: 'NAME', value: '', platform: 'TWITTER', source: '', contactListId: '' };

const idPattern = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function guessKind(text: string): Kind {
  const value = text.trim();
  if (idPattern.test(value)) return 'EXTERNAL_CONTACT_ID';
  if (/^@\S+$/.test(value)) return 'SOCIAL';
  if (/^\S+@\S+\.\S+$/.test(value)) return 'EMAIL';
  const digits = value.replaceAll(/\D/g, '').length;
  if (digits >= 6 && /^[+(]?[\d\s().\-/]+(?:(?:x|ext\.?)\s*\d+)?$/i.test(value)) return 'PHONE';
  if (digits > 0 && /^\S+$/.test(value)) return 'EXTERNAL_ID';
  return digits > 0 ? 'ADDRESS' : 'NAME';
}

/** Whether the value is the id of one subject, so that there is no choice to make. */
export const isId = (kind: Kind): kind is 'USER_ID' | 'EXTERNAL_CONTACT_ID' | 'DIALER_CONTACT_ID' =>
  kind.endsWith('_ID') && kind !== 'EXTERNAL_ID';

/** Makes the term of a `subjects` search. */
export function searchTerm({ kind, value, platform, source }: Typed): GdprSubjectTermInput {
  switch (kind) {
    case 'ADDRESS':
      return { address: value };
    case 'PHONE':
      return { phone: value };
    case 'EMAIL':
      return { email: value };
    case 'SOCIAL':
      return { socialHandle: { platform, handle: value } };
    case 'EXTERNAL_ID':
      return { externalId: { value, ...(source ? { source } : {}) } };
    default:
      return { name: value };
  }
}

/** Makes the term of a request on exactly the typed value. */
export function requestTerm(typed: Typed): PersonalDataTermInput {
  const { kind, value, contactListId } = typed;
  if (kind === 'USER_ID') return { userId: value };
  if (kind === 'EXTERNAL_CONTACT_ID') return { externalContactId: value };
  if (kind === 'DIALER_CONTACT_ID') return { dialerContactId: { id: value, contactListId } };
  return searchTerm(typed);
}

/** What a typed value is called beside what is done with it: an external id with the system that gave it. */
export const labelOf = ({ kind, value, source }: Typed): string =>
  kind === 'EXTERNAL_ID' && source ? `${value} (${source})` : value;

/** Makes the term of a request on a person; for a merge set, on its canonical contact. */
export function termOf({ type, id, canonicalContactId, contactListId }: SubjectFragment): PersonalDataTermInput {
  if (type === 'USER') return { userId: id };
  if (type === 'DIALER_CONTACT') return { dialerContactId: { id, contactListId: contactListId ?? '' } };
  return { externalContactId: canonicalContactId ?? id };
}

const platforms: readonly PersonalIdentifierType[] = ['TWITTER', 'INSTAGRAM', 'FACEBOOK', 'APPLE_MESSAGES', 'WHATSAPP'];

/** Converts a suggested identifier into the form of a typed search. */
export function typedOf({ term: { type, value, source }, contactListId }: SuggestionFragment): Typed {
  const isSocial = platforms.includes(type);
  return {
    kind: isSocial ? 'SOCIAL' : (type as Kind),
    value,
    platform: isSocial ? (type as SocialPlatform) : 'TWITTER',
    source: source ?? '',
    contactListId: contactListId ?? '',
  };
}
