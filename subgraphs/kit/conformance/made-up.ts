/** Made-up people, and what their terms look like: as they are, as somebody else types them, and as nobody has them. */
import { randomInt, randomUUID } from 'node:crypto';
import { entryOf, type IdentifierType, type TermInput } from '../base/terms';

/** Values of one person; steps add what they keep. */
export type Values = Record<string, string>;

const letters = (count: number) =>
  Array.from({ length: count }, () => String.fromCharCode(97 + randomInt(26))).join('');
const capital = (word: string) => word.replace(/^./, (first) => first.toUpperCase());

/** A made-up person whom nobody else resembles. */
export function madeUpPerson(): Values {
  const [first, last, street, town] = [letters(8), letters(10), letters(9), letters(7)] as [
    string,
    string,
    string,
    string,
  ];
  return {
    name: `${capital(first)} ${capital(last)}`,
    firstName: capital(first),
    lastName: capital(last),
    otherName: `${capital(letters(8))} ${capital(letters(10))}`,
    email: `${first}.${last}@conformance.example`,
    otherEmail: `${letters(9)}@conformance.example`,
    // 555-01xx is fictional; area codes vary, so that people do not share a number.
    phone: `+1${randomInt(201, 989)}${randomInt(201, 989)}${String(randomInt(10_000)).padStart(4, '0')}`,
    handle: `${first}_${last}`,
    address: `${randomInt(1, 999)} ${capital(street)} Street, ${capital(town)}`,
    text: `${letters(8)} ${letters(12)}`,
    uuid: randomUUID(),
  };
}

/** A value of a type as the contract's input; the id of a dialer contact comes after its list's: `list/id`. */
export function termOf(type: IdentifierType, text: string): TermInput {
  const entry = entryOf(type);
  const [value = '', contactListId] = entry.kind === 'id' ? text.split('/').reverse() : [text];
  return entry.write({ value, ...(contactListId === undefined ? {} : { contactListId }) });
}

interface Sample {
  /** The same value as somebody else would type it (R3); ids have one spelling. */
  respelled: (value: string) => string;
  /** A value that is nobody's. */
  nobodys: () => string;
}

const made = (value: keyof ReturnType<typeof madeUpPerson>) => () => madeUpPerson()[value] ?? '';
const inCapitals = (value: string) =>
  value
    .split(/[\s,]+/)
    .reverse()
    .join(', ')
    .toUpperCase();
const punctuated = (value: string) => value.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 ($1) $2-$3');
const handle: Sample = { respelled: (value) => `@${value.toUpperCase()}`, nobodys: made('handle') };
const id: Sample = { respelled: (value) => value, nobodys: randomUUID };

/** Every type of term is tried: one without a sample does not compile. */
export const samples: Record<IdentifierType, Sample> = {
  NAME: { respelled: inCapitals, nobodys: made('name') },
  ADDRESS: { respelled: inCapitals, nobodys: made('address') },
  PHONE: { respelled: punctuated, nobodys: made('phone') },
  EMAIL: { respelled: (value) => ` ${value.toUpperCase()} `, nobodys: made('email') },
  TWITTER: handle,
  INSTAGRAM: handle,
  FACEBOOK: handle,
  APPLE_MESSAGES: handle,
  WHATSAPP: { respelled: punctuated, nobodys: made('phone') },
  USER_ID: id,
  EXTERNAL_CONTACT_ID: id,
  DIALER_CONTACT_ID: { ...id, nobodys: () => `${randomUUID()}/${randomUUID()}` },
};
