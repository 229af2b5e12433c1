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

/** Those of its ASCII form: some characters, such as `⑴`, stand for others that are in no domain. */
const asciiName = /^[\w.-]+$/;

/**
 * A domain in IDNA's ASCII form; null for anything else. `domainToASCII` reads its argument as the host of a URL: it ends at `/`, `?`
 * and `#`, decodes `%61`, and takes `1` for 0.0.0.1. So another text than a domain would become somebody else's domain.
 */
function asciiDomain(domain: string): string | null {
  if (!domainName.test(domain)) return null;
  const ascii = domainToASCII(domain);
  return !asciiName.test(ascii) || (isIPv4(ascii) && ascii !== domain) ? null : ascii;
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

/** The beginning of a handle that is written as a link. */
interface Links {
  /** The address of a profile, and `@` before a handle, in any order and number. */
  profile: RegExp;
  /** A link to the platform itself. */
  own: RegExp | null;
}

/** Of links to these hosts the scheme may be left out. */
function linksTo(...hosts: string[]): Links {
  const link = `(?:https?:\\/\\/)?(?:[a-z0-9-]+\\.)*(?:${hosts.join('|').replaceAll('.', '\\.')})\\/`;
  return { profile: new RegExp(`^(?:${link}|https?:\\/\\/[^/]*\\/|@)+`), own: new RegExp(`^@*${link}`) };
}

const anyLinks: Links = { profile: /^(?:https?:\/\/[^/]*\/|@)+/, own: null };
const links = new Map([
  ['TWITTER', linksTo('twitter.com', 'x.com')],
  ['INSTAGRAM', linksTo('instagram.com')],
  ['FACEBOOK', linksTo('facebook.com', 'fb.com', 'm.me')],
  ['WHATSAPP', linksTo('wa.me', 'whatsapp.com')],
]);

/** Parameters that say how a page was come to, or in which language it is shown. Any other may say whose page it is (`?id=1`). */
const visit =
  /^(?:hl|igsh|igshid|utm_[a-z]+|fbclid|s|t|lang|locale|ref|ref_src|ref_url|mibextid|rdid|share_url|_rdr|_rdc|__tn__|__cft__[^=]*)(?:=|$)/;

/** The page of a link, without such parameters and the place in the page; `#!` begins the path of old links. */
function withoutVisit(page: string): string {
  const [path = '', ...queries] = page.replace(/#(?!!).*$/s, '').split('?');
  const kept = queries.flatMap((query) => query.split('&')).filter((each) => each !== '' && !visit.test(each));
  return path.replace(/\/+$/, '') + kept.map((each, index) => `${index === 0 ? '?' : '&'}${each}`).join('');
}

/** The number in WhatsApp's links to it: `34600000031?text=Hello`, `send?phone=34600000031`. Other texts are left as they are. */
const linkedNumber = (handle: string): string =>
  handle
    .replace(/^(?:whatsapp:\/\/)?send\/?\?(?:[^&]*&)*?phone=(?:%2b)?(?=\+?\d)/, '')
    .replace(/^(\+?\d+)[?&].*$/s, '$1');

/** A handle without case, `@` and profile address. A WhatsApp handle that reads as a phone number becomes that number. */
export function normalizeHandle(platform: string, value: string, region: PhoneRegion | null): string | null {
  if (value.length > maximumLength) return null;
  const typed = withoutCase(visible(value));
  const { profile, own } = links.get(platform) ?? anyLinks;
  const page = typed.replace(profile, '').replace(/\/+$/, '');
  const handle = own?.test(typed) ? withoutVisit(page) : page;
  const number = platform === 'WHATSAPP' ? normalizeWhatsApp(linkedNumber(handle), region) : null;
  return number ?? (handle === '' || /\s/.test(handle) ? null : handle);
}

/** An id of another system: unchanged but for surrounding space; null for an empty one. */
export const normalizeExternalId = (value: string): string | null =>
  (value.length <= maximumLength && value.trim()) || null;
