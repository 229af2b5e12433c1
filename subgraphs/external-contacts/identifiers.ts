import type { Identifier, IndexedIdentifier } from '../kit';
import type { ExternalContact, ExternalIdentity, PostalAddress } from './entities';

const join = (parts: (string | null | undefined)[]) => parts.filter(Boolean).join(' ');

/** The contact's name as one value; empty when it has none. */
export const fullName = ({ firstName, lastName }: ExternalContact): string => join([firstName, lastName]);

/** The parts of an address, in the order of one line. */
export const addressParts = ['address1', 'address2', 'city', 'state', 'postalCode', 'countryCode'] as const;

/** An address on one line. */
export const addressLine = (address: PostalAddress | null): string =>
  addressParts
    .map((part) => address?.[part])
    .filter(Boolean)
    .join(', ');

export const emailFields = ['workEmail', 'personalEmail', 'otherEmail'] as const;
export const phoneFields = ['workPhone', 'cellPhone', 'homePhone', 'otherPhone'] as const;

/** The contact's ids in other systems. */
export const externalIdentitiesOf = ({
  externalIdentities,
}: Pick<ExternalContact, 'externalIdentities'>): ExternalIdentity[] =>
  (externalIdentities ?? []).map((stored) => (typeof stored === 'string' ? { value: stored } : stored));

/** Every value by which a contact is found, with the field that holds it. */
export function indexedIdentifiers(contact: ExternalContact): IndexedIdentifier[] {
  const values: (Omit<IndexedIdentifier, 'value'> & { value: string | null })[] = [
    { type: 'NAME', value: fullName(contact), field: 'name' },
    { type: 'ADDRESS', value: addressLine(contact.address), field: 'address' },
    ...emailFields.map((field) => ({ type: 'EMAIL' as const, value: contact[field], field })),
    ...phoneFields.map((field) => ({ type: 'PHONE' as const, value: contact[field], field })),
    ...(contact.socialHandles ?? []).map(({ platform, handle }) => ({
      type: platform,
      value: handle,
      field: 'socialHandles',
    })),
    ...externalIdentitiesOf(contact).map(({ value, source }) => ({
      type: 'EXTERNAL_ID' as const,
      value,
      source: source ?? null,
      field: 'externalIdentities',
    })),
  ];
  return values.filter((identifier): identifier is IndexedIdentifier => Boolean(identifier.value));
}

/** The contact's identifying values, each once. */
export function identifiersOf(contact: ExternalContact): Identifier[] {
  const seen = new Map(
    indexedIdentifiers(contact).map(({ type, value, source = null }) => [
      `${type}:${source ?? ''}:${value}`,
      { type, value, source },
    ]),
  );
  return [...seen.values()];
}
