/** What the API shows of a request's approval (R30). */
import { unreadable } from '../../../subgraphs/kit/base/security/encrypted-column';
import type { GdprRequest } from '../entities';
import type { GdprRequestResolvers } from '../schema.generated';
import { pendingPlan } from './pending-plan';

export const approvalFields: Pick<GdprRequestResolvers, 'pendingPlan' | 'approval' | 'rejection'> = {
  // It asks every service, so it is answered for one request at a time.
  pendingPlan: (request, { unmasked }, context) =>
    context.askedAlone.has(request) ? pendingPlan(context, request, unmasked) : null,
  approval: (request) => approvalOf(request),
  rejection: ({ rejectionReason }) => rejectionReason,
};

const approvalOf = ({ approvedAt, approvedBy, approvedPlanHash, planHash }: GdprRequest) =>
  approvedAt ? { by: approvedBy ?? unreadable, at: approvedAt, planHash: approvedPlanHash ?? planHash ?? '' } : null;
