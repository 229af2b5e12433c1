/** What comes in, read leniently where nothing is lost, and strictly where something would be done that was not asked. */
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { codedError, inputError } from '../../subgraphs/kit/base/errors';

/** `replacementTerms[0].type` */
const placeOf = (path: readonly PropertyKey[], before: string): string =>
  path.reduce<string>(
    (place, step) => (typeof step === 'number' ? `${place}[${step}]` : `${place}${place ? '.' : ''}${String(step)}`),
    before,
  );

/**
 * A value by its schema.
 * @param place where it stands, for errors about its parts
 * @throws BAD_USER_INPUT naming the first field that does not fit; the value is not repeated
 */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, place = ''): z.output<Schema> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const { path = [], message = '' } = error.issues[0] ?? {};
  const field = placeOf(path, place);
  if (field === '') throw codedError('BAD_USER_INPUT', message);
  // Schemas name a field by its last word.
  const last = String(path.findLast((step) => typeof step === 'string') ?? '');
  const named = message.startsWith(`${last} `) ? `${field}${message.slice(last.length)}` : message;
  throw inputError(field, named);
}

/** The query of a request, decoded as a form: a plus sign is a space. */
const queryOf = ({ url }: FastifyRequest): URLSearchParams => {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
};

/** The parameters of a query; those that are not known are passed over. @throws BAD_USER_INPUT naming a parameter */
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

/** How deep a body goes: what lies deeper is no field that is known. */
const deepest = 5;

/** Whether a value says nothing: other SDKs send such for every field that is not set. */
const isEmpty = (value: unknown, depth = 0): boolean =>
  value == null ||
  value === '' ||
  (Array.isArray(value) && depth < deepest && value.every((item) => isEmpty(item, depth + 1)));

/** The same without what says nothing. */
export function withoutEmpty(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > deepest) return value;
  if (Array.isArray(value)) return value.filter((item) => !isEmpty(item)).map((item) => withoutEmpty(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => (isEmpty(each) ? [] : [[name, withoutEmpty(each, depth + 1)]])),
  );
}
