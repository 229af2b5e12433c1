/**
 * How the checks make people in a service under test: by the service's own mutations. A fixture names the operations that make
 * a person and that add a record to one, and the terms by which the service then finds the person. `{name}` stands for a value
 * that differs for every person.
 */
import { z } from 'zod';
import { identifierTypes, subjectTypeOf, valueTypes, type IdType } from '../base/terms';
import type { Values } from './people/made-up';

const idTypes = Object.keys(subjectTypeOf) as [IdType, ...IdType[]];

const step = z.strictObject({
  /** A GraphQL operation of the service. */
  document: z.string(),
  variables: z.record(z.string(), z.unknown()).default({}),
  /** Values of the answer to keep for later steps and terms, by name: the path to each in `data`. */
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
  /** The terms by which the service finds the person: values, or `contactListId/id` for a dialer contact. */
  terms: z.partialRecord(z.enum(identifierTypes), z.string()),
  /** What is corrected in the person's records (Article 16). */
  rectify: z.strictObject({ type: z.enum(valueTypes), existing: z.string(), updated: z.string() }),
  /** Operations that set those values of `fields` that `person` and `record` do not set. */
  complete: z.array(step).default([]),
  /**
   * Every field with `@personalData`, as `Type.field`: the value that the operations set, if the service reports it under the
   * field's own name; that value and the name (`RecordType.field`) otherwise; or why no operation sets it.
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
  /** An entity of the service, by which references in batches and what is left after an erasure are checked: its type, and the id that a step kept. */
  entity: z.strictObject({ typename: z.string(), id: z.string() }).optional(),
  /** Operations that make a record of the person that is about somebody else too, and the id of that other person (`linked.graphql`). */
  linked: z.strictObject({ operations: z.array(step), type: z.enum(idTypes), id: z.string() }).optional(),
});

/** How the checks make and find people in a service. See docs/conformance.md. */
export type Fixture = z.output<typeof fixtureSchema>;
export type FixtureStep = z.output<typeof step>;

/** Fills in the `{name}`s of a value of any shape. @throws for a name that has no value */
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
