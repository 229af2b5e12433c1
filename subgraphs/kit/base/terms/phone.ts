/** Phone numbers as E.164 (R3), in the region of the organisation. An extension is part of the number. */
import { Metadata, type MetadataJson } from 'libphonenumber-js/core';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/max/metadata';
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

/** Reads two outdated forms too: Mexico's mobile 1 after the country code and, if that fails, the trunk prefix `(0)`. */
function read(typed: string, region: PhoneRegion | null): string | null {
  const current = typed.replace(/^(\+52[\s.()-]*)1(?=(?:[\s.()-]*\d){10}(?!\d))/, '$1');
  return parse(current, region) ?? parse(current.replace(/^(\+\d{1,3}[\s.-]*)\(0\)/, '$1'), region);
}

/** A pattern of what is dialled in a region before a country code: `00` in most, `011` in the US, several carriers' in others. */
function internationalPrefix(region: PhoneRegion): string {
  const regions = new Metadata(metadata as MetadataJson);
  regions.selectNumberingPlan(region);
  return regions.numberingPlan?.IDDPrefix() ?? '00';
}

/**
 * A number that begins with `00`. In Singapore `001 60 4 261 2345` dials +60 4 261 2345, and not +1 604 261 2345: what begins with a
 * prefix of the region is read by that alone. Where the prefix may be `00` or longer, a number that can be read both ways may be either
 * person's, and is none. Elsewhere (`011` in the US) a number that the region cannot dial is read with `00` for `+`.
 */
function readFromZeros(typed: string, region: PhoneRegion | null): string | null {
  const international = read(typed.replace(/^00/, '+'), region);
  if (region === null) return international;
  const prefix = internationalPrefix(region);
  const [dialled] = new RegExp(`^(?:${prefix})(?=[1-9])`).exec(typed.replace(/\D/g, '')) ?? [];
  if (dialled === '00') return international;
  const own = read(typed, region);
  if (dialled === undefined) return own ?? international;
  if (!new RegExp(`^(?:${prefix})$`).test('00')) return own;
  if (own !== null && international !== null && own !== international) return null;
  return own ?? international;
}

/**
 * A phone number as E.164 (`+13175550123`), with its extension (`+13175550123;ext=12`), however it was written; null for anything
 * else. Without a region only international numbers are accepted.
 */
export function normalizePhone(value: string, region: PhoneRegion | null): string | null {
  if (value.length > maximumTyped) return null;
  const typed = withoutScheme(withoutInvisible(value).normalize('NFKC').trim()).replace(/^\((\+\d{1,3})\)/, '$1');
  return /^00[1-9]/.test(typed) ? readFromZeros(typed, region) : read(typed, region);
}

/** A WhatsApp number: WhatsApp uses international numbers only, and writes them without the `+`. */
export const normalizeWhatsApp = (value: string, region: PhoneRegion | null): string | null =>
  (/^\s*\d+\s*$/.test(value) ? normalizePhone(`+${value.trim()}`, null) : null) ?? normalizePhone(value, region);
