/** The rows of a faulty service, and how it compares values: correctly (R3), except for its fault. */
import type { Has } from './faults';

export interface Row {
  id: string;
  organization: string;
  email: string;
  note: string;
  title: string;
  name: string;
  phone: string;
  address: string;
  customer: string;
  /** A user whom the row is about too. */
  agent?: string;
  /** The number of the change that gave the row its values: a mark is such a number. */
  since: number;
  /** The time of that change, in milliseconds. */
  at: number;
}

export interface Term {
  email?: string | null;
  name?: string | null;
  phone?: string | null;
  address?: string | null;
  externalId?: { value: string; source?: string | null } | null;
  externalContactId?: string | null;
  userId?: string | null;
  socialHandle?: { platform: string; handle: string } | null;
}

type Compared = 'email' | 'name' | 'phone' | 'address' | 'customer';

const invisible = /[\u200b-\u200d\u2060\ufeff]/g;
const cyrillic: Record<string, string> = { и: 'i', в: 'v', а: 'a', н: 'n', п: 'p', е: 'e', т: 't', р: 'r', о: 'o' };

/** Each kind of value in the form in which it is compared. */
function keysOf(has: Has): Record<Compared, (value: string) => string> {
  const seen = (value: string) => (has('invisible characters count') ? value : value.replace(invisible, ''));
  const narrow = (value: string) => (has('full-width letters are other letters') ? value : value.normalize('NFKC'));
  const words = (value: string) =>
    seen(narrow(value))
      .toLowerCase()
      .match(/[\p{L}\p{N}]+(?:\/\p{N}+)*/gu) ?? [];
  return {
    email(value) {
      const form = has('ligatures of addresses are taken apart') ? 'NFKC' : 'NFC';
      const plain = seen(value).trim().normalize(form);
      return has('addresses are compared with their case') ? plain : plain.toLowerCase();
    },
    name(value) {
      const all = words(value);
      if (!has('names are compared in the order of their words')) all.sort();
      const text = all.join(' ');
      return has('names are transliterated')
        ? text.replace(/\p{Script=Cyrillic}/gu, (each) => cyrillic[each] ?? each)
        : text;
    },
    phone(value) {
      if (has('phone numbers are compared as they are typed')) return value;
      const digits = (text = '') => text.replace(/\D/g, '');
      const [number, extension] = value.split(/ext\.?/);
      return has('the extension of a number is dropped') || extension === undefined
        ? digits(number)
        : `${digits(number)}x${digits(extension)}`;
    },
    address(value) {
      const all = words(value).flatMap((word) =>
        has('the numbers of an address are sorted') ? word.split('/').sort().join('/') : word,
      );
      return all.sort().join(' ');
    },
    customer: (value) =>
      has('external ids are compared without their case') ? value.trim().toLowerCase() : value.trim(),
  };
}

/** The kind and the value of a term. */
const valueOf = ({ email, name, phone, address, externalId }: Term): [Compared, string] | null => {
  if (email != null) return ['email', email];
  if (name != null) return ['name', name];
  if (phone != null) return ['phone', phone];
  if (address != null) return ['address', address];
  return externalId ? ['customer', externalId.value] : null;
};

/** The rows that a term finds. */
export function matching(rows: Row[], term: Term, has: Has): Row[] {
  const given = valueOf(term);
  const asked = term.externalContactId ?? (has('an id of any kind finds') ? term.userId : null);
  if (!given) return rows.filter(({ id }) => id === asked);
  const [field, value] = given;
  const keyOf = keysOf(has)[field];
  const wanted = keyOf(value);
  const begins =
    (field === 'phone' && has('the beginning of a number finds')) ||
    (field === 'name' && has('the beginning of a name finds'));
  return rows.filter((row) => {
    const held = keyOf(row[field]);
    if (field === 'email' && has('a part of an address finds')) return held.includes(wanted);
    if (begins) {
      const parts = wanted.split(' ');
      return held.split(' ').every((part, index) => part.startsWith(parts[index] ?? ' '));
    }
    // One word of a name or an address finds the row too; the service explains no match, so the gateway compares.
    return held === wanted;
  });
}
