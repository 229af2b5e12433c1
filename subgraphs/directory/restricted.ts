/** Whose the rows of this service are (R34): a user's own. */
import type { RestrictedType, SubjectReference } from '../kit';
import type { User } from './entities';

export const userReference = (id: string): SubjectReference => ({ type: 'USER_ID', id });

export const restricted = { User: { of: ({ id }) => [userReference(id)] } satisfies RestrictedType<User> };
