/** Translates arguments of the GraphQL operations into fields of this API, so that errors name what the caller has sent. */

/** Returns this API's field for an argument of the operation; null for an argument that the caller has not sent. */
export type FieldNames = (argument: string) => string | null;

const termFields: Readonly<Record<string, string>> = {
  name: 'name',
  address: 'addresses',
  phone: 'phoneNumbers',
  email: 'emailAddresses',
  'socialHandle.platform': 'socialHandle.type',
  'socialHandle.handle': 'socialHandle.value',
  'externalId.value': 'externalId',
  'externalId.source': 'externalSource.name',
};

const replacementFields: Readonly<Record<string, string>> = {
  type: 'type',
  existing: 'existingValue',
  updated: 'updatedValue',
};

const inputFields: Readonly<Record<string, string>> = {
  type: 'requestType',
  replacements: 'replacementTerms',
  idempotencyKey: 'Idempotency-Key',
};

/** The fields of a search. Every error of the term is about `searchValue`. */
export const searchFields: FieldNames = (argument) => (/^term\b/.test(argument) ? 'searchValue' : argument);

/** The fields of a new request. */
export const createFields: FieldNames = (argument) => {
  // An error about the size of the whole body, which names no field.
  if (argument === 'variables') return null;
  const [, , term] = /^(input\.)?term(?:\.(.+))?$/.exec(argument) ?? [];
  if (term !== undefined) return `subject.${termFields[term] ?? term}`;
  if (/^(input\.)?term$/.test(argument)) return 'subject';
  const [, index, field = ''] = /^input\.replacements\[(\d+)\]\.(\w+)$/.exec(argument) ?? [];
  if (index !== undefined) return `replacementTerms[${index}].${replacementFields[field] ?? field}`;
  const [, own] = /^input\.(.+)$/.exec(argument) ?? [];
  return own === undefined ? argument : (inputFields[own] ?? own);
};

/** The fields of a call with an id in its path, beside those of its query. @param id the name of the path's parameter */
export const pathFields =
  (id: string): FieldNames =>
  (argument) =>
    argument === 'id' ? id : argument;
