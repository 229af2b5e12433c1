/** Contacts as they are stored. Every change also updates the term index. */
import { In, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import {
  addToTermIndex,
  assertUnrestricted,
  codedError,
  currentKeys,
  inputError,
  insertAll,
  isId,
  replaceInTermIndex,
  updateAll,
} from '../kit';
import { ContactNote, ExternalContact } from './entities';
import { indexedIdentifiers } from './identifiers';
import { contactReference } from './restricted';

/** The values of a contact that a caller may set. */
export type ContactValues = Partial<Omit<ExternalContact, 'organizationId' | 'id' | 'canonicalId' | 'createdAt'>>;

export const recordType = 'ExternalContact';

/** What the term index holds of a contact. */
export const indexed = (contact: ExternalContact) => ({ id: contact.id, identifiers: indexedIdentifiers(contact) });

const notFound = (argument: string) => codedError('NOT_FOUND', 'There is no such external contact.', { argument });

/** Creates contacts, not merged with any other. */
export async function createContacts(db: EntityManager, values: ContactValues[]): Promise<ExternalContact[]> {
  const contacts = values.map((value) => {
    const id = uuidv7();
    return db.create(ExternalContact, {
      ...value,
      organizationId: currentKeys().organizationId,
      id,
      canonicalId: id,
      createdAt: new Date(),
    });
  });
  await insertAll(db, ExternalContact, contacts);
  await addToTermIndex(db, recordType, contacts.map(indexed));
  return contacts;
}

/** Changes the given values of a contact. @throws NOT_FOUND */
export async function updateContact(db: EntityManager, id: string, values: ContactValues): Promise<ExternalContact> {
  const contact = isId(id)
    ? await db.findOne(ExternalContact, {
        where: { organizationId: currentKeys().organizationId, id },
        lock: { mode: 'pessimistic_write' },
      })
    : null;
  if (!contact) throw notFound('id');
  await assertUnrestricted(db, [contactReference(id)], 'id');
  await saveContacts(db, [Object.assign(contact, values)]);
  return contact;
}

/** Saves changed contacts and updates the term index. */
export async function saveContacts(db: EntityManager, contacts: ExternalContact[]): Promise<void> {
  if (contacts.length === 0) return;
  // Only merging and splitting change this column, under the locks of the merge sets.
  await updateAll(db, ExternalContact, contacts, { except: ['canonicalId'] });
  await replaceInTermIndex(db, recordType, contacts.map(indexed));
}

/**
 * Joins the merge sets of two contacts (R8). The target's canonical contact becomes that of all members.
 * @throws NOT_FOUND naming the argument; RESTRICTED when a member of either set is restricted (R34)
 */
export async function mergeContacts(db: EntityManager, sourceId: string, targetId: string): Promise<ExternalContact> {
  const { organizationId } = currentKeys();
  if (sourceId.toLowerCase() === targetId.toLowerCase())
    throw inputError('targetId', 'A contact cannot be merged with itself.');
  const find = (id: string) => (isId(id) ? db.findOneBy(ExternalContact, { organizationId, id }) : null);
  const [source, target] = [await find(sourceId), await find(targetId)];
  if (!source) throw notFound('sourceId');
  if (!target) throw notFound('targetId');
  // The members are locked in the order of their ids, so that two merges at once cannot deadlock.
  const members = await db.find(ExternalContact, {
    where: { organizationId, canonicalId: In([source.canonicalId, target.canonicalId]) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  const lockedTarget = members.find(({ id }) => id === target.id);
  const lockedSource = members.find(({ id }) => id === source.id);
  if (!lockedTarget || !lockedSource)
    throw codedError('NOT_FOUND', 'The contacts changed meanwhile. Try again.', { argument: 'sourceId' });
  const ofSet = ({ canonicalId }: ExternalContact) =>
    members.filter((member) => member.canonicalId === canonicalId).map((member) => contactReference(member.id));
  await assertUnrestricted(db, ofSet(lockedSource), 'sourceId');
  await assertUnrestricted(db, ofSet(lockedTarget), 'targetId');
  await db.update(
    ExternalContact,
    { organizationId, canonicalId: lockedSource.canonicalId },
    { canonicalId: lockedTarget.canonicalId },
  );
  return db.findOneByOrFail(ExternalContact, { organizationId, id: lockedTarget.canonicalId });
}

/** Takes a contact out of its merge set. @throws NOT_FOUND; RESTRICTED; BAD_USER_INPUT when it is not merged */
export async function splitContact(db: EntityManager, id: string): Promise<ExternalContact> {
  const { organizationId } = currentKeys();
  const contact = isId(id) ? await db.findOneBy(ExternalContact, { organizationId, id }) : null;
  if (!contact) throw notFound('id');
  const members = await db.find(ExternalContact, {
    where: { organizationId, canonicalId: contact.canonicalId },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  await assertUnrestricted(
    db,
    members.map((member) => contactReference(member.id)),
    'id',
  );
  const others = members.filter((member) => member.id !== contact.id);
  const [oldest] = others;
  if (!oldest || others.length === members.length) throw inputError('id', 'The contact is merged with nobody.');
  await db.update(ExternalContact, { organizationId, id: contact.id }, { canonicalId: contact.id });
  if (contact.canonicalId === contact.id)
    await db.update(
      ExternalContact,
      { organizationId, id: In(others.map((other) => other.id)) },
      { canonicalId: oldest.id },
    );
  return Object.assign(contact, { canonicalId: contact.id });
}

/** The members of the merge sets of these canonical contacts, by canonical id, each set in the order of ids. */
export async function mergeSets(db: EntityManager, canonicalIds: string[]): Promise<Map<string, string[]>> {
  const sets = new Map<string, string[]>();
  if (canonicalIds.length === 0) return sets;
  const rows: { id: string; canonical_id: string }[] = await db.query(
    'SELECT id, canonical_id FROM external_contact WHERE organization_id = $1 AND canonical_id = ANY($2::uuid[]) ORDER BY id',
    [currentKeys().organizationId, canonicalIds],
  );
  for (const { id, canonical_id: canonical } of rows) {
    const members = sets.get(canonical);
    if (members) members.push(id);
    else sets.set(canonical, [id]);
  }
  return sets;
}

/** Adds a note about a contact. @throws NOT_FOUND */
export async function addNote(
  db: EntityManager,
  externalContactId: string,
  text: string,
  internal: boolean,
): Promise<ContactNote> {
  const { organizationId } = currentKeys();
  // The lock makes an erasure of the contact wait, so that it erases this note too; or it is waited for, and the contact is gone.
  const contact = isId(externalContactId)
    ? await db.findOne(ExternalContact, {
        select: { id: true },
        where: { organizationId, id: externalContactId },
        lock: { mode: 'for_key_share' },
      })
    : null;
  if (!contact) throw notFound('externalContactId');
  const note = db.create(ContactNote, {
    organizationId,
    id: uuidv7(),
    externalContactId,
    text,
    internal,
    createdAt: new Date(),
  });
  await db.insert(ContactNote, note);
  return note;
}
