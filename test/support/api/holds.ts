/** Places and reads legal holds (R31). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { eventually } from '../eventually';
import { readRequest, type RequestView } from './requests';

export interface HoldView {
  id: string;
  subject: { id: string; type: string; identifiers: { type: string; value: string }[] } | null;
  ground: string;
  reason: string;
  reference: string;
  services: string[] | null;
  placedBy: string;
  placedAt: string;
  until: string | null;
  releasedBy: string | null;
  releasedAt: string | null;
  waiting: { id: string; type: string; status: string }[];
}

export const holdFields = `id subject { id type identifiers { type value } } ground reason reference services placedBy placedAt until
  releasedBy releasedAt waiting { id type status }`;

export const placeDocument = `mutation ($input: LegalHoldInput!) { placeLegalHold(input: $input) { ${holdFields} } }`;
export const releaseDocument = `mutation ($id: ID!, $reference: String!) {
  releaseLegalHold(id: $id, reference: $reference) { ${holdFields} } }`;

/** The input of a hold, with made-up texts. */
export const holdInput = (subject: object, more: object = {}) => ({
  subject,
  ground: 'LEGAL_CLAIMS',
  reason: 'A claim is before the court.',
  reference: 'CLAIM-7',
  ...more,
});

export const placeHold = async (api: ApiClient, subject: object, more: object = {}): Promise<HoldView> =>
  (await api.ask<{ placeLegalHold: HoldView }>(placeDocument, { input: holdInput(subject, more) })).placeLegalHold;

export const releaseHold = async (api: ApiClient, id: string, reference = 'SETTLED-7'): Promise<HoldView> =>
  (await api.ask<{ releaseLegalHold: HoldView }>(releaseDocument, { id, reference })).releaseLegalHold;

export const listHolds = async (api: ApiClient, active?: boolean): Promise<HoldView[]> =>
  (
    await api.ask<{ legalHolds: { nodes: HoldView[] } }>(
      `query ($active: Boolean) { legalHolds(active: $active, first: 200) { nodes { ${holdFields} } } }`,
      { active },
    )
  ).legalHolds.nodes;

/** The holds that blocked a request. */
export const holdsOf = async (api: ApiClient, id: string): Promise<{ id: string }[]> =>
  (
    await api.ask<{ gdprRequest: { holds: { id: string }[] } }>(
      'query ($id: ID!) { gdprRequest(id: $id) { holds { id } } }',
      { id },
    )
  ).gdprRequest.holds;

/** Waits until a hold blocks the rest of a request, and everything else of it is done. */
export const heldRequest = (api: ApiClient, id: string): Promise<RequestView> =>
  eventually(async () => {
    const request = await readRequest(api, id);
    const parts = [request, ...request.relatedRequests].flatMap(({ services }) => services);
    const busy = parts.some(({ status }) => ['PENDING', 'RUNNING', 'RETRYING'].includes(status));
    return !busy && parts.some(({ status }) => status === 'ON_HOLD') && request;
  });
