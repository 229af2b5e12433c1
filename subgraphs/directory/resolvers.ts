import {
  assertUnrestricted,
  entityLoader,
  findPage,
  inputError,
  normalizeValue,
  onlyOf,
  parsePage,
  type ServiceContext,
} from '../kit';
import { User } from './entities';
import { userReference } from './restricted';
import type { Resolvers } from './schema.generated';
import { createUsers, recordType, updateUser, type UserValues } from './users';

const userLoader = (context: ServiceContext) => context.loader(recordType, () => entityLoader(context.db, User));

/** Checks the identifying values of a user, so that no value is stored by which nobody could ever be found. */
function checked<T extends { name?: string | null; email?: string | null; workPhone?: string | null }>(input: T): T {
  for (const [field, type] of [
    ['name', 'NAME'],
    ['email', 'EMAIL'],
    ['workPhone', 'PHONE'],
  ] as const) {
    if (input[field] && !normalizeValue(type, input[field]))
      throw inputError(`input.${field}`, `input.${field} identifies nobody.`);
  }
  return { ...input };
}

/** The resolvers of the service's own types. */
export const resolvers: Resolvers = {
  Query: {
    user: (_, { id }, context) => userLoader(context).load(id),
    users: (_, page, context) => findPage(context.db, User, parsePage(page)),
  },
  Mutation: {
    createUser: async (_, { input }, { dataSource }) => {
      const values = { ...checked(input), active: input.active ?? true } satisfies UserValues;
      return onlyOf(await dataSource.transaction((db) => createUsers(db, [values])));
    },
    updateUser: (_, { id, input }, { dataSource }) => {
      const values = checked(input);
      return dataSource.transaction(async (db) => {
        await assertUnrestricted(db, [userReference(id)], 'id');
        return updateUser(db, id, values);
      });
    },
    deactivateUser: (_, { id }, { dataSource }) =>
      dataSource.transaction((db) => updateUser(db, id, { active: false })),
  },
  User: {
    __resolveReference: ({ id }, context) => userLoader(context).load(id),
  },
};
