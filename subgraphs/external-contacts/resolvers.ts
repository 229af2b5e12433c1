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
  childrenLoader,
  connectionLoader,
  entityLoader,
  findPage,
  inputError,
  isValueType,
  normalizeValue,
  parsePage,
  type PageArguments,
  type ServiceContext,
} from '../kit';
import { emailFields, phoneFields } from './identifiers';

const contactLoader = (context: ServiceContext) =>
  context.loader(recordType, () => entityLoader(context.db, ExternalContact));

/** Members of a merge set by the canonical contact's id: one statement for any number of sets. */
const mergeSetLoader = (context: ServiceContext) =>
  context.loader('mergeSet', () => childrenLoader(context.db, ExternalContact, 'canonicalId'));

const notesLoader = (context: ServiceContext, page: PageArguments) => {
  const parsed = parsePage(page);
  return context.loader(`notes:${parsed.limit}:${parsed.after ?? ''}`, () =>
    connectionLoader(context.db, ContactNote, 'externalContactId', parsed),
  );
};

/** Checks what identifies the contact, so that nothing is stored that nobody could ever find. */
function checkedValues(input: CreateExternalContactInput): ContactValues {
  for (const field of emailFields) {
    if (input[field] && !normalizeValue('EMAIL', input[field]))
      throw inputError(`input.${field}`, `input.${field} is no e-mail address.`);
  }
  for (const field of phoneFields) {
    if (input[field] && !normalizeValue('PHONE', input[field]))
      throw inputError(`input.${field}`, `input.${field} is no phone number.`);
  }
  input.socialHandles?.forEach(({ platform, handle }, index) => {
    if (!isValueType(platform) || !normalizeValue(platform, handle)) {
      throw inputError(`input.socialHandles[${index}].handle`, `input.socialHandles[${index}].handle is no handle.`);
    }
  });
  // GraphQL hands over objects without a prototype; only what was given is changed.
  return { ...input };
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
      const [contact] = await dataSource.transaction((db) => createContacts(db, [values]));
      return contact;
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
    __resolveReference: ({ id }: { id: string }, context: ServiceContext) => contactLoader(context).load(id),
    socialHandles: (contact) => (contact as ExternalContact).socialHandles ?? [],
    externalIds: (contact) => (contact as ExternalContact).externalIds ?? [],
    canonicalContact: (contact, _, context) => contactLoader(context).load((contact as ExternalContact).canonicalId),
    mergeSet: (contact, _, context) => mergeSetLoader(context).load((contact as ExternalContact).canonicalId),
    notes: (contact, page, context) => notesLoader(context, page).load((contact as ExternalContact).id),
  },
};
