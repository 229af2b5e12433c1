/** What this service holds about a person: the contact itself and the notes about it. Both are erased (R12). */
import { In } from 'typeorm';
import {
  childIds,
  findByIds,
  removeFromTermIndex,
  replaceInText,
  replaceValue,
  subjectIdPage,
  subjectIds,
  updateAll,
  withheld,
  type ContractContext,
  type FoundRecord,
  type PersonalDataDefinition,
  type PersonalDataField,
  type RecordSource,
  type Replacement,
  type SubjectKind,
} from '../kit';
import { mergeSets, recordType, saveContacts } from './contacts';
import { ContactNote, ExternalContact } from './entities';
import { addressLine, emailFields, fullName, identifiersOf, phoneFields } from './identifiers';

const contactKind: SubjectKind = { recordType, idType: 'EXTERNAL_CONTACT_ID' };

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

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
    ...(contact.externalIds ?? []).map((value) => ({ name: 'externalId', category: 'IDENTIFIER' as const, value })),
  ];
  return fields.filter((field): field is PersonalDataField => Boolean(field.value));
}

const contacts: RecordSource = {
  recordType,

  async find(context, page): Promise<FoundRecord[]> {
    const found = (await findByIds(context.db, ExternalContact, await subjectIdPage(context, contactKind, page))).sort(
      byId,
    );
    const sets = await mergeSets(context.db, [...new Set(found.map((contact) => contact.canonicalId))]);
    return found.map((contact) => ({
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

  async erase(context, limit) {
    const { db, organizationId } = context;
    const candidates = await subjectIdPage(context, contactKind, { after: null, limit });
    const ids = (await findByIds(db, ExternalContact, candidates)).map(({ id }) => id);
    if (ids.length === 0) return { handled: 0, done: [] };
    // A set whose canonical contact goes is left to the oldest of those who stay.
    await db.query(
      `UPDATE external_contact member SET canonical_id = heir.id
       FROM (SELECT canonical_id, (array_agg(id ORDER BY id))[1] AS id FROM external_contact
             WHERE organization_id = $1 AND canonical_id = ANY($2::uuid[]) AND id <> ALL($2::uuid[]) GROUP BY canonical_id) heir
       WHERE member.organization_id = $1 AND member.canonical_id = heir.canonical_id AND member.id <> ALL($2::uuid[])`,
      [organizationId, ids],
    );
    await removeFromTermIndex(db, recordType, ids);
    await db.delete(ContactNote, { organizationId, externalContactId: In(ids) });
    await db.delete(ExternalContact, { organizationId, id: In(ids) });
    return { handled: ids.length, done: [{ disposition: 'ERASED', count: ids.length }] };
  },

  async rectify(context, replacements, page) {
    const seen = await subjectIdPage(context, contactKind, page);
    const changed = (await findByIds(context.db, ExternalContact, seen)).filter((contact) =>
      rectify(contact, replacements),
    );
    await saveContacts(context.db, changed);
    return { seen, done: [{ disposition: 'RECTIFIED', count: changed.length }] };
  },
};

/** Replaces values in a contact and says whether any changed. */
function rectify(contact: ExternalContact, replacements: Replacement[]): boolean {
  const before = JSON.stringify(contact);
  for (const field of emailFields) contact[field] = replaceValue('EMAIL', contact[field], replacements);
  for (const field of phoneFields) contact[field] = replaceValue('PHONE', contact[field], replacements);
  contact.socialHandles &&= contact.socialHandles.map(({ platform, handle }) => ({
    platform,
    handle: replaceValue(platform, handle, replacements),
  }));
  const address = addressLine(contact.address);
  const newAddress = replaceValue('ADDRESS', address, replacements);
  // A corrected address comes as one line, and no rule can tell its parts for every country.
  if (newAddress !== address) contact.address = { address1: newAddress };
  const name = fullName(contact);
  const newName = replaceValue('NAME', name, replacements);
  if (newName !== name) {
    const [first, ...rest] = newName.trim().split(/\s+/);
    [contact.firstName, contact.lastName] = [first ?? null, rest.join(' ') || null];
  }
  return JSON.stringify(contact) !== before;
}

const noteIds = async (context: ContractContext, page: { after: string | null; limit: number }) =>
  childIds(
    context.db,
    { table: 'contact_note', column: 'external_contact_id' },
    await subjectIds(context, contactKind),
    page,
  );

const notes: RecordSource = {
  recordType: 'ContactNote',

  async find(context, page): Promise<FoundRecord[]> {
    const found = (await findByIds(context.db, ContactNote, await noteIds(context, page))).sort(byId);
    return found.map((note) => ({
      id: note.id,
      createdAt: note.createdAt,
      // An internal note is the organisation's own thought: it counts, and it is erased, but its text is not handed out.
      fields: [{ name: 'text', category: 'OTHER', value: note.internal ? withheld('internal note') : note.text }],
    }));
  },

  async erase(context, limit) {
    const ids = await noteIds(context, { after: null, limit });
    if (ids.length > 0) await context.db.delete(ContactNote, { organizationId: context.organizationId, id: In(ids) });
    return { handled: ids.length, done: [{ disposition: 'ERASED', count: ids.length }] };
  },

  async rectify(context, replacements, page) {
    const seen = await noteIds(context, page);
    const changed = (await findByIds(context.db, ContactNote, seen)).filter((note) => {
      const text = replaceInText(note.text, replacements);
      return text !== note.text && Boolean(Object.assign(note, { text }));
    });
    if (changed.length > 0) await updateAll(context.db, ContactNote, changed, ['text']);
    return { seen, done: [{ disposition: 'RECTIFIED', count: changed.length }] };
  },
};

export const personalData: PersonalDataDefinition = { requiresSubject: false, records: [contacts, notes] };
