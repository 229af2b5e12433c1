/** Lets requests begin that have waited for an approval (R30) or for the end of a legal hold (R31). */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { returned } from '../../persistence/rows';
import type { GdprRequest } from '../entities';
import { expectedBy, type RequestEvent, type TimeLimits } from '../lifecycle';
import { before } from '../lifecycle-sql';
import type { JobQueue } from './jobs';
import { moveRequests } from './requests-and-tasks';

/** What lets a waiting request begin. */
type BeginEvent = Extract<RequestEvent, 'approve' | 'release'>;

/**
 * Lets locked requests begin: their services' parts are due, their jobs are queued, and their attempts count from now; the due date
 * stays (R15). The caller writes the audit entries, and wakes the queue after the commit.
 * @param now the database's time
 * @param changes further properties to write
 * @throws when one of them does not wait for this event
 */
export async function beginRequests(
  db: EntityManager,
  { queue, limits }: { queue: JobQueue; limits: TimeLimits },
  requests: GdprRequest[],
  event: BeginEvent,
  now: Date,
  changes: Partial<GdprRequest> = {},
): Promise<void> {
  await moveRequests(
    db,
    requests.map((request) => ({
      request,
      event,
      changes: { ...changes, attemptsUntil: expectedBy(limits, request.type, now) },
    })),
  );
  const { organizationId } = currentKeys();
  const due = await returned<{ request_id: string; service: string }>(
    db.query(
      // A part that a legal hold keeps stays ON_HOLD: the release of that hold begins it.
      `UPDATE gdpr_task SET run_at = clock_timestamp()
       WHERE organization_id = $1 AND request_id = ANY($2::uuid[]) AND status IN ${before('claim')} AND run_at IS NULL
       RETURNING request_id, service`,
      [organizationId, requests.map(({ id }) => id)],
    ),
  );
  await queue.sendTasks(
    db,
    due.map((task) => ({ organizationId, requestId: task.request_id, service: task.service })),
  );
}
