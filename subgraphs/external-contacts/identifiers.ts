import type { Identifier, IndexedIdentifier } from '../kit';
import type { ExternalContact, PostalAddress } from './entities';

const join = (parts: (string | null | undefined)[]) => parts.filter(Boolean).join(' ');

/** The contact's name as one value, or nothing when it has none. */
export const fullName = ({ firstName, lastName }: ExternalContact): string => join([firstName, lastName]);

/** An address on one line. */
export const addressLine = (address: PostalAddress | null): string =>
  address
    ? [address.address1, address.address2, address.city, address.state, address.postalCode, address.countryCode]
        .filter(Boolean)
        .join(', ')
    : '';

export const emailFields = ['workEmail', 'personalEmail', 'otherEmail'] as const;
export const phoneFields = ['workPhone', 'cellPhone', 'homePhone', 'otherPhone'] as const;

/** Every value that a contact is found by, with the field that holds it. */
export function indexedIdentifiers(contact: ExternalContact): IndexedIdentifier[] {
  const values: { type: IndexedIdentifier['type']; value: string | null; field: string }[] = [
    { type: 'NAME', value: fullName(contact), field: 'name' },
    { type: 'ADDRESS', value: addressLine(contact.address), field: 'address' },
    ...emailFields.map((field) => ({ type: 'EMAIL' as const, value: contact[field], field })),
    ...phoneFields.map((field) => ({ type: 'PHONE' as const, value: contact[field], field })),
    ...(contact.socialHandles ?? []).map(({ platform, handle }) => ({
      type: platform,
      value: handle,
      field: 'socialHandles',
    })),
  ];
  return values.filter((identifier): identifier is IndexedIdentifier => Boolean(identifier.value));
}

/** What is known of the contact, for the caller to review: each value once. */
export function identifiersOf(contact: ExternalContact): Identifier[] {
  const seen = new Map(indexedIdentifiers(contact).map(({ type, value }) => [`${type}:${value}`, { type, value }]));
  return [...seen.values()];
}
