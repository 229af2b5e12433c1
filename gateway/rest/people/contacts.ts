/** `GET /api/v2/externalcontacts/contacts/{contactId}`: a contact, and the contacts that are the same person (R2). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { codedError, normalizeValue } from '../../../subgraphs/kit';
import { codeOf } from '../../../subgraphs/kit/base/errors/code-of';
import { withProfile } from '../../../subgraphs/kit/base/security/organization-context';
import { socialPlatforms, type SocialPlatform } from '../../../subgraphs/kit/base/terms/term-types';
import type { RestContact } from '../model/contacts';
import { addressOf } from '../names';
import { contactLink } from './view';
import type { RestTools } from '../tools';

const query = `query RestContact($id: ID!) {
  externalContact(id: $id) {
    id firstName lastName workEmail personalEmail otherEmail workPhone cellPhone homePhone otherPhone createdAt
    address { address1 address2 city state postalCode countryCode }
    socialHandles { platform handle } externalIdentities { source value }
    canonicalContact { id } mergeSet { id }
  }
}`;

const texts = ['firstName', 'lastName', 'workEmail', 'personalEmail', 'otherEmail'] as const;
const phones = ['workPhone', 'cellPhone', 'homePhone', 'otherPhone'] as const;
const addressLines = ['address1', 'address2', 'city', 'state', 'postalCode', 'countryCode'] as const;

type Text = string | null;

/** A contact as the GraphQL operation returns it. */
type Answered = Record<(typeof texts)[number] | (typeof phones)[number], Text> & {
  id: string;
  createdAt: string;
  address: Record<(typeof addressLines)[number], Text> | null;
  socialHandles: { platform: SocialPlatform; handle: Text }[];
  externalIdentities: { source: Text; value: Text }[];
  canonicalContact: { id: string };
  mergeSet: { id: string }[];
};

/** Returns the fields that are not empty. */
function filled<Name extends string>(from: Record<Name, Text>, names: readonly Name[]): Partial<Record<Name, string>> {
  return Object.fromEntries(names.flatMap((name) => (from[name] ? [[name, from[name]]] : []))) as Partial<
    Record<Name, string>
  >;
}

/**
 * Makes a phone number. A text that cannot be read as a number gets no international form.
 * @param read the number as it is to be read
 */
function phoneOf(number: string, read = number): NonNullable<RestContact['homePhone']> {
  const e164 = normalizeValue('PHONE', read)?.key;
  return { display: number, userInput: number, ...(e164 === undefined ? {} : { e164 }) };
}

/** For each social platform: the field of this API that holds the contact's handles. */
const platforms: Record<SocialPlatform, (handles: string[]) => Partial<RestContact>> = {
  TWITTER: ([screenName]) => ({ twitterId: { screenName } }),
  INSTAGRAM: ([handle]) => ({ instagramId: { handle } }),
  FACEBOOK: (ids) => ({ facebookId: { ids: ids.map((scopedId) => ({ scopedId })) } }),
  APPLE_MESSAGES: (values) => ({ appleOpaqueIds: values.map((value) => ({ value })) }),
  WHATSAPP: ([number = '']) => ({
    // The number of a handle may lack its plus sign (R3).
    whatsAppId: { phoneNumber: phoneOf(number, normalizeValue('WHATSAPP', number)?.key), displayName: number },
  }),
};

function handlesOf(given: Answered['socialHandles']): Partial<RestContact> {
  const known = socialPlatforms.map((platform) => {
    const names = given.flatMap((each) => (each.platform === platform ? (each.handle ?? []) : []));
    return names.length > 0 ? platforms[platform](names) : {};
  });
  return Object.assign({}, ...known) as Partial<RestContact>;
}

function contactView(contact: Answered): RestContact {
  const { id, address, externalIdentities, canonicalContact, mergeSet } = contact;
  const numbers = filled(contact, phones);
  const lines = address ? filled(address, addressLines) : {};
  const others = externalIdentities.flatMap(({ source, value }) =>
    value === null ? [] : [{ ...(source === null ? {} : { externalSource: { name: source } }), value }],
  );
  return {
    id,
    selfUri: addressOf.contact(id),
    ...filled(contact, texts),
    ...Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, phoneOf(number)])),
    ...(Object.keys(lines).length > 0 ? { address: lines } : {}),
    ...handlesOf(contact.socialHandles),
    ...(others.length > 0 ? { externalIds: others } : {}),
    canonicalContact: contactLink(canonicalContact.id),
    mergeSet: mergeSet.map((member) => contactLink(member.id)),
    createDate: contact.createdAt,
  };
}

/** Without a service that has contacts the operation is invalid; this API then answers that there is no such contact. */
function withoutContacts(error: unknown): { externalContact: null } {
  if (codeOf(error) === 'GRAPHQL_VALIDATION_FAILED') return { externalContact: null };
  throw error;
}

/** @throws NOT_FOUND for a contact that was erased, belongs to another organisation or never existed */
export const readContact =
  ({ operate, profileOf }: RestTools) =>
  async (request: FastifyRequest<{ Params: { contactId: string } }>, reply: FastifyReply): Promise<RestContact> => {
    const variables = { id: request.params.contactId };
    const { externalContact } = await operate<{ externalContact: Answered | null }>(
      { query, variables },
      request,
      reply,
    ).catch(withoutContacts);
    if (!externalContact) throw codedError('NOT_FOUND', 'There is no such contact.', { argument: 'id' });
    // Whether a text is a phone number depends on the organisation's region (R3).
    return withProfile(profileOf(request.caller?.organizationId ?? ''), () => contactView(externalContact));
  };
