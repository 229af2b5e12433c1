/** What the directory holds about a person: the user. An erasure anonymises the user and keeps the id, to which interactions refer (R12). */
import { Any, IsNull } from 'typeorm';
import {
  emptied,
  removeFromTermIndex,
  replaceAnywhere,
  replaceValue,
  rowSource,
  subjectSource,
  unreadableValues,
  type PersonalDataDefinition,
  type PersonalDataField,
  type SubjectKind,
} from '../kit';
import { User } from './entities';
import { indexed, indexedIdentifiers, recordType, saveUsers } from './users';
import { restricted } from './restricted';

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

const userKind: SubjectKind<User> = {
  recordType,
  idType: 'USER_ID',
  entity: User,
  index: (rows) => rows.map(indexed),
  // A user whom an erasure anonymised is no longer a person.
  counts: ({ anonymizedAt }) => anonymizedAt === null,
};

const users = rowSource({
  ...subjectSource(userKind),

  describe: (rows) =>
    rows.map((user) => ({
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
    })),

  async erase(ids, { db, organizationId }) {
    const values = { ...emptied(db, User), active: false, anonymizedAt: new Date() };
    // One whom another erasure anonymised while this one waited for the row keeps the time of that, and is counted there.
    const where = { organizationId, id: Any(ids), anonymizedAt: IsNull() };
    const { affected } = await db.update(User, where, values);
    await removeFromTermIndex(db, recordType, ids);
    return [{ disposition: 'ANONYMIZED', count: affected ?? 0 }];
  },

  correct(rows, replacements) {
    for (const user of rows) {
      user.name = replaceValue('NAME', user.name, replacements);
      user.email = replaceValue('EMAIL', user.email, replacements);
      user.workPhone = replaceValue('PHONE', user.workPhone, replacements);
      user.department = replaceAnywhere(user.department, replacements);
      user.title = replaceAnywhere(user.title, replacements);
      user.statusText = replaceAnywhere(user.statusText, replacements);
    }
  },
  save: (rows, { db }) => saveUsers(db, rows),
});

export const personalData: PersonalDataDefinition = {
  requiresSubject: false,
  records: [users],
  indexed: [userKind],
  unreachable: [
    {
      recordType: 'User',
      location: 'statusText',
      reason: 'Status text is free text: it is not searched, and a person whom it mentions is not found by it.',
      remedy: 'Ask the user to clear it. It goes with the erasure of the user itself.',
      table: 'directory_user',
      condition: 'status_text IS NOT NULL',
    },
    unreadableValues(recordType, 'directory_user'),
  ],
  restricted,
};
