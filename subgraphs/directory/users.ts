/** Users as they are stored. Every change also updates the term index. */
import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import {
  addToTermIndex,
  codedError,
  currentKeys,
  insertAll,
  isId,
  replaceInTermIndex,
  updateAll,
  type Identifier,
  type IndexedIdentifier,
} from '../kit';
import { User } from './entities';

/** The values of a user that a caller may set. */
export type UserValues = Partial<Omit<User, 'organizationId' | 'id' | 'anonymizedAt' | 'createdAt'>>;

export const recordType = 'User';

/** Every value by which a user is found, with the field that holds it. */
export function indexedIdentifiers({ name, email, workPhone }: User): IndexedIdentifier[] {
  const values: { type: Identifier['type']; value: string | null; field: string }[] = [
    { type: 'NAME', value: name, field: 'name' },
    { type: 'EMAIL', value: email, field: 'email' },
    { type: 'PHONE', value: workPhone, field: 'workPhone' },
  ];
  return values.filter((identifier): identifier is IndexedIdentifier => Boolean(identifier.value));
}

/** What the term index holds of a user. */
export const indexed = (user: User) => ({ id: user.id, identifiers: indexedIdentifiers(user) });

/** Creates users. */
export async function createUsers(db: EntityManager, values: UserValues[]): Promise<User[]> {
  const users = values.map((value) =>
    db.create(User, {
      active: true,
      ...value,
      organizationId: currentKeys().organizationId,
      id: uuidv7(),
      anonymizedAt: null,
      createdAt: new Date(),
    }),
  );
  await insertAll(db, User, users);
  await addToTermIndex(db, recordType, users.map(indexed));
  return users;
}

/** Changes the given values of a user. @throws NOT_FOUND, also for a user whom an erasure anonymised */
export async function updateUser(db: EntityManager, id: string, values: UserValues): Promise<User> {
  const user = isId(id)
    ? await db.findOne(User, {
        where: { organizationId: currentKeys().organizationId, id },
        lock: { mode: 'pessimistic_write' },
      })
    : null;
  if (!user || user.anonymizedAt) throw codedError('NOT_FOUND', 'There is no such user.', { argument: 'id' });
  await saveUsers(db, [Object.assign(user, values)]);
  return user;
}

/** Saves changed users and updates the term index. */
export async function saveUsers(db: EntityManager, users: User[]): Promise<void> {
  if (users.length === 0) return;
  // Only an erasure sets this column, and nothing may undo it.
  await updateAll(db, User, users, { except: ['anonymizedAt'] });
  await replaceInTermIndex(db, recordType, users.map(indexed));
}
