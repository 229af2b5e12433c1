/** Ends of requests that a restored database has lost, from the checkpoints outside it: what a person stopped does not begin again (R26). */
import { In, type DataSource } from 'typeorm';
import { currentKeys } from '../../../../subgraphs/kit';
import { appendAudit, type AuditEvent } from '../../../audit/audit-log';
import type { StatedEnd } from '../../../audit/anchors/lost-decisions';
import type { ExportStore } from '../../../exports/store/export-store';
import { transact } from '../../../persistence/transact';
import type { GdprConfig } from '../../config';
import { GdprRequest } from '../../entities';
import { nextStatus } from '../../lifecycle';
import type { Declarations } from '../../services/recipients';
import type { RejectionReason } from '../../stored-values';
import { followDone } from '../../store/done/follow-done';
import type { JobQueue } from '../../store/jobs';
import { continueParents, lockRequests, waitingParent } from '../../store/requests-and-tasks';
import { stopRequests } from './stop';

/** What ending requests again works with. */
export interface RecoveryTools {
  dataSource: DataSource;
  exports: ExportStore;
  services: Declarations;
  config: Pick<GdprConfig, 'keep'>;
}

/** No gateway runs: the first one that starts finds what is due, and queues it. */
const later: JobQueue = {
  sendTasks: () => Promise.resolve(),
  sendFinalize: () => Promise.resolve(),
  wake: () => {},
};

const batch = 100;

/** Ends requests of the current organisation again, as they had ended. Those that can no longer be stopped are left alone. */
export async function recoverEnds(tools: RecoveryTools, lost: StatedEnd[]): Promise<void> {
  for (let start = 0; start < lost.length; start += batch) await endAgain(tools, lost.slice(start, start + batch));
}

async function endAgain(tools: RecoveryTools, lost: StatedEnd[]): Promise<void> {
  const { organizationId } = currentKeys();
  await transact(tools.dataSource, async (db) => {
    const seen = await db.findBy(GdprRequest, { organizationId, id: In(lost.map(({ request }) => request)) });
    const locked = await lockRequests(db, [...seen.map(({ id }) => id), ...seen.flatMap(waitingParent)]);
    const stopped: GdprRequest[] = [];
    const events: AuditEvent[] = [];
    for (const { request: id, end, at, reason } of lost) {
      const event = end === 'REJECTED' ? 'reject' : 'cancel';
      const request = locked.get(id);
      if (!request || !nextStatus(request.type, request.status, event)) continue;
      const changes = { rejectionReason: reason as RejectionReason | null };
      const services = await stopRequests(db, tools, [request], event, new Date(at), changes);
      stopped.push(request);
      events.push(endedEvent(request, services.get(id) ?? []));
    }
    const parents = stopped.flatMap(waitingParent).flatMap((id) => locked.get(id) ?? []);
    const continued = await continueParents(
      db,
      later,
      [...new Set(parents)].filter((parent) => !stopped.includes(parent)),
    );
    if (events.length > 0) await appendAudit(db, [...events, ...continued]);
    await followDone(db, tools.services, stopped);
  });
}

const endedEvent = ({ id: requestId, status, rejectionReason }: GdprRequest, services: string[]): AuditEvent => ({
  actor: 'habeas',
  action: status === 'REJECTED' ? 'REQUEST_REJECTED' : 'REQUEST_CANCELLED',
  requestId,
  detail: `${rejectionReason ?? `not done by: ${services.sort().join(', ') || 'none'}`}; after the backup that was restored`,
});
