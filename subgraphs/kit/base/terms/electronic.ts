/** E-mail addresses and handles (R3): compared without case and invisible characters. NFKC is never applied. */
import { isIPv4 } from 'node:net';
import { domainToASCII } from 'node:url';
import { maximumLength, withoutInvisible } from './characters';
import { normalizeWhatsApp, type PhoneRegion } from './phone';

/** The most characters of an e-mail address (RFC 5321). */
const longestAddress = 254;

/** Without case. `ς` and `σ` are one letter at different places of a word. */
const withoutCase = (text: string) => text.normalize('NFC').toLowerCase().replace(/ς/g, 'σ').normalize('NFC');

const visible = (value: string) => withoutInvisible(value).trim();

/** The characters of a domain, with the full stops of IDNA. */
const domainName = /^[\p{L}\p{M}\p{N}_.。．｡-]+$/u;

/**
 * A domain in IDNA's ASCII form; null for anything else. `domainToASCII` reads its argument as the host of a URL: it ends at `/`, `?`
 * and `#`, decodes `%61`, and takes `1` for 0.0.0.1. So another text than a domain would become somebody else's domain.
 */
function asciiDomain(domain: string): string | null {
  if (!domainName.test(domain)) return null;
  const ascii = domainToASCII(domain);
  return ascii === '' || (isIPv4(ascii) && ascii !== domain) ? null : ascii;
}

/** An e-mail address without case, its domain in IDNA's ASCII form; null for anything else. */
export function normalizeEmail(value: string): string | null {
  if (value.length > maximumLength) return null;
  const typed = visible(value)
    .replace(/^mailto:([^?]*).*$/is, '$1')
    .trim();
  const [, mailbox, domain] = /^([^\s@]+)@([^\s@]+)$/u.exec(typed) ?? [];
  if (mailbox === undefined || domain === undefined) return null;
  const ascii = asciiDomain(domain.replace(/[.。．｡]$/, ''));
  if (ascii === null) return null;
  const address = `${withoutCase(mailbox)}@${ascii}`;
  return address.length <= longestAddress ? address : null;
}

/** The address of a profile, and `@` before a handle, in any order and number. */
const profile = /^(?:https?:\/\/[^/]*\/|@)+/;

/** A handle without case, `@` and profile address. A WhatsApp handle that reads as a phone number becomes that number. */
export function normalizeHandle(platform: string, value: string, region: PhoneRegion | null): string | null {
  if (value.length > maximumLength) return null;
  const handle = withoutCase(visible(value)).replace(profile, '').replace(/\/+$/, '');
  if (handle === '' || /\s/.test(handle))
    return platform === 'WHATSAPP' ? normalizeWhatsApp(visible(value), region) : null;
  return (platform === 'WHATSAPP' ? normalizeWhatsApp(handle, region) : null) ?? handle;
}

/** An id of another system: unchanged but for surrounding space; null for an empty one. */
export const normalizeExternalId = (value: string): string | null =>
  (value.length <= maximumLength && value.trim()) || null;
