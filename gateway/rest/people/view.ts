/** Converts people to the form of this API. */
import { isValueType, socialPlatforms, type IdentifierType } from '../../../subgraphs/kit/base/terms/term-types';
import type { DataSubject } from '../../gdpr/schema.generated';
import type { RequestSubject } from '../model/requests';
import type { Subject } from '../model/subjects';
import { addressOf } from '../names';

interface Value {
  type: IdentifierType;
  value: string;
}

/** The GraphQL selection of a subject, for {@link idOf} and {@link knownOf}. */
export const subjectSelection = 'type id contactListId identifiers { type value }';

/** A subject as {@link subjectSelection} selects it. */
export type SelectedSubject = Pick<DataSubject, 'type' | 'id' | 'contactListId' | 'identifiers'>;

/** Returns the id of a subject, in the field for its type. */
export function idOf({
  type,
  id,
  contactListId,
}: Omit<SelectedSubject, 'identifiers'>): Pick<Subject, 'userId' | 'externalContactId' | 'dialerContactId'> {
  if (type === 'USER') return { userId: id };
  if (type === 'EXTERNAL_CONTACT') return { externalContactId: id };
  return { dialerContactId: { id, contactListId: contactListId ?? '' } };
}

const listed = (
  name: 'phoneNumbers' | 'emailAddresses' | 'addresses',
  type: IdentifierType,
  identifiers: readonly Value[],
) => {
  const values = [...new Set(identifiers.filter((each) => each.type === type).map(({ value }) => value))];
  return values.length > 0 ? { [name]: values } : {};
};

/** Returns what is known of a person: the first name, and all phone numbers, e-mail addresses and postal addresses. */
export function knownOf(
  identifiers: readonly Value[],
): Pick<Subject, 'name' | 'phoneNumbers' | 'emailAddresses' | 'addresses'> {
  const name = identifiers.find(({ type }) => type === 'NAME')?.value;
  return {
    ...(name === undefined ? {} : { name }),
    ...listed('phoneNumbers', 'PHONE', identifiers),
    ...listed('emailAddresses', 'EMAIL', identifiers),
    ...listed('addresses', 'ADDRESS', identifiers),
  };
}

/** Returns a term as the subject of a request. A dialer contact's id alone is not enough for one, and gives an empty subject. */
export function termOf({ type, value, source }: Value & { source?: string | null }): RequestSubject {
  if (type === 'EXTERNAL_ID') return { externalId: value, ...(source ? { externalSource: { name: source } } : {}) };
  const platform = socialPlatforms.find((each) => each === type);
  if (platform) return { socialHandle: { type: platform, value } };
  if (isValueType(type)) return knownOf([{ type, value }]);
  if (type === 'USER_ID') return { userId: value };
  return type === 'EXTERNAL_CONTACT_ID' ? { externalContactId: value } : {};
}

/** Returns a contact's id, and the path at which the contact can be read. */
export const contactLink = (id: string) => ({ id, selfUri: addressOf.contact(id) });
