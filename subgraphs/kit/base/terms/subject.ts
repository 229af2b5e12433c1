/** The subjects that a term can resolve to. */
import { DataSubjectType } from '../schema.generated';
import type { IdType } from './term-types';

/** The contract's `DataSubjectType`. */
export const subjectTypes = Object.values(DataSubjectType);
export type SubjectType = DataSubjectType;

/** The entity type of each subject, in the schema of the service that owns it. */
export const subjectEntities = {
  USER: 'User',
  EXTERNAL_CONTACT: 'ExternalContact',
  DIALER_CONTACT: 'DialerContact',
} as const satisfies Record<SubjectType, string>;

/** The type of subject that each type of id names. */
export const subjectTypeOf = {
  USER_ID: 'USER',
  EXTERNAL_CONTACT_ID: 'EXTERNAL_CONTACT',
  DIALER_CONTACT_ID: 'DIALER_CONTACT',
} as const satisfies Record<IdType, SubjectType>;
