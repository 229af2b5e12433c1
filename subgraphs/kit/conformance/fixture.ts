/**
 * How a service under test offers people to ask about: by its own mutations. A fixture says which operations make a person,
 * which add a record to one, and by which terms the service then finds them. Values in braces are filled in for every person.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { idTypes, isValueType, valueTypes, type IdentifierType, type TermInput } from '../base/terms';

const step = z.strictObject({
  /** A GraphQL operation of the service. */
  document: z.string(),
  variables: z.record(z.string(), z.unknown()).default({}),
  /** What to keep of the answer for later steps and terms: a name, and the path to the value in `data`. */
  keep: z.record(z.string(), z.string()).default({}),
});

const types = [...valueTypes, ...idTypes] as const;

export const fixtureSchema = z.strictObject({
  /** The service's name: the audience of its tokens. */
  service: z.string().min(1),
  /** The scopes that the operations below need. */
  scopes: z.array(z.string()).default([]),
  /** Makes one person with a record. Run again with the same values, it adds another record that the value terms find. */
  person: z.array(step).default([]),
  /** Adds a record to a person. When absent, `person` is run again. */
  record: z.array(step).optional(),
  /** By which terms the service finds the person: values, or `contactListId/id` for a dialer contact. */
  terms: z.partialRecord(z.enum(types), z.string()),
  /** What is corrected in the person's records (Article 16). */
  rectify: z.strictObject({ type: z.enum(valueTypes), existing: z.string(), updated: z.string() }),
  /** An entity of the service, for the batching of references: a type, and the id that a step kept. */
  entity: z.strictObject({ typename: z.string(), id: z.string() }).optional(),
});

/** How a service offers people. See docs/conformance.md. */
export type Fixture = z.output<typeof fixtureSchema>;
export type FixtureStep = z.output<typeof step>;

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

/** Fills `{name}` and the like into a value of any shape. @throws for a name that nothing gave a value */
export function fill<T>(template: T, values: Values): T {
  if (typeof template === 'string')
    return template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`The fixture uses {${name}}, which no step has kept.`);
      return value;
    }) as T;
  if (Array.isArray(template)) return template.map((item: unknown) => fill(item, values)) as T;
  if (template && typeof template === 'object')
    return Object.fromEntries(
      Object.entries(template).map(([key, value]) => [key, fill(value as unknown, values)]),
    ) as T;
  return template;
}

/** A value of a type as the contract's input. */
export function termOf(type: IdentifierType, value: string): TermInput {
  switch (type) {
    case 'NAME':
      return { name: value };
    case 'ADDRESS':
      return { address: value };
    case 'PHONE':
      return { phone: value };
    case 'EMAIL':
      return { email: value };
    case 'USER_ID':
      return { userId: value };
    case 'EXTERNAL_CONTACT_ID':
      return { externalContactId: value };
    case 'DIALER_CONTACT_ID': {
      const [contactListId = '', id = ''] = value.split('/');
      return { dialerContactId: { contactListId, id } };
    }
    default:
      return { socialHandle: { platform: type, handle: value } };
  }
}

/** The same value as somebody else would type it (R3); ids have one spelling. */
export function typedDifferently(type: IdentifierType, value: string): string {
  switch (type) {
    case 'NAME':
    case 'ADDRESS':
      return value
        .split(/[\s,]+/)
        .reverse()
        .join(', ')
        .toUpperCase();
    case 'EMAIL':
      return ` ${value.toUpperCase()} `;
    case 'PHONE':
    case 'WHATSAPP':
      return value.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 ($1) $2-$3');
    default:
      return isValueType(type) ? `@${value.toUpperCase()}` : value;
  }
}

/** A value of each type that is nobody's. */
export function nobodys(type: IdentifierType): string {
  const { name, address, phone, email, handle } = madeUpPerson() as Required<Values>;
  const known: Partial<Record<IdentifierType, string | undefined>> = {
    NAME: name,
    ADDRESS: address,
    PHONE: phone,
    EMAIL: email,
    WHATSAPP: phone,
    USER_ID: randomUUID(),
    EXTERNAL_CONTACT_ID: randomUUID(),
    DIALER_CONTACT_ID: `${randomUUID()}/${randomUUID()}`,
  };
  return known[type] ?? handle ?? '';
}

export { types as termTypes };
