import {
  addNote,
  createContacts,
  mergeContacts,
  splitContact,
  recordType,
  updateContact,
  type ContactValues,
} from './contacts';
import { ContactNote, ExternalContact } from './entities';
import type { CreateExternalContactInput, Resolvers } from './schema.generated';
import {
  assertLength,
  childrenLoader,
  codedError,
  connectionLoader,
  entityLoader,
  findPage,
  inputError,
  normalizeValue,
  onlyOf,
  parsePage,
  type PageArguments,
  type ServiceContext,
} from '../kit';
import { addressLine, emailFields, externalIdentitiesOf, phoneFields } from './identifiers';

const contactLoader = (context: ServiceContext) =>
  context.loader(recordType, () => entityLoader(context.db, ExternalContact));

/** The members of merge sets by canonical id, in one statement for any number of sets. */
const mergeSetLoader = (context: ServiceContext) =>
  context.loader('mergeSet', () => childrenLoader(context.db, ExternalContact, 'canonicalId'));

const notesLoader = (context: ServiceContext, page: PageArguments) => {
  const parsed = parsePage(page);
  return context.loader(`notes:${parsed.limit}:${parsed.after ?? ''}`, () =>
    connectionLoader(context.db, ContactNote, 'externalContactId', parsed),
  );
};

/** The most characters of a whole address: a longer one could not be found. */
const longestAddress = 1_000;

/** Checks the identifying values of a contact, so that no value is stored by which nobody could ever be found. */
function checkedValues(input: CreateExternalContactInput): ContactValues {
  assertLength('input.address', addressLine(input.address ?? null), longestAddress);
  for (const field of emailFields) {
    if (input[field] && !normalizeValue('EMAIL', input[field]))
      throw inputError(`input.${field}`, `input.${field} is no e-mail address.`);
  }
  for (const field of phoneFields) {
    if (input[field] && !normalizeValue('PHONE', input[field]))
      throw inputError(`input.${field}`, `input.${field} is no phone number.`);
  }
  input.socialHandles?.forEach(({ platform, handle }, index) => {
    if (!normalizeValue(platform, handle)) {
      throw inputError(`input.socialHandles[${index}].handle`, `input.socialHandles[${index}].handle is no handle.`);
    }
  });
  const { externalIds, externalIdentities, ...others } = input;
  if (externalIds && externalIdentities)
    throw inputError('input.externalIds', 'input.externalIds is not taken beside input.externalIdentities.');
  externalIds?.forEach((value, index) => {
    const place = `input.externalIds[${index}]`;
    if (!normalizeValue('EXTERNAL_ID', value)) throw inputError(place, `${place} is no id.`);
  });
  externalIdentities?.forEach(({ value, source }, index) => {
    const place = `input.externalIdentities[${index}]`;
    if (!normalizeValue('EXTERNAL_ID', value)) throw inputError(`${place}.value`, `${place}.value is no id.`);
    if (source?.trim() === '') throw inputError(`${place}.source`, `${place}.source is empty.`);
  });
  // GraphQL's objects have no prototype, so they are copied; a field that was not given stays unchanged.
  const identities = externalIdentities === undefined ? externalIds?.map((value) => ({ value })) : externalIdentities;
  const given = externalIdentities !== undefined || externalIds !== undefined;
  return given ? { ...others, externalIdentities: identities?.map((each) => ({ ...each })) ?? null } : others;
}

/** The resolvers of the service's own types. */
export const resolvers: Resolvers = {
  Query: {
    externalContact: (_, { id }, context) => contactLoader(context).load(id),
    externalContacts: (_, page, context) => findPage(context.db, ExternalContact, parsePage(page)),
  },
  Mutation: {
    createExternalContact: async (_, { input }, { dataSource }) => {
      const values = checkedValues(input);
      return onlyOf(await dataSource.transaction((db) => createContacts(db, [values])));
    },
    updateExternalContact: (_, { id, input }, { dataSource }) => {
      const values = checkedValues(input);
      return dataSource.transaction((db) => updateContact(db, id, values));
    },
    mergeExternalContacts: (_, { sourceId, targetId }, { dataSource }) =>
      dataSource.transaction((db) => mergeContacts(db, sourceId, targetId)),
    splitExternalContact: (_, { id }, { dataSource }) => dataSource.transaction((db) => splitContact(db, id)),
    addContactNote: (_, { externalContactId, text, internal }, { dataSource }) => {
      if (text.trim() === '') throw inputError('text', 'text is empty.');
      return dataSource.transaction((db) => addNote(db, externalContactId, text, internal));
    },
  },
  ExternalContact: {
    __resolveReference: ({ id }, context) => contactLoader(context).load(id),
    socialHandles: (contact) => contact.socialHandles ?? [],
    externalIdentities: externalIdentitiesOf,
    externalIds: (contact) => externalIdentitiesOf(contact).map(({ value }) => value),
    canonicalContact: async (contact, _, context) => {
      const canonical = await contactLoader(context).load(contact.canonicalId);
      if (!canonical) throw codedError('NOT_FOUND', 'The canonical contact has been erased meanwhile.');
      return canonical;
    },
    mergeSet: (contact, _, context) => mergeSetLoader(context).load(contact.canonicalId),
    notes: (contact, page, context) => notesLoader(context, page).load(contact.id),
  },
};
