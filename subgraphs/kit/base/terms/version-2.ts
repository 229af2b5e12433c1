/**
 * Normalisation before `00` was read by the region: it was taken for `+` everywhere, links to profiles kept their query and had to have
 * a scheme, and most Cyrillic letters with a mark were letters of their own. It finds rows that have not been indexed anew, objections
 * to calls and digests of terms; nothing is indexed with it any more.
 */
import { currentPhoneRegion } from '../security/organization-context';
import { normalizeHandle } from './electronic';
import { asWhole, type NormalizedValue } from './normalized-value';
import { normalizePhone, normalizeWhatsApp, type PhoneRegion } from './phone';
import { entryOf, type ValueType } from './term-types';
import { normalizeWordsByVersion2 } from './words';

const withPlus = (number: string) =>
  number.trim().replace(/^((?:tel|sms|callto|whatsapp):(?:\/\/)?)?00(?=[1-9])/i, '$1+');

/** Of no platform, so that only links with a scheme are links. */
const linked = (value: string) => normalizeHandle('', value, null);

function whatsApp(value: string, region: PhoneRegion | null): string | null {
  const handle = linked(value);
  return normalizeWhatsApp(withPlus(handle ?? value), region) ?? handle;
}

/** A value as version 2 normalised it. */
export function normalizeByVersion2(
  type: ValueType,
  value: string,
  region: PhoneRegion | null = currentPhoneRegion(),
): NormalizedValue | null {
  if (type === 'NAME' || type === 'ADDRESS') return normalizeWordsByVersion2(type, value);
  if (type === 'PHONE') return asWhole((number) => normalizePhone(withPlus(number), region))(value, region);
  if (type === 'WHATSAPP') return asWhole(whatsApp)(value, region);
  const { field, normalize } = entryOf(type);
  return field === 'socialHandle' ? asWhole(linked)(value, region) : normalize(value, region);
}
