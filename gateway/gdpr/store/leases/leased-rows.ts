/** What is run under leases (R11): each service's part of a request, and the finalisation of a request whose parts have ended. */
import { GdprRequest, GdprTask } from '../../entities';
import { finalizableStatuses, serviceTransitions } from '../../lifecycle';
import type { LeasedRows } from './leases';

export const leasedTasks: LeasedRows<GdprTask, 'requestId' | 'service', 'service'> = {
  entity: GdprTask,
  key: ['requestId', 'service'],
  queue: 'service',
  attempts: 'attempts',
  claimable: [...serviceTransitions.claim.from, ...serviceTransitions.takeOver.from],
  statuses: { leased: serviceTransitions.claim.to, expired: serviceTransitions.lapse.to },
};

/** COMPLETED is for an erasure that is verified once more; the finished statuses are for an export's parent that writes a new package. */
export const leasedRequests: LeasedRows<GdprRequest, 'id', 'type'> = {
  entity: GdprRequest,
  key: ['id'],
  queue: 'type',
  attempts: 'finalizeAttempts',
  claimable: finalizableStatuses,
};
