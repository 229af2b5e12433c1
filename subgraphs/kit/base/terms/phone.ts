/** Phone numbers as E.164 (R3), in the region of the organisation; an extension is part of the number. */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { withoutInvisible } from './characters';

/** ISO 3166 code of the region in which national numbers are read. */
export type PhoneRegion = CountryCode;

/** No way of writing a number down is longer. */
const maximumTyped = 100;

/** A number by RFC 3966. Its parameters are read here: libphonenumber-js answers to them differently from call to call. */
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
 * A phone number as E.164 (`+13175550123`), with its extension (`+13175550123;ext=12`), however it was typed; null when it
 * is none. Without a region only international numbers are numbers.
 */
export function normalizePhone(value: string, region: PhoneRegion | null): string | null {
  if (value.length > maximumTyped) return null;
  const typed = withoutScheme(withoutInvisible(value).normalize('NFKC').trim());
  // Two ways of writing that no plan of numbers has any more: the trunk prefix after a country code, and Mexico's mobile 1.
  const international = typed.replace(/^00(?=[1-9])/, '+');
  const current = international.replace(/^(\+52[\s.()-]*)1(?=(?:[\s.()-]*\d){10}(?!\d))/, '$1');
  return parse(current, region) ?? parse(current.replace(/^(\+\d{1,3}[\s.-]*)\(0\)/, '$1'), region);
}

/** A number of WhatsApp, which knows international ones alone and writes them without the `+`. */
export const normalizeWhatsApp = (value: string, region: PhoneRegion | null): string | null =>
  (/^\s*\d+\s*$/.test(value) ? normalizePhone(`+${value.trim()}`, null) : null) ?? normalizePhone(value, region);
