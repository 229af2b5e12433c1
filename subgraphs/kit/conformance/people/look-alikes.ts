/** People and values that look like others and are not the same (R3). */
import type { IdentifierType } from '../../base/terms';
import { madeUpPerson, type Values } from './made-up';

/** Other people, whose values look like a person's and are other values (R3): longer at either end, or of another mailbox. */
export function lookAlikes({
  firstName,
  lastName,
  name,
  email,
  phone,
  handle,
  address,
}: Values): [Values, ...Values[]] {
  const other = (values: Values): Values => ({ ...madeUpPerson(), ...values });
  return [
    other({
      firstName: String(firstName),
      lastName: `${lastName}son`,
      name: `${name}son`,
      email: `a.${email}`,
      phone: String(phone).replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)),
      handle: `${handle}1`,
      address: `1${address}`,
    }),
    other({
      firstName: `An${firstName}`,
      lastName: String(lastName),
      name: `An${name}`,
      email: `${email}s`,
      handle: `a${handle}`,
      address: `${address}s`,
    }),
    other({ email: String(email).replace('@', '+other@'), handle: String(handle).replace('_', '__') }),
  ];
}

/** Another person, who holds the values that a template names and no other: a namesake. */
export function sharing(template: string, values: Values): Values {
  const named = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const shared = named.includes('name') ? [...named, 'firstName', 'lastName'] : named;
  return { ...madeUpPerson(), ...Object.fromEntries(shared.map((name) => [name, values[name] ?? ''])) };
}

/** A person's values, and what is asked for in place of a term: a different value, which must find nobody (R3). */
interface FalseFriend {
  type: IdentifierType;
  what: string;
  values: Values;
  asked: (term: string) => string;
}

const called = (firstName: string, lastName: string) => ({ firstName, lastName, name: `${firstName} ${lastName}` });

export const falseFriends: FalseFriend[] = [
  {
    type: 'NAME',
    what: 'a name of other characters that sound alike',
    values: called('明', '黎'),
    asked: (name) => name.replace('黎', '李'),
  },
  {
    type: 'NAME',
    what: 'a name without its first letter, which a transliteration drops',
    values: called('أحمد', 'منصور'),
    asked: (name) => name.replace('أحمد', 'حمد'),
  },
  {
    type: 'NAME',
    what: 'a name in another script',
    values: called('Иван', 'Петров'),
    asked: (name) => name.replace('Иван', 'Ivan').replace('Петров', 'Petrov'),
  },
  {
    type: 'EMAIL',
    what: 'an address with a ligature in place of two letters',
    values: { email: 'fiona.fitz@conformance.example' },
    asked: (email) => email.replace('fiona', 'ﬁona'),
  },
  {
    type: 'PHONE',
    what: 'a number with an extension',
    values: { phone: '+34600111222' },
    asked: (phone) => `${phone} ext. 12`,
  },
  {
    type: 'ADDRESS',
    what: 'an address with its numbers exchanged',
    values: { address: '12/3 Conformance Street, Bristol' },
    asked: (address) => address.replace('12/3', '3/12'),
  },
  {
    type: 'EXTERNAL_ID',
    what: 'an id in another case',
    values: { uuid: 'abcdef00-0000-4000-8000-00000000abcd' },
    asked: (id) => id.toUpperCase(),
  },
];
