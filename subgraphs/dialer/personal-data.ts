/**
 * What the dialer holds about a person: entries on lists, calls, and objections to calls, which are kept (R12). In an agent's
 * calls only the link to the agent is erased.
 */
import { Any } from 'typeorm';
import {
  childIds,
  entryOf,
  isId,
  isValueType,
  removeFromTermIndex,
  replaceValue,
  rowSource,
  subjectRows,
  subjectSource,
  type ContractContext,
  type IdentifierType,
  type LinkedSubject,
  type PersonalDataCategory,
  type PersonalDataDefinition,
  type PersonalDataField,
} from '../kit';
import { recordType, saveContacts } from './contacts';
import { followCorrections } from './objections/do-not-call';
import { CallAttempt, DialerContact } from './entities';
import { changedNumbers, identifiersOf, phonesOf } from './identifiers';
import { correctValues } from './correct-values';
import { objections } from './objections/objections';
import { contactKind, listsOf } from './term-contacts';
import { restricted } from './restricted';
import { unreachable } from './unreachable';

const categoryOf = (holds: IdentifierType | null | undefined): PersonalDataCategory =>
  holds && isValueType(holds) ? entryOf(holds).category : 'OTHER';

const contacts = rowSource({
  ...subjectSource(contactKind),

  async describe(rows, { db }) {
    const lists = await listsOf(db, rows);
    return rows.map((contact) => {
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

  async erase(ids, { db, organizationId }) {
    const { affected } = await db.delete(DialerContact, { organizationId, id: Any(ids) });
    await removeFromTermIndex(db, recordType, ids);
    // A call that was recorded while the contact's row was waited for: nobody can add another any more.
    const late = await db.delete(CallAttempt, { organizationId, contactId: Any(ids) });
    return [
      { recordType: 'CallAttempt', disposition: 'ERASED', count: late.affected ?? 0 },
      { disposition: 'ERASED', count: affected ?? 0 },
    ];
  },

  async correct(rows, replacements, { db }) {
    const lists = await listsOf(db, rows);
    const corrections: { before: string; after: string }[] = [];
    const unplaced = rows.filter((contact) => {
      const list = lists.get(contact.contactListId);
      const held = phonesOf(list, contact);
      const outcome = correctValues(list, contact, replacements);
      corrections.push(...changedNumbers(held, phonesOf(list, contact)));
      return outcome === 'UNPLACED';
    });
    await followCorrections(db, corrections);
    return unplaced.map(({ id }) => id);
  },
  save: async (rows, { db }) => saveContacts(db, await listsOf(db, rows), rows),
});

/** Whom calls are about beside the term's own: the agents who made them, or the contacts whom an agent called. */
async function linked(ids: string[], { db, organizationId, term }: ContractContext): Promise<LinkedSubject[]> {
  const rows: { id: string; list: string | null }[] = await db.query(
    term.type === 'USER_ID'
      ? `SELECT DISTINCT contact.id, contact.contact_list_id AS list FROM call_attempt
         JOIN dialer_contact contact ON contact.organization_id = $1 AND contact.id = call_attempt.contact_id
         WHERE call_attempt.organization_id = $1 AND call_attempt.id = ANY($2::uuid[])`
      : `SELECT DISTINCT agent_id AS id, NULL AS list FROM call_attempt
         WHERE organization_id = $1 AND id = ANY($2::uuid[]) AND agent_id IS NOT NULL`,
    [organizationId, ids],
  );
  return rows.map(({ id, list }) => ({ type: list ? 'DIALER_CONTACT' : 'USER', id, contactListId: list }));
}

const attempts = rowSource({
  recordType: 'CallAttempt',
  entity: CallAttempt,
  holdsSubjects: false,
  // Calls to the term's contacts, or by the term's agent.
  async ids(context, page) {
    const { term, db, coverage } = context;
    if (term.type === 'USER_ID')
      return isId(term.id)
        ? childIds(db, { table: 'call_attempt', column: 'agent_id' }, [term.id], page, coverage)
        : [];
    const ids = (await subjectRows(context, contactKind)).map(({ id }) => id);
    return childIds(db, { table: 'call_attempt', column: 'contact_id' }, ids, page);
  },

  linked,

  describe: (rows, { term }) =>
    rows.map(({ id, at, phone, result, agentId }) => {
      const called: PersonalDataField[] = phone ? [{ name: 'phone', category: 'PHONE', value: phone }] : [];
      const fields: PersonalDataField[] =
        term.type === 'USER_ID'
          ? [{ name: 'agent', category: 'EMPLOYMENT', value: agentId ?? '' }]
          : [...called, { name: 'result', category: 'BEHAVIOUR', value: result }];
      return { id, createdAt: at, fields };
    }),

  async erase(ids, { db, organizationId, term }) {
    const where = { organizationId, id: Any(ids) };
    if (term.type === 'USER_ID') await db.update(CallAttempt, where, { agentId: null });
    else await db.delete(CallAttempt, where);
    return [{ disposition: term.type === 'USER_ID' ? 'ANONYMIZED' : 'ERASED', count: ids.length }];
  },

  correct(rows, replacements, { term }) {
    // The number in an agent's call is the other person's.
    if (term.type === 'USER_ID') return;
    for (const attempt of rows) attempt.phone = replaceValue('PHONE', attempt.phone, replacements);
  },
});

export const personalData: PersonalDataDefinition = {
  requiresSubject: false,
  records: [contacts, attempts, objections],
  indexed: [contactKind],
  unreachable,
  restricted,
};
