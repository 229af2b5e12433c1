/** The places of an operation's input, as the fields of this API: errors name what their caller has sent. */

/** Names a field for a place of the operation; null for one that the caller has not sent. */
export type FieldNames = (argument: string) => string | null;

const termFields: Readonly<Record<string, string>> = {
  name: 'name',
  address: 'addresses',
  phone: 'phoneNumbers',
  email: 'emailAddresses',
  'socialHandle.platform': 'socialHandle.type',
  'socialHandle.handle': 'socialHandle.value',
  'externalId.value': 'externalId',
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

/** The fields of a search: whatever is wrong with the term is wrong with its value. */
export const searchFields: FieldNames = (argument) => (/^term\b/.test(argument) ? 'searchValue' : argument);

/** The fields of a new request. */
export const createFields: FieldNames = (argument) => {
  // A body with too many values, which names none of them.
  if (argument === 'variables') return null;
  const [, , term] = /^(input\.)?term(?:\.(.+))?$/.exec(argument) ?? [];
  if (term !== undefined) return `subject.${termFields[term] ?? term}`;
  if (/^(input\.)?term$/.test(argument)) return 'subject';
  const [, index, field = ''] = /^input\.replacements\[(\d+)\]\.(\w+)$/.exec(argument) ?? [];
  if (index !== undefined) return `replacementTerms[${index}].${replacementFields[field] ?? field}`;
  const [, own] = /^input\.(.+)$/.exec(argument) ?? [];
  return own === undefined ? argument : (inputFields[own] ?? own);
};

/** The fields of what is read by the id in its path. @param id the path's name for it */
export const pathFields =
  (id: string): FieldNames =>
  (argument) =>
    argument === 'id' ? id : null;
