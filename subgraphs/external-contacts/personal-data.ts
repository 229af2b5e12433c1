/** What this service holds about a person: the contact itself and the notes about it. Both are erased (R12). */
import { Any } from 'typeorm';
import {
  childIds,
  mapYielding,
  removeFromTermIndex,
  replaceInText,
  rowSource,
  subjectIds,
  subjectSource,
  unreadableValues,
  withheldField,
  type PersonalDataDefinition,
  type PersonalDataField,
  type SubjectKind,
} from '../kit';
import { indexed, mergeSets, recordType, saveContacts } from './contacts';
import { correctContact } from './correct-contact';
import { ContactNote, ExternalContact } from './entities';
import { restricted } from './restricted';
import { addressLine, emailFields, externalIdentitiesOf, fullName, identifiersOf, phoneFields } from './identifiers';

const contactKind: SubjectKind<ExternalContact> = {
  recordType,
  idType: 'EXTERNAL_CONTACT_ID',
  entity: ExternalContact,
  index: (rows) => rows.map(indexed),
};

function fieldsOf(contact: ExternalContact): PersonalDataField[] {
  const fields: { name: string; category: PersonalDataField['category']; value: string | null }[] = [
    { name: 'name', category: 'NAME', value: fullName(contact) },
    ...emailFields.map((name) => ({ name, category: 'EMAIL' as const, value: contact[name] })),
    ...phoneFields.map((name) => ({ name, category: 'PHONE' as const, value: contact[name] })),
    { name: 'address', category: 'ADDRESS', value: addressLine(contact.address) },
    ...(contact.socialHandles ?? []).map(({ platform, handle }) => ({
      name: platform,
      category: 'SOCIAL_HANDLE' as const,
      value: handle,
    })),
    ...externalIdentitiesOf(contact).map(({ value, source }) => ({
      name: source ? `externalId.${source}` : 'externalId',
      category: 'IDENTIFIER' as const,
      value,
    })),
  ];
  return fields.filter((field): field is PersonalDataField => Boolean(field.value));
}

const contacts = rowSource({
  ...subjectSource(contactKind),

  async describe(rows, { db }) {
    const sets = await mergeSets(db, [...new Set(rows.map((contact) => contact.canonicalId))]);
    return rows.map((contact) => ({
      id: contact.id,
      createdAt: contact.createdAt,
      fields: fieldsOf(contact),
      subject: {
        type: 'EXTERNAL_CONTACT',
        id: contact.id,
        canonicalContactId: contact.canonicalId,
        mergeSet: sets.get(contact.canonicalId) ?? [contact.id],
        identifiers: identifiersOf(contact),
      },
    }));
  },

  async erase(ids, { db, organizationId }) {
    // Who merges, splits or adds a note holds these locks too: nobody joins a set that loses its canonical contact, or is noted late.
    await db.query(
      `SELECT id FROM external_contact WHERE organization_id = $1 AND (id = ANY($2::uuid[]) OR canonical_id = ANY($2::uuid[]))
       ORDER BY id FOR UPDATE`,
      [organizationId, ids],
    );
    // If a set loses its canonical contact, the oldest remaining member becomes canonical.
    await db.query(
      `UPDATE external_contact member SET canonical_id = heir.id
       FROM (SELECT canonical_id, (array_agg(id ORDER BY id))[1] AS id FROM external_contact
             WHERE organization_id = $1 AND canonical_id = ANY($2::uuid[]) AND id <> ALL($2::uuid[]) GROUP BY canonical_id) heir
       WHERE member.organization_id = $1 AND member.canonical_id = heir.canonical_id AND member.id <> ALL($2::uuid[])`,
      [organizationId, ids],
    );
    await removeFromTermIndex(db, recordType, ids);
    const late = await db.delete(ContactNote, { organizationId, externalContactId: Any(ids) });
    const { affected } = await db.delete(ExternalContact, { organizationId, id: Any(ids) });
    return [
      { recordType: 'ContactNote', disposition: 'ERASED', count: late.affected ?? 0 },
      { disposition: 'ERASED', count: affected ?? 0 },
    ];
  },

  correct: (rows, replacements) =>
    rows.filter((contact) => correctContact(contact, replacements) === 'UNPLACED').map(({ id }) => id),
  save: (rows, { db }) => saveContacts(db, rows),
});

const notes = rowSource({
  recordType: 'ContactNote',
  entity: ContactNote,
  holdsSubjects: false,
  ids: async (context, page) =>
    childIds(
      context.db,
      { table: 'contact_note', column: 'external_contact_id' },
      await subjectIds(context, contactKind),
      page,
    ),

  describe: (rows) =>
    rows.map(({ id, createdAt, internal, text }) => ({
      id,
      createdAt,
      // An internal note is the organisation's own thought: it is counted and erased, but its text is not handed out.
      fields: [
        internal ? withheldField('text', 'OTHER', 'INTERNAL_NOTE') : { name: 'text', category: 'OTHER', value: text },
      ],
    })),

  async correct(rows, replacements) {
    await mapYielding(rows, (note) => {
      note.text = replaceInText(note.text, replacements);
    });
  },
});

export const personalData: PersonalDataDefinition = {
  requiresSubject: false,
  records: [contacts, notes],
  indexed: [contactKind],
  unreachable: [unreadableValues(recordType, 'external_contact')],
  restricted,
};
