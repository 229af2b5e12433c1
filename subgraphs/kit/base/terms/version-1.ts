/**
 * Normalisation before the index knew versions: values were romanised, and every phone number was read as American. It finds rows
 * that have not been reindexed (`habeas reindex`); nothing is indexed with it any more.
 */
import anyAscii from 'any-ascii';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { maximumLength } from './characters';
import { isWordType, type ValueType } from './term-types';

const fold = (value: string) =>
  anyAscii(value.normalize('NFKC').replace(/\p{Extended_Pictographic}/gu, ' ')).toLowerCase();

function words(value: string): string[] {
  const found = fold(value)
    .replace(/['’`.]/g, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const tokens = [...new Set(found)].sort();
  return tokens.join('').length < 3 ? [] : tokens;
}

function phone(value: string): string | null {
  const typed = value
    .normalize('NFKC')
    .trim()
    .replace(/^(tel|sms|whatsapp):/i, '')
    .replace(/^00/, '+');
  const parsed = parsePhoneNumberFromString(typed, 'US');
  return parsed?.isPossible() ? parsed.number : null;
}

const plain = (value: string) => value.normalize('NFKC').trim().toLowerCase();

function whole(type: ValueType, value: string): string | null {
  if (type === 'PHONE') return phone(value);
  if (type === 'EMAIL') return plain(value).replace(/^mailto:/, '');
  if (type === 'EXTERNAL_ID') return value.trim();
  return (
    (type === 'WHATSAPP' ? phone(value) : null) ??
    plain(value)
      .replace(/^https?:\/\/(www\.)?[^/]+\//, '')
      .replace(/^@+|\/+$/g, '')
  );
}

/** The texts that version 1 indexed for a value, and made its key of; none for a value that it did not index. */
export function searchedByVersion1(type: ValueType, value: string): string[] {
  if (value.length > maximumLength) return [];
  if (isWordType(type)) return words(value);
  return [whole(type, value)].filter((text): text is string => Boolean(text));
}
