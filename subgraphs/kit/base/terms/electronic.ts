/** E-mail addresses and handles (R3): compared without case and invisible characters, and by no likeness: never NFKC. */
import { domainToASCII } from 'node:url';
import { maximumLength, withoutInvisible } from './characters';
import { normalizeWhatsApp, type PhoneRegion } from './phone';

/** No mailbox with its domain is longer (RFC 5321). */
const longestAddress = 254;

/** `ς` and `σ` are one letter in two places of a word. */
const withoutCase = (text: string) => text.normalize('NFC').toLowerCase().replace(/ς/g, 'σ').normalize('NFC');

const visible = (value: string) => withoutInvisible(value).trim();

/** An e-mail address without case, with its domain as IDNA writes it in ASCII; null when it is none. */
export function normalizeEmail(value: string): string | null {
  if (value.length > maximumLength) return null;
  const typed = visible(value)
    .replace(/^mailto:([^?]*).*$/is, '$1')
    .trim();
  const [, mailbox, domain] = /^([^\s@]+)@([^\s@]+)$/u.exec(typed) ?? [];
  if (mailbox === undefined || domain === undefined) return null;
  const ascii = domainToASCII(domain.replace(/[.。．｡]$/, ''));
  const address = `${withoutCase(mailbox)}@${ascii}`;
  return ascii !== '' && address.length <= longestAddress ? address : null;
}

/** Where a profile is, and the `@` before its handle, in any order and number. */
const profile = /^(?:https?:\/\/[^/]*\/|@)+/;

/** A handle without case, `@` and profile address; a WhatsApp handle is a phone number when it reads as one. */
export function normalizeHandle(platform: string, value: string, region: PhoneRegion | null): string | null {
  if (value.length > maximumLength) return null;
  const handle = withoutCase(visible(value)).replace(profile, '').replace(/\/+$/, '');
  if (handle === '' || /\s/.test(handle))
    return platform === 'WHATSAPP' ? normalizeWhatsApp(visible(value), region) : null;
  return (platform === 'WHATSAPP' ? normalizeWhatsApp(handle, region) : null) ?? handle;
}

/** The id that another system gave: as it is, without surrounding space; null when nothing is left. */
export const normalizeExternalId = (value: string): string | null =>
  (value.length <= maximumLength && value.trim()) || null;
