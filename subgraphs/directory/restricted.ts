/** The subjects of this service's rows (R34): each user's own. */
import type { RestrictedType, SubjectReference } from '../kit';
import type { User } from './entities';

export const userReference = (id: string): SubjectReference => ({ type: 'USER_ID', id });

export const restricted = { User: { of: ({ id }) => [userReference(id)] } satisfies RestrictedType<User> };
