/** Whom a request is about. */
import type { PersonalDataTermInput } from '../operations.generated';

export interface Target {
  term: PersonalDataTermInput;
  /** How they are shown. */
  label: string;
}

/** Whether a term names a person by an id: what is placed on a person takes no value. */
export const namesPerson = ({ userId, externalContactId, dialerContactId }: PersonalDataTermInput): boolean =>
  Boolean(userId ?? externalContactId ?? dialerContactId);
