/** When an erasure that has ended is verified next. */
import type { EntityManager } from 'typeorm';
import type { GdprConfig } from '../../config';
import type { GdprRequest, GdprTask } from '../../entities';
import { isVerifiable } from '../../lifecycle';
import type { JobQueue } from '../../store/jobs';
import { retryAt } from '../../store/leases/retry';

/**
 * The earlier of two times. Services that could not be asked are asked again with growing delays, for as long as the erasure's
 * suggestions are kept and at least until it is verified everywhere; and a completed erasure is verified once more in every
 * service. Null when neither is left.
 * @param now the database's time
 */
export function nextVerification(
  { keep, verifyAgainAfter }: Pick<GdprConfig, 'keep' | 'verifyAgainAfter'>,
  {
    completedAt,
    finalizeAttempts,
    verifyAgainAt,
  }: Pick<GdprRequest, 'completedAt' | 'finalizeAttempts' | 'verifyAgainAt'>,
  tasks: Pick<GdprTask, 'status' | 'verification'>[],
  now: Date,
): Date | null {
  const unasked = unaskedOf(tasks).length > 0;
  const until = new Date((completedAt ?? now).getTime() + Math.max(keep.suggestions, verifyAgainAfter));
  const again = unasked ? retryAt(finalizeAttempts, until, now) : null;
  if (!again || !verifyAgainAt) return again ?? verifyAgainAt;
  return again < verifyAgainAt ? again : verifyAgainAt;
}

/** The parts whose service could not be asked what is left there. */
export const unaskedOf = <T extends Pick<GdprTask, 'status' | 'verification'>>(tasks: T[]): T[] =>
  tasks.filter(({ status, verification }) => isVerifiable(status) && verification === 'UNREACHABLE');

/** Queues erasures that are verified soon. Recovery queues those that are days away. */
export const queueVerifications = (db: EntityManager, queue: JobQueue, requests: GdprRequest[]): Promise<void> =>
  queue.sendFinalize(
    db,
    requests.flatMap(({ organizationId, id: requestId, type, runAt, verifyAgainAt }) =>
      runAt && runAt !== verifyAgainAt ? [{ organizationId, requestId, type, startAfter: runAt }] : [],
    ),
  );
