/**
 * Normalisation of identifying values (R3): what makes two spellings of one phone number, name or handle equal. The same
 * functions serve the index, the search and the explanation of a match, so they cannot disagree.
 */
import anyAscii from 'any-ascii';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';

/** Where a phone number typed without a country code is taken to be from. */
const defaultCountry: CountryCode = 'US';

/** Fewer letters and digits than this identify nobody. */
export const minimumLetters = 3;

/** Longer values than this are no identifier of a person. */
export const maximumLength = 500;

/** A name or address as a set of words: `key` for equality, `tokens` (unique, sorted) for partial matches. */
export interface NormalizedWords {
  key: string;
  tokens: string[];
}

/** Pictures have names in ASCII, but nobody is found by them. */
const fold = (value: string) =>
  anyAscii(value.normalize('NFKC').replace(/\p{Extended_Pictographic}/gu, ' ')).toLowerCase();

/**
 * Words of a name or address without case, accents, punctuation and order: `GARCÍA, Ana` and `ana garcia` are equal.
 * Null when fewer than {@link minimumLetters} letters or digits are left; a word that is repeated says nothing more.
 */
export function normalizeWords(value: string): NormalizedWords | null {
  const words = fold(value)
    .replace(/['’`.]/g, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const tokens = [...new Set(words)].sort();
  if (tokens.join('').length < minimumLetters) return null;
  return { key: tokens.join(' '), tokens };
}

/** A phone number as E.164 (`+13175550123`), however it was typed; null when it cannot be a phone number. */
export function normalizePhone(value: string): string | null {
  const typed = value
    .normalize('NFKC')
    .trim()
    .replace(/^(tel|sms|whatsapp):/i, '')
    .replace(/^00/, '+');
  const parsed = parsePhoneNumberFromString(typed, defaultCountry);
  return parsed?.isPossible() ? parsed.number : null;
}

/** An e-mail address without case and surrounding space; null when it is not one. */
export function normalizeEmail(value: string): string | null {
  const address = value
    .normalize('NFKC')
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase();
  return /^[^\s@]+@[^\s@]+$/.test(address) && address.length <= 254 ? address : null;
}

/** A handle without case, `@` and profile address; a WhatsApp handle is a phone number when it reads as one. */
export function normalizeHandle(platform: string, value: string): string | null {
  if (platform === 'WHATSAPP') {
    const phone = normalizePhone(value);
    if (phone) return phone;
  }
  const handle = value
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(www\.)?[^/]+\//, '')
    .replace(/^@+/, '')
    .replace(/(?<!\/)\/+$/, '');
  return handle.length > 0 && !/\s/.test(handle) ? handle : null;
}
