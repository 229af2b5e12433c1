/** Parts that several schemas of the REST API share. The schemas both check input and describe the API in its OpenAPI document. */
import { z } from 'zod';
import { restPath } from '../names';

/** The schemas that have a name in the OpenAPI document. */
export const components = z.registry<{ id: string }>();

/** Gives a schema a name in the OpenAPI document. */
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

/** Converts a text of a query to a number, if it is one. */
const numberOf = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d{1,12}$/.test(value) ? Number(value) : value;

/** The schema of a whole number in a query, from `least` to `most`. */
export const whole = (name: string, least: number, most: number) => {
  const error = `${name} takes a whole number from ${least} to ${most}.`;
  return z.preprocess(numberOf, z.int({ error }).min(least, { error }).max(most, { error }));
};

/** Converts a text of a query to true or false, in any case: some client languages write `True`. */
const booleanOf = (value: unknown): unknown => {
  const word = typeof value === 'string' ? value.toLowerCase() : value;
  return word === 'true' ? true : word === 'false' ? false : value;
};

/** The schema of true or false in a query. */
export const flag = (name: string) => z.preprocess(booleanOf, z.boolean({ error: `${name} takes true or false.` }));

/** The schema of a required, non-empty text. */
export const text = (name: string) => {
  const error = `${name} is needed: a text.`;
  return z.string({ error }).min(1, { error });
};

/** The schema of one of several words. */
export const oneOf = <const Word extends string>(name: string, words: readonly Word[]) =>
  z.enum(words as unknown as readonly [Word, ...Word[]], { error: `${name} takes one of ${words.join(', ')}.` });
