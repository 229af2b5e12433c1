import DataLoader from 'dataloader';
import { uuidv7 } from 'uuidv7';
import {
  assertUnrestricted,
  checkedReference,
  checkedTime,
  childrenLoader,
  connectionLoader,
  entityLoader,
  findPage,
  inputError,
  normalizeValue,
  onlyOf,
  parsePage,
  type ServiceContext,
} from '../kit';
import {
  addContacts,
  checkedValues,
  createContactList,
  findContactList,
  lockContact,
  recordType,
  saveContacts,
} from './contacts';
import { addDoNotCall, areBlocked, findDoNotCall, phoneDigest } from './objections/do-not-call';
import { CallAttempt, ContactList, DialerContact } from './entities';
import { numbersOf, unreadableColumns } from './identifiers';
import { dialerReference } from './restricted';
import type { Resolvers } from './schema.generated';

const listLoader = (context: ServiceContext) => context.loader('list', () => entityLoader(context.db, ContactList));

/** Contacts by id. The caller must check the list, which is a part of a contact's key. */
const contactLoader = (context: ServiceContext) =>
  context.loader(recordType, () => entityLoader(context.db, DialerContact));

async function contactOn(context: ServiceContext, id: string, contactListId: string): Promise<DialerContact | null> {
  const contact = await contactLoader(context).load(id);
  return contact?.contactListId === contactListId.toLowerCase() ? contact : null;
}

/** Whether numbers must not be called, in one statement for any number of contacts. */
const blockedLoader = (context: ServiceContext) =>
  context.loader('blocked', () => new DataLoader((phones: readonly string[]) => areBlocked(context.db, phones)));

function assertPhone(phone: string): Buffer {
  const digest = phoneDigest(phone);
  if (!digest) throw inputError('phone', 'phone is no phone number.');
  return digest;
}

/** The resolvers of the service's own types. */
export const resolvers: Resolvers = {
  Query: {
    contactList: (_, { id }, context) => listLoader(context).load(id),
    contactLists: (_, page, context) => findPage(context.db, ContactList, parsePage(page)),
    dialerContact: (_, { id, contactListId }, context) => contactOn(context, id, contactListId),
    doNotCall: async (_, { phone }, context) => {
      assertPhone(phone);
      return (await findDoNotCall(context.db, [phone]))[0] ?? null;
    },
  },
  Mutation: {
    createContactList: (_, { input }, { dataSource }) =>
      dataSource.transaction((db) =>
        createContactList(
          db,
          input.name,
          input.columns.map(({ name, holds = null }) => ({ name, holds })),
        ),
      ),
    addDialerContact: (_, { input }, { dataSource }) =>
      dataSource.transaction(async (db) => {
        const list = await findContactList(db, input.contactListId, 'input.contactListId');
        return onlyOf(await addContacts(db, list, [checkedValues(list, input.values, 'input.values')]));
      }),
    updateDialerContact: (_, { id, contactListId, values }, { dataSource }) =>
      dataSource.transaction(async (db) => {
        const list = await findContactList(db, contactListId, 'contactListId');
        const contact = await lockContact(db, id, contactListId, 'id');
        await assertUnrestricted(db, [dialerReference(contact.id)], 'id');
        Object.assign(contact.values, checkedValues(list, values, 'values'));
        await saveContacts(db, new Map([[list.id, list]]), [contact]);
        return contact;
      }),
    recordCallAttempt: (_, { input }, { dataSource }) =>
      dataSource.transaction(async (db) => {
        const { contactId, contactListId, phone = null, result } = input;
        const at = checkedTime('input.at', input.at);
        const agentId = checkedReference('input.agentId', input.agentId);
        if (phone !== null && !normalizeValue('PHONE', phone))
          throw inputError('input.phone', 'input.phone is no phone number.');
        if (!/^[A-Z][A-Z_]{0,63}$/.test(result))
          throw inputError('input.result', 'input.result takes capitals and _, for example ANSWERED.');
        const contact = await lockContact(db, contactId, contactListId, 'input.contactId');
        const attempt = db.create(CallAttempt, {
          organizationId: contact.organizationId,
          id: uuidv7(),
          contactId: contact.id,
          at,
          phone,
          result,
          agentId,
        } satisfies CallAttempt);
        await db.insert(CallAttempt, attempt);
        return attempt;
      }),
    addDoNotCall: (_, { phone }, { db }) => addDoNotCall(db, assertPhone(phone)),
  },
  ContactList: {
    __resolveReference: ({ id }, context) => listLoader(context).load(id),
    contacts: (list, page, context) => {
      const parsed = parsePage(page);
      const loader = context.loader(`contacts:${parsed.limit}:${parsed.after ?? ''}`, () =>
        connectionLoader(context.db, DialerContact, 'contactListId', parsed),
      );
      return loader.load(list.id);
    },
  },
  DialerContact: {
    __resolveReference: ({ id, contactListId }, context) => contactOn(context, id, contactListId),
    values: async ({ values, contactListId }, _, context) => {
      const list = await listLoader(context).load(contactListId);
      return (list?.columns ?? []).map(({ name }) => ({ column: name, value: values[name] ?? null }));
    },
    callable: async (contact, _, context) => {
      // Restricted people are not called (R34).
      if (await context.restrictions.on([dialerReference(contact.id)])) return false;
      const list = await listLoader(context).load(contact.contactListId);
      return !(await blockedLoader(context).loadMany(numbersOf(list ?? undefined, contact))).some(Boolean);
    },
    unreadableColumns: async (contact, _, context) => {
      const list = await listLoader(context).load(contact.contactListId);
      return unreadableColumns(list ?? undefined, contact);
    },
    attempts: (contact, _, context) =>
      context.loader('attempts', () => childrenLoader(context.db, CallAttempt, 'contactId')).load(contact.id),
  },
  CallAttempt: {
    agent: ({ agentId }) => (agentId === null ? null : { id: agentId }),
  },
  DoNotCallEntry: {
    digest: ({ digest }) => digest.toString('hex'),
  },
};
