/** What is run under leases (R11): each service's part of a request, and the finalisation of a request whose parts have ended. */
import { GdprRequest, GdprTask } from '../entities';
import { finalizableStatuses, serviceTransitions } from '../lifecycle';
import type { LeasedRows } from './leases';

export const leasedTasks: LeasedRows<GdprTask, 'requestId' | 'service'> = {
  entity: GdprTask,
  key: ['requestId', 'service'],
  attempts: 'attempts',
  claimable: [...serviceTransitions.claim.from, ...serviceTransitions.takeOver.from],
  statuses: { leased: serviceTransitions.claim.to, expired: serviceTransitions.lapse.to },
};

/** COMPLETED: an erasure that is verified once more. */
export const leasedRequests: LeasedRows<GdprRequest, 'id'> = {
  entity: GdprRequest,
  key: ['id'],
  attempts: 'finalizeAttempts',
  claimable: finalizableStatuses,
};
