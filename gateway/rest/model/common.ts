/** What several schemas of the REST API share. The same schemas check what comes in and describe the API in its OpenAPI document. */
import { z } from 'zod';
import { restPath } from '../names';

/** The schemas that the document names. */
export const components = z.registry<{ id: string }>();

/** A schema that stands in the document under its own name. */
export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  components.add(schema, { id });
  return schema;
}

export const time = z.string().meta({ format: 'date-time' }).describe('A point in time, as ISO 8601 in UTC.');

export const selfUri = z
  .string()
  .describe('The path at which this can be read.')
  .meta({ example: `${restPath}/gdpr/requests/019aa0c2-7d35-7c1e-9f0e-3b1d6a4f5e21` });

export const id = (what: string) => z.string().describe(what);

/** A text of a query as a number, where it is one. */
const numberOf = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d{1,12}$/.test(value) ? Number(value) : value;

/** A whole number in a query. @param takes what it takes, for who sends another */
export const whole = (name: string, least: number, most: number) => {
  const error = `${name} takes a whole number from ${least} to ${most}.`;
  return z.preprocess(numberOf, z.int({ error }).min(least, { error }).max(most, { error }));
};

/** A text of a query as true or false, however the client's language writes them. */
const booleanOf = (value: unknown): unknown => {
  const word = typeof value === 'string' ? value.toLowerCase() : value;
  return word === 'true' ? true : word === 'false' ? false : value;
};

/** True or false in a query. */
export const flag = (name: string) => z.preprocess(booleanOf, z.boolean({ error: `${name} takes true or false.` }));

/** A text that is neither absent nor empty. */
export const text = (name: string) => {
  const error = `${name} is needed: a text.`;
  return z.string({ error }).min(1, { error });
};

/** One of a set of words. */
export const oneOf = <const Word extends string>(name: string, words: readonly Word[]) =>
  z.enum(words as unknown as readonly [Word, ...Word[]], { error: `${name} takes one of ${words.join(', ')}.` });
