/** Made-up people, and values of each type: as stored, as other people type them, and as nobody has them. */
import { randomInt, randomUUID } from 'node:crypto';
import { entryOf, type IdentifierType, type TermInput } from '../../base/terms';

/** Values of one person. The steps of a fixture add those that they keep. */
export type Values = Record<string, string>;

const letters = (count: number) =>
  Array.from({ length: count }, () => String.fromCharCode(97 + randomInt(26))).join('');
const capital = (word: string) => word.replace(/^./, (first) => first.toUpperCase());

/** A made-up person who resembles nobody else. */
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
    // A valid number of a plan that takes any digits, so that two people hardly ever share one.
    phone: `+346${String(randomInt(100_000_000)).padStart(8, '0')}`,
    handle: `${first}_${last}`,
    address: `${randomInt(1, 999)} ${capital(street)} Street, ${capital(town)}`,
    text: `${letters(8)} ${letters(12)}`,
    uuid: randomUUID(),
    otherUuid: randomUUID(),
  };
}

/** A value as the contract's input. The id of a dialer contact is written after its list's: `list/id`. */
export function termOf(type: IdentifierType, text: string): TermInput {
  const entry = entryOf(type);
  const [value = '', contactListId] = entry.kind === 'id' ? text.split('/').reverse() : [text];
  return entry.write({ value, ...(contactListId === undefined ? {} : { contactListId }) });
}

interface Sample {
  /** The same value as others would type it (R3); ids have one spelling. */
  respelled: (value: string) => string[];
  /** A value that is nobody's. */
  nobodys: () => string;
  /** A text with the same letters or digits that is no value of the type; the value itself, where any text is valid. */
  spoiled: (value: string) => string;
}

const made = (value: keyof ReturnType<typeof madeUpPerson>) => () => madeUpPerson()[value] ?? '';
const inCapitals = (value: string) =>
  value
    .split(/[\s,]+/)
    .reverse()
    .join(', ')
    .toUpperCase();
/** Full-width letters and digits, as East Asian keyboards type them. */
const wide = (value: string) =>
  value.replace(/[A-Za-z0-9]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0));
/** With a zero-width space in it, as in text that was copied out of a page. */
const withInvisible = (value: string) => `${value.slice(0, 3)}\u200b${value.slice(3)}`;
const grouped = (value: string, [first, second, third]: [string, string, string]) =>
  value.replace(/^\+34(\d{3})(\d{3})(\d{3})$/, `+34${first}$1${second}$2${third}$3`);
const numbers = (value: string) => [grouped(value, [' (', ') ', '-']), grouped(value, ['.', '.', '.'])];
const same = (value: string) => value;
const words = { respelled: (value: string) => [inCapitals(value), wide(value), withInvisible(value)], spoiled: same };
const handle: Sample = {
  respelled: (value) => [`@${value.toUpperCase()}`],
  nobodys: made('handle'),
  spoiled: (value) => value.replace('_', ' '),
};
const id: Sample = { respelled: (value) => [value], nobodys: randomUUID, spoiled: same };

/** Every type of term is tried: one without a sample does not compile. */
export const samples: Record<IdentifierType, Sample> = {
  NAME: { ...words, nobodys: made('name') },
  ADDRESS: { ...words, nobodys: made('address') },
  PHONE: { respelled: numbers, nobodys: made('phone'), spoiled: (value) => `call ${value} now` },
  EMAIL: {
    respelled: (value) => [` ${value.toUpperCase()} `, withInvisible(value)],
    nobodys: made('email'),
    spoiled: (value) => value.replace('@', ' at '),
  },
  TWITTER: handle,
  INSTAGRAM: handle,
  FACEBOOK: handle,
  APPLE_MESSAGES: handle,
  WHATSAPP: {
    respelled: (value) => [...numbers(value), value.replace('+', '')],
    nobodys: made('phone'),
    spoiled: (value) => `call ${value} now`,
  },
  EXTERNAL_ID: { respelled: (value) => [` ${value} `], nobodys: randomUUID, spoiled: same },
  USER_ID: id,
  EXTERNAL_CONTACT_ID: id,
  DIALER_CONTACT_ID: { ...id, nobodys: () => `${randomUUID()}/${randomUUID()}` },
};
