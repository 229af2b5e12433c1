/** Reads input. Harmless deviations are tolerated; input by which something else would be done than was asked is refused. */
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { codedError, inputError } from '../../subgraphs/kit/base/errors';

/** Writes a path as `replacementTerms[0].type`. */
const placeOf = (path: readonly PropertyKey[], before: string): string =>
  path.reduce<string>(
    (place, step) => (typeof step === 'number' ? `${place}[${step}]` : `${place}${place ? '.' : ''}${String(step)}`),
    before,
  );

/**
 * Parses a value by its schema.
 * @param place the path of the value, for errors about its parts
 * @throws BAD_USER_INPUT with the first field that does not fit; the message does not repeat the value
 */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, place = ''): z.output<Schema> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const { path = [], message = '' } = error.issues[0] ?? {};
  const field = placeOf(path, place);
  if (field === '') throw codedError('BAD_USER_INPUT', message);
  // The schemas' messages begin with the last part of the path; it is replaced by the whole path.
  const last = String(path.findLast((step) => typeof step === 'string') ?? '');
  const named = message.startsWith(`${last} `) ? `${field}${message.slice(last.length)}` : message;
  throw inputError(field, named);
}

/** Reads the query string of a request like a form, in which a plus sign is a space. */
const queryOf = ({ url }: FastifyRequest): URLSearchParams => {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
};

/** Reads the known parameters of a query string; others are ignored. @throws BAD_USER_INPUT with the name of a bad parameter */
export function checkedQuery<Schema extends z.ZodObject>(schema: Schema, request: FastifyRequest): z.output<Schema> {
  const query = queryOf(request);
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const [value, another] = query.getAll(name);
    if (another !== undefined) throw inputError(name, `${name} is given more than once.`);
    if (value !== undefined) given[name] = value;
  }
  return checked(schema, given);
}

/** The depth to which a body is read. No known field lies deeper. */
const deepest = 5;

/** Whether a value is empty: null, an empty text, or a list of such. Some SDKs send these for fields that are not set. */
const isEmpty = (value: unknown, depth = 0): boolean =>
  value == null ||
  value === '' ||
  (Array.isArray(value) && depth < deepest && value.every((item) => isEmpty(item, depth + 1)));

/** Returns the place that a field had in a body before {@link withoutEmpty} removed what is empty. */
export function sentPlace(body: unknown, field: string): string {
  let at = body;
  return field.replaceAll(/\[(\d+)\]|[^.[\]]+/g, (step, index?: string) => {
    if (index === undefined) {
      at = (at as Record<string, unknown> | null | undefined)?.[step];
      return step;
    }
    const places = Array.isArray(at) ? at.flatMap((item, place) => (isEmpty(item) ? [] : [place])) : [];
    const place = places[Number(index)] ?? Number(index);
    at = (at as unknown[] | null | undefined)?.[place];
    return `[${place}]`;
  });
}

/** Returns a value without its empty parts. */
export function withoutEmpty(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > deepest) return value;
  if (Array.isArray(value)) return value.filter((item) => !isEmpty(item)).map((item) => withoutEmpty(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => (isEmpty(each) ? [] : [[name, withoutEmpty(each, depth + 1)]])),
  );
}
