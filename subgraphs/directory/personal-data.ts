/** What the directory holds about a person: the user. An erasure empties it and keeps the id, to which interactions refer (R12). */
import { In } from 'typeorm';
import {
  findByIds,
  removeFromTermIndex,
  replaceValue,
  subjectIdPage,
  type ContractContext,
  type FoundRecord,
  type IdPage,
  type PersonalDataDefinition,
  type PersonalDataField,
  type RecordSource,
  type Replacement,
  type SubjectKind,
} from '../kit';
import { User } from './entities';
import { indexedIdentifiers, recordType, saveUsers } from './users';

const userKind: SubjectKind = { recordType, idType: 'USER_ID' };

/** The users that the term identifies, in order of id. Whom an erasure emptied is nobody any more. */
async function usersOf(context: ContractContext, page: IdPage): Promise<User[]> {
  const users = await findByIds(context.db, User, await subjectIdPage(context, userKind, page));
  return users.filter(({ anonymizedAt }) => anonymizedAt === null).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function fieldsOf(user: User): PersonalDataField[] {
  const fields: { name: string; category: PersonalDataField['category']; value: string | null }[] = [
    { name: 'name', category: 'NAME', value: user.name },
    { name: 'email', category: 'EMAIL', value: user.email },
    { name: 'workPhone', category: 'PHONE', value: user.workPhone },
    { name: 'department', category: 'EMPLOYMENT', value: user.department },
    { name: 'title', category: 'EMPLOYMENT', value: user.title },
    { name: 'statusText', category: 'OTHER', value: user.statusText },
  ];
  return fields.filter((field): field is PersonalDataField => Boolean(field.value));
}

/** Replaces values in a user and says whether any changed. */
function rectify(user: User, replacements: Replacement[]): boolean {
  const before = JSON.stringify(user);
  user.name = replaceValue('NAME', user.name, replacements);
  user.email = replaceValue('EMAIL', user.email, replacements);
  user.workPhone = replaceValue('PHONE', user.workPhone, replacements);
  return JSON.stringify(user) !== before;
}

const users: RecordSource = {
  recordType,

  async find(context, page): Promise<FoundRecord[]> {
    return (await usersOf(context, page)).map((user) => ({
      id: user.id,
      createdAt: user.createdAt,
      fields: fieldsOf(user),
      subject: {
        type: 'USER',
        id: user.id,
        mergeSet: [],
        activeEmployee: user.active,
        identifiers: indexedIdentifiers(user).map(({ type, value }) => ({ type, value })),
      },
    }));
  },

  async erase(context, limit) {
    const ids = (await usersOf(context, { after: null, limit })).map(({ id }) => id);
    if (ids.length === 0) return { handled: 0, done: [] };
    const empty = { name: null, email: null, workPhone: null, department: null, title: null, statusText: null };
    await context.db.update(
      User,
      { organizationId: context.organizationId, id: In(ids) },
      { ...empty, active: false, anonymizedAt: new Date() },
    );
    await removeFromTermIndex(context.db, recordType, ids);
    return { handled: ids.length, done: [{ disposition: 'ANONYMIZED', count: ids.length }] };
  },

  async rectify(context, replacements, page) {
    const found = await usersOf(context, page);
    const changed = found.filter((user) => rectify(user, replacements));
    await saveUsers(context.db, changed);
    return { seen: found.map(({ id }) => id), done: [{ disposition: 'RECTIFIED', count: changed.length }] };
  },
};

export const personalData: PersonalDataDefinition = {
  requiresSubject: false,
  records: [users],
  unreachable: [
    {
      recordType: 'User',
      location: 'statusText',
      reason: 'Status text is free text: it is not searched, and a person whom it mentions is not found by it.',
      remedy: 'Ask the user to clear it. It goes with the erasure of the user itself.',
      table: 'directory_user',
      condition: 'status_text IS NOT NULL',
    },
  ],
};
