/** Phone numbers as E.164 (R3), in the region of the organisation. An extension is part of the number. */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { withoutInvisible } from './characters';

/** ISO 3166 code of the region in which national numbers are read. */
export type PhoneRegion = CountryCode;

/** The most characters in which a number may be written. */
const maximumTyped = 100;

/** A number without its URI scheme (RFC 3966). libphonenumber-js treats parameters differently from call to call, so they are read here. */
function withoutScheme(typed: string): string {
  const [, rest] = /^(?:tel|sms|callto|whatsapp):(?:\/\/)?(.*)$/is.exec(typed) ?? [];
  if (rest === undefined) return typed;
  const [number = '', ...parameters] = rest.split(/[;?]/);
  const valueOf = (name: string) =>
    parameters.find((parameter) => parameter.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const context = valueOf('phone-context');
  const extension = valueOf('ext');
  const global = context?.startsWith('+') && !number.startsWith('+') ? context + number : number;
  return extension === undefined ? global : `${global};ext=${extension}`;
}

function parse(typed: string, region: PhoneRegion | null): string | null {
  const options = { extract: false, ...(region === null ? {} : { defaultCountry: region }) };
  const parsed = parsePhoneNumberFromString(typed, options);
  if (!parsed?.isValid()) return null;
  return parsed.ext ? `${parsed.number};ext=${parsed.ext}` : parsed.number;
}

/**
 * A phone number as E.164 (`+13175550123`), with its extension (`+13175550123;ext=12`), however it was written; null for anything
 * else. Without a region only international numbers are accepted.
 */
export function normalizePhone(value: string, region: PhoneRegion | null): string | null {
  if (value.length > maximumTyped) return null;
  const typed = withoutScheme(withoutInvisible(value).normalize('NFKC').trim());
  // Two outdated forms are read too: Mexico's mobile 1 after the country code and, if that fails, the trunk prefix `(0)`.
  const international = typed.replace(/^00(?=[1-9])/, '+');
  const current = international.replace(/^(\+52[\s.()-]*)1(?=(?:[\s.()-]*\d){10}(?!\d))/, '$1');
  return parse(current, region) ?? parse(current.replace(/^(\+\d{1,3}[\s.-]*)\(0\)/, '$1'), region);
}

/** A WhatsApp number: WhatsApp uses international numbers only, and writes them without the `+`. */
export const normalizeWhatsApp = (value: string, region: PhoneRegion | null): string | null =>
  (/^\s*\d+\s*$/.test(value) ? normalizePhone(`+${value.trim()}`, null) : null) ?? normalizePhone(value, region);
