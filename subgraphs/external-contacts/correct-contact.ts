/** Rectification of a contact (R14): names and addresses stay divided into parts. */
import {
  replaceAnywhere,
  replaceParts,
  replaceTyped,
  replaceValue,
  sameValue,
  type Parts,
  type Replacement,
} from '../kit';
import type { ExternalContact } from './entities';
import { addressParts, emailFields, externalIdentitiesOf, phoneFields } from './identifiers';

const digit = /\p{Nd}/u;

/** Whether a corrected value can be this part: a postal code has digits, a city has none, a country is two letters. */
const fitsAddress = (part: string, updated: string, before: string): boolean =>
  part === 'countryCode'
    ? updated.length <= before.length || updated.length === 2
    : part.startsWith('address') || digit.test(updated) === digit.test(before);

/** Replaces values in a contact. @returns UNPLACED when a correction of its name or address could not be split */
export function correctContact(contact: ExternalContact, replacements: Replacement[]): 'DONE' | 'UNPLACED' {
  for (const field of [...emailFields, ...phoneFields]) {
    const value = contact[field];
    const type = (emailFields as readonly string[]).includes(field) ? 'EMAIL' : 'PHONE';
    if (value) contact[field] = replaceTyped(type, value, replacements);
  }
  contact.socialHandles &&= contact.socialHandles.map(({ platform, handle }) => ({
    platform,
    handle: replaceTyped(platform, handle, replacements),
  }));
  // Ids of other systems may contain any personal value, also one that is corrected here.
  const identities = externalIdentitiesOf(contact);
  const correctedId = (value: string) =>
    replacements.some(({ type, existing }) => type === 'EXTERNAL_ID' && sameValue(type, existing, value))
      ? replaceValue('EXTERNAL_ID', value, replacements)
      : replaceAnywhere(value, replacements);
  const corrected = identities.map((each) => ({ ...each, value: correctedId(each.value) }));
  if (corrected.some(({ value }, index) => value !== identities[index]?.value)) contact.externalIdentities = corrected;

  const { firstName, lastName } = contact;
  const name = replaceParts({ type: 'NAME', separator: ' ' }, { firstName, lastName }, replacements);
  Object.assign(contact, name.parts);
  const held: Parts = Object.fromEntries(addressParts.map((part) => [part, contact.address?.[part]]));
  const address = replaceParts({ type: 'ADDRESS', separator: ', ', fits: fitsAddress }, held, replacements);
  if (address.parts !== held) contact.address = { ...contact.address, ...address.parts };
  return name.unplaced || address.unplaced ? 'UNPLACED' : 'DONE';
}
