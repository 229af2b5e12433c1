/** Reads requests that wait for an approval, and ends their wait. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { createRequest } from './requests';

/** The variables of a system in which a rectification waits until the identity is confirmed in its case and another person approves it. */
export const approvedUpdates = { APPROVAL_TYPES: 'UPDATE', APPROVAL_IDENTITY_REQUIRED: 'true' };

/** Makes a rectification that waits in such a system. @param caseId the case that it belongs to. @returns its id */
export async function waitingUpdate(api: ApiClient, externalContactId: string, caseId?: string): Promise<string> {
  const replacements = [{ type: 'NAME', existing: 'Nobody of this name', updated: 'Somebody else' }];
  const { request } = await createRequest(api, { type: 'UPDATE', term: { externalContactId }, replacements, caseId });
  if (request.status !== 'AWAITING_APPROVAL') throw new Error('The request does not wait for an approval.');
  return request.id;
}

export const approveDocument = `mutation ($id: ID!, $planHash: String!) {
  approveGdprRequest(id: $id, planHash: $planHash) { id status approval { by at planHash } } }`;

export const rejectDocument = `mutation ($id: ID!, $reason: GdprRejectionReason!) {
  rejectGdprRequest(id: $id, reason: $reason) { id status rejection } }`;

export const cancelDocument = 'mutation ($id: ID!) { cancelGdprRequest(id: $id) { id status } }';

/** A request with the plan that waits for approval. */
interface WaitingView {
  status: string;
  dueAt: string;
  pendingPlan: {
    planHash: string;
    subjects: { id: string; identifiers: { value: string }[] }[];
    services: { service: string; status: string }[];
  } | null;
  approval: { by: string; at: string; planHash: string } | null;
  rejection: string | null;
  certificate: string | null;
  relatedRequests: { id: string; status: string; approval: { by: string } | null }[];
  services: { status: string; attempts: number }[];
}

export const readWaiting = async (api: ApiClient, id: string): Promise<WaitingView> =>
  (
    await api.ask<{ gdprRequest: WaitingView }>(
      `query ($id: ID!) { gdprRequest(id: $id) { status dueAt rejection certificate approval { by at planHash }
         pendingPlan { planHash subjects { id identifiers { value } } services { service status } }
         services { status attempts } relatedRequests { id status approval { by } } } }`,
      { id },
    )
  ).gdprRequest;

/** Returns the hash of the waiting plan. */
export async function planOf(api: ApiClient, id: string): Promise<string> {
  const { pendingPlan } = await readWaiting(api, id);
  if (!pendingPlan) throw new Error('The request does not wait for an approval.');
  return pendingPlan.planHash;
}

export const approve = async (api: ApiClient, id: string, planHash: string) =>
  (
    await api.ask<{ approveGdprRequest: { status: string; approval: WaitingView['approval'] } }>(approveDocument, {
      id,
      planHash,
    })
  ).approveGdprRequest;
