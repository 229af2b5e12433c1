/** The person or value that a request is about. */
import type { PersonalDataTermInput } from '../operations.generated';

export interface Target {
  term: PersonalDataTermInput;
  /** The name that is shown. */
  label: string;
}

/** Whether a term names a person by an id. Holds and restrictions are placed on persons, not on values. */
export const namesPerson = ({ userId, externalContactId, dialerContactId }: PersonalDataTermInput): boolean =>
  Boolean(userId ?? externalContactId ?? dialerContactId);
