/**
 * What the dialer holds about a person: entries on lists, the calls, and an objection to calls, which is kept (R12). Of an
 * agent's calls only the link to the agent goes.
 */
import { In } from 'typeorm';
import {
  childIds,
  findByIds,
  removeFromTermIndex,
  replaceValue,
  subjectIdPage,
  subjectIds,
  updateAll,
  isId,
  type ContractContext,
  type FoundRecord,
  type IdPage,
  type PersonalDataCategory,
  type PersonalDataDefinition,
  type RecordSource,
  type SubjectKind,
} from '../kit';
import { identifiersOf, recordType, saveContacts } from './contacts';
import { findDoNotCall } from './do-not-call';
import { CallAttempt, ContactList, DialerContact, type DoNotCallEntry } from './entities';

const contactKind: SubjectKind = { recordType, idType: 'DIALER_CONTACT_ID' };
const objection = 'Art. 17(3)(b): duty to honour the objection to calls (Art. 21(3))';

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

/** The contacts that the term identifies, with their lists. An id names a contact only together with its list. */
async function contactsOf(context: ContractContext, ids: string[]) {
  const { term, db } = context;
  const found = (await findByIds(db, DialerContact, ids)).filter(
    ({ contactListId }) => term.kind === 'value' || contactListId === term.contactListId?.toLowerCase(),
  );
  const lists = new Map(
    (
      await findByIds(
        db,
        ContactList,
        found.map(({ contactListId }) => contactListId),
      )
    ).map((list) => [list.id, list]),
  );
  return { contacts: found.sort(byId), lists };
}

const categoryOf = (holds: string | null | undefined): PersonalDataCategory =>
  holds === 'NAME' || holds === 'ADDRESS' || holds === 'PHONE' || holds === 'EMAIL'
    ? holds
    : holds
      ? 'SOCIAL_HANDLE'
      : 'OTHER';

const contacts: RecordSource = {
  recordType,

  async find(context, page): Promise<FoundRecord[]> {
    const { contacts: found, lists } = await contactsOf(context, await subjectIdPage(context, contactKind, page));
    return found.map((contact) => {
      const list = lists.get(contact.contactListId);
      return {
        id: contact.id,
        createdAt: contact.createdAt,
        fields: Object.entries(contact.values).flatMap(([name, value]) => {
          const holds = list?.columns.find((column) => column.name === name)?.holds;
          return value ? [{ name, category: categoryOf(holds), value }] : [];
        }),
        subject: {
          type: 'DIALER_CONTACT',
          id: contact.id,
          contactListId: contact.contactListId,
          mergeSet: [],
          identifiers: identifiersOf(list, contact).map(({ type, value }) => ({ type, value })),
        },
      };
    });
  },

  async erase(context, limit) {
    const { contacts: found } = await contactsOf(
      context,
      await subjectIdPage(context, contactKind, { after: null, limit }),
    );
    const ids = found.map(({ id }) => id);
    await removeFromTermIndex(context.db, recordType, ids);
    if (ids.length > 0)
      await context.db.query('DELETE FROM dialer_contact WHERE organization_id = $1 AND id = ANY($2::uuid[])', [
        context.organizationId,
        ids,
      ]);
    return { handled: ids.length, done: [{ disposition: 'ERASED', count: ids.length }] };
  },

  async rectify(context, replacements, page) {
    const seen = await subjectIdPage(context, contactKind, page);
    const { contacts: found, lists } = await contactsOf(context, seen);
    const changed = found.filter((contact) => {
      const before = JSON.stringify(contact.values);
      for (const { type, field, value } of identifiersOf(lists.get(contact.contactListId), contact))
        contact.values[field] = replaceValue(type, value, replacements);
      return JSON.stringify(contact.values) !== before;
    });
    await saveContacts(context.db, lists, changed);
    return { seen, done: [{ disposition: 'RECTIFIED', count: changed.length }] };
  },
};

/** Ids of the calls to the term's contacts, or by the term's agent. */
async function attemptIds(context: ContractContext, page: IdPage): Promise<string[]> {
  const { term, db } = context;
  if (term.type === 'USER_ID')
    return isId(term.id) ? childIds(db, { table: 'call_attempt', column: 'agent_id' }, [term.id], page) : [];
  const { contacts: found } = await contactsOf(context, await subjectIds(context, contactKind));
  return childIds(
    db,
    { table: 'call_attempt', column: 'contact_id' },
    found.map(({ id }) => id),
    page,
  );
}

const attempts: RecordSource = {
  recordType: 'CallAttempt',

  async find(context, page): Promise<FoundRecord[]> {
    const found = (await findByIds(context.db, CallAttempt, await attemptIds(context, page))).sort(byId);
    return found.map(({ id, at, phone, result, agentId }) => ({
      id,
      createdAt: at,
      fields:
        context.term.type === 'USER_ID'
          ? [{ name: 'agent', category: 'EMPLOYMENT', value: agentId ?? '' }]
          : [
              ...(phone ? [{ name: 'phone', category: 'PHONE' as const, value: phone }] : []),
              { name: 'result', category: 'BEHAVIOUR', value: result },
            ],
    }));
  },

  async erase(context, limit) {
    const { db, organizationId } = context;
    const ids = await attemptIds(context, { after: null, limit });
    if (ids.length === 0) return { handled: 0, done: [] };
    if (context.term.type === 'USER_ID') {
      await db.update(CallAttempt, { organizationId, id: In(ids) }, { agentId: null });
      return { handled: ids.length, done: [{ disposition: 'ANONYMIZED', count: ids.length }] };
    }
    await db.query('DELETE FROM call_attempt WHERE organization_id = $1 AND id = ANY($2::uuid[])', [
      organizationId,
      ids,
    ]);
    return { handled: ids.length, done: [{ disposition: 'ERASED', count: ids.length }] };
  },

  async rectify(context, replacements, page) {
    const seen = await attemptIds(context, page);
    const own = context.term.type === 'USER_ID' ? [] : await findByIds(context.db, CallAttempt, seen);
    const changed = own.filter((attempt) => {
      const phone = replaceValue('PHONE', attempt.phone, replacements);
      return phone !== attempt.phone && Boolean(Object.assign(attempt, { phone }));
    });
    if (changed.length > 0) await updateAll(context.db, CallAttempt, changed, ['phone']);
    return { seen, done: [{ disposition: 'RECTIFIED', count: changed.length }] };
  },
};

/** Objections to calls: of the number that the term is, or of the numbers of the contacts that it identifies. */
async function objectionsOf(context: ContractContext, after: string | null, limit: number): Promise<DoNotCallEntry[]> {
  const { term } = context;
  if (term.type === 'USER_ID' || term.type === 'EXTERNAL_CONTACT_ID') return [];
  const { contacts: found, lists } = await contactsOf(context, await subjectIds(context, contactKind));
  const phones = found.flatMap((contact) =>
    identifiersOf(lists.get(contact.contactListId), contact)
      .filter(({ type }) => type === 'PHONE')
      .map(({ value }) => value),
  );
  const entries = await findDoNotCall(context.db, [
    ...new Set([...phones, ...(term.type === 'PHONE' ? [term.value] : [])]),
  ]);
  return entries.filter(({ id }) => after === null || id > after).slice(0, limit);
}

const objections: RecordSource = {
  recordType: 'DoNotCallEntry',

  async find(context, { after, limit }): Promise<FoundRecord[]> {
    return (await objectionsOf(context, after, limit)).map(({ id, createdAt }) => ({ id, createdAt, fields: [] }));
  },

  async erase(context) {
    const recordIds = (await objectionsOf(context, null, Infinity)).map(({ id }) => id);
    return {
      handled: 0,
      done: [],
      kept: recordIds.length > 0 ? [{ disposition: 'RETAINED', recordIds, reason: objection }] : [],
    };
  },

  // The entry holds no number that could be wrong; an objection against the right one is the person's to make.
  rectify: () => Promise.resolve({ seen: [], done: [] }),
};

export const personalData: PersonalDataDefinition = {
  requiresSubject: false,
  records: [contacts, attempts, objections],
};
