/**
 * How a service under test offers people to ask about: by its own mutations. A fixture says which operations make a person,
 * which add a record to one, and by which terms the service then finds them. Values in braces are filled in for every person.
 */
import { z } from 'zod';
import { identifierTypes, valueTypes } from '../base/terms';
import type { Values } from './people/made-up';

const step = z.strictObject({
  /** A GraphQL operation of the service. */
  document: z.string(),
  variables: z.record(z.string(), z.unknown()).default({}),
  /** What to keep of the answer for later steps and terms: a name, and the path to the value in `data`. */
  keep: z.record(z.string(), z.string()).default({}),
});

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
  terms: z.partialRecord(z.enum(identifierTypes), z.string()),
  /** What is corrected in the person's records (Article 16). */
  rectify: z.strictObject({ type: z.enum(valueTypes), existing: z.string(), updated: z.string() }),
  /** Operations that set, for one person, what `person` and `record` leave out of `fields`. */
  complete: z.array(step).default([]),
  /**
   * Every field that bears `@personalData`, as `Type.field`: the value that the operations set, where the service reports it
   * under its own name; that value with the name (`RecordType.field`); or why no operation sets it.
   */
  fields: z
    .record(
      z.string().regex(/^\w+\.\w+$/),
      z.union([
        z.string().min(1),
        z.strictObject({ value: z.string().min(1), as: z.string() }),
        z.strictObject({ why: z.string().min(1) }),
      ]),
    )
    .default({}),
  /** An entity of the service, for the batching of references and for what is left of it after an erasure: a type, and the id that a step kept. */
  entity: z.strictObject({ typename: z.string(), id: z.string() }).optional(),
});

/** How a service offers people. See docs/conformance.md. */
export type Fixture = z.output<typeof fixtureSchema>;
export type FixtureStep = z.output<typeof step>;

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
