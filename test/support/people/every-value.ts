/** One person who holds a value of every kind, and requests by each of them. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import type { RequestInput } from '../api/requests';
import type { TestSystem } from '../run/system';

export const person = {
  firstName: 'Ines',
  lastName: 'Vidal',
  homePhone: '+34911223344',
  personalEmail: 'ines@vidal.example',
  address: { address1: 'Calle Nueva 4', city: 'Soria' },
  socialHandles: [{ platform: 'TWITTER', handle: 'inesvidal' }],
};

/** The kind of each value, the term that finds the person by it, and its replacement. */
export const terms: [string, Record<string, unknown>, Record<string, string>][] = [
  ['NAME', { name: 'Ines Vidal' }, { type: 'NAME', existing: 'Ines Vidal', updated: 'Inge Vidal' }],
  [
    'ADDRESS',
    { address: 'Calle Nueva 4, Soria' },
    { type: 'ADDRESS', existing: 'Calle Nueva 4, Soria', updated: 'Calle Vieja 5, Soria' },
  ],
  ['PHONE', { phone: '+34911223344' }, { type: 'PHONE', existing: '+34911223344', updated: '+34911223345' }],
  ['EMAIL', { email: 'ines@vidal.example' }, { type: 'EMAIL', existing: 'ines@vidal.example', updated: 'a@b.example' }],
  [
    'SOCIAL_HANDLE',
    { socialHandle: { platform: 'TWITTER', handle: 'inesvidal' } },
    { type: 'TWITTER', existing: 'inesvidal', updated: 'ines' },
  ],
];

export const erasureBy = (term: unknown): RequestInput => ({ type: 'DELETE', term, deleteConfirmed: true });

/** Makes an organisation in which one person holds every value. */
export async function withPerson(
  system: Pick<TestSystem, 'client'>,
  organization: string,
): Promise<{ api: ApiClient; id: string; organization: string }> {
  const name = organization.replaceAll(/\W/g, '-');
  const api = await system.client({ organization: name });
  return { api, id: await createContact(api), organization: name };
}

/** Creates an object. @returns its id */
export const created = async (api: ApiClient, mutation: string, type: string, input: unknown): Promise<string> =>
  Object.values(
    await api.ask<Record<string, { id: string }>>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { id } }`, {
      input,
    }),
  )[0]?.id ?? '';

export const createContact = (api: ApiClient, input: unknown = person) =>
  created(api, 'createExternalContact', 'CreateExternalContactInput', input);

export const contactOf = async (api: ApiClient, id: string) =>
  (
    await api.ask<{ externalContact: Partial<typeof person> | null }>(
      'query ($id: ID!) { externalContact(id: $id) { firstName lastName personalEmail homePhone address { address1 city } socialHandles { platform handle } } }',
      { id },
    )
  ).externalContact;
