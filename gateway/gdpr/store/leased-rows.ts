/** What is run under leases (R11): each service's part of a request, and the finalisation of a request whose parts have ended. */
import { GdprRequest, GdprTask } from '../entities';
import type { LeasedRows } from './leases';

export const leasedTasks: LeasedRows<GdprTask, 'requestId' | 'service'> = {
  entity: GdprTask,
  key: ['requestId', 'service'],
  attempts: 'attempts',
  claimable: ['PENDING', 'RETRYING', 'RUNNING'],
  statuses: { leased: 'RUNNING', expired: 'RETRYING' },
};

/** COMPLETED: an erasure that is verified once more. */
export const leasedRequests: LeasedRows<GdprRequest, 'id'> = {
  entity: GdprRequest,
  key: ['id'],
  attempts: 'finalizeAttempts',
  claimable: ['FINALIZING', 'COMPLETED'],
};
