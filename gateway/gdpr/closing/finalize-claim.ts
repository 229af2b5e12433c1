/**
 * Who finalises a request: one worker at a time, by a lease that it renews. Verifying, or writing a package,
 * may take long; when the worker dies, its lease expires and another one begins.
 */
import type { DataSource, EntityManager } from 'typeorm';
import type { GdprRequest, GdprTask } from '../entities';
import { leasedRequests } from '../store/leases/leased-rows';
import { claimRows, Leases, type Lease } from '../store/leases/leases';
import { tasksOf } from '../store/requests-and-tasks';

/** A request that is leased to this worker, with the rows as they stand for as long as the lease holds. */
interface LeasedRequest {
  request: GdprRequest;
  /** By service. */
  tasks: GdprTask[];
}

export type FinalizeClaim = LeasedRequest & { lease: Lease };

/**
 * Claims of one process: requests that are to be finalised, or verified once more. Those of an organisation are claimed
 * together.
 */
export type FinalizeClaims = Leases<GdprRequest, 'id', LeasedRequest>;

export const finalizeClaimsOf = (dataSource: DataSource): FinalizeClaims =>
  new Leases(
    dataSource,
    leasedRequests,
    (wanted) => claimRequests(dataSource.manager, wanted),
    ({ request }) => request,
  );

async function claimRequests(db: EntityManager, wanted: Pick<GdprRequest, 'id'>[]): Promise<(LeasedRequest | null)[]> {
  const requests = await claimRows(db, leasedRequests, wanted);
  const tasks = await tasksOf(
    db,
    requests.flatMap((request) => request?.id ?? []),
  );
  return requests.map(
    (request) => request && { request, tasks: tasks.filter(({ requestId }) => requestId === request.id) },
  );
}

/** Whether a locked request still is this claim's: a worker that lost its lease closes nothing. */
export const isHeld = (locked: GdprRequest | null | undefined, { request }: FinalizeClaim): locked is GdprRequest =>
  locked?.status === request.status &&
  locked.finalizeAttempts === request.finalizeAttempts &&
  locked.leaseExpiresAt !== null;
