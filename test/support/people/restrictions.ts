/** Places, lifts and reads restrictions (R34), and the contacts that they are about. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { eventually } from '../eventually';

export interface Restriction {
  id: string;
  subject: { id: string; identifiers: { value: string }[] } | null;
  liftedAt: string | null;
  services: { service: string; status: string }[];
}

const fields =
  'id ground reference by at liftedAt informedAt subject { id identifiers { value } } services { service status }';
export const place = `mutation ($input: RestrictionInput!) { restrictProcessing(input: $input) { ${fields} } }`;
export const lift = `mutation ($id: ID!, $informedAt: DateTime!) { liftRestriction(id: $id, informedAt: $informedAt) { ${fields} } }`;
export const list = `query ($active: Boolean) { restrictions(active: $active) { nodes { ${fields} } } }`;

export const restrict = async (api: ApiClient, subject: object, ground = 'LEGAL_CLAIMS') =>
  (await api.ask<{ restrictProcessing: Restriction }>(place, { input: { subject, ground, reference: 'LETTER-4' } }))
    .restrictProcessing;

export const lifted = async (api: ApiClient, id: string) =>
  (await api.ask<{ liftRestriction: Restriction }>(lift, { id, informedAt: new Date().toISOString() })).liftRestriction;

export const read = async (api: ApiClient, id: string) =>
  (await api.ask<{ restrictions: { nodes: Restriction[] } }>(list)).restrictions.nodes.find((each) => each.id === id);

/** Waits until every service reports this status. */
export const standing = (api: ApiClient, id: string, status: string) =>
  eventually(async () => {
    const services = (await read(api, id))?.services ?? [];
    return services.length > 0 && services.every((each) => each.status === status) && services;
  }, 60_000);

export const contactDocument = `query ($id: ID!) { externalContact(id: $id) { id firstName personalEmail
  socialHandles { handle } address { city } notes { nodes { text } } } }`;

export async function contact(api: ApiClient, input: object): Promise<string> {
  const document = 'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }';
  return (await api.ask<{ createExternalContact: { id: string } }>(document, { input })).createExternalContact.id;
}

export const codesOf = (errors: { extensions?: Record<string, unknown> }[] | undefined) => [
  ...new Set((errors ?? []).map(({ extensions }) => extensions?.code)),
];
