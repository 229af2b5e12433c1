/**
 * A completed erasure is verified once more in every service, after a delay. Services that could not be asked are asked
 * again, with growing delays, until they answer: the certificate is then issued anew, and names the one before it. So are those of
 * an erasure in ERROR, of which some services did their part.
 */
import type { EntityManager } from 'typeorm';
import type { AuditEvent } from '../../../audit/audit-log';
import type { GdprRequest, GdprTask } from '../../entities';
import { nextStatus, requestTransitions, settledStatuses } from '../../lifecycle';
import type { PiiServices } from '../../services/pii-services';
import { databaseTime } from '../../store/database-time';
import { recallErasure } from '../../store/retention/erasure-records';
import { keptAfter } from '../../store/retention/reduction';
import { lockRequest, moveRequests, writeRequests, writeTasks, withChanges } from '../../store/requests-and-tasks';
import type { ClosingTools } from '../close';
import { finishedEvent, verificationEvent } from '../end-events';
import { certify } from '../certify';
import { announceResidual, isResidual, recorded, verified } from './verified';
import { isHeld, type FinalizeClaim } from '../finalize-claim';
import { nextVerification, queueVerifications, unaskedOf } from './next-verification';
import { removeTombstones, settleTombstones } from '../../tombstones/tombstone-rows';
import { settleUndecided } from '../settle-erased';
import { verifyErasure, type VerificationResult } from './verification';

export interface VerifyTools extends ClosingTools {
  services: PiiServices;
}

/** Searches services once more for what a request should have erased. */
export function searchAgain(
  { services }: VerifyTools,
  request: GdprRequest,
  tasks: GdprTask[],
): Promise<VerificationResult[]> {
  const scope = { organizationId: request.organizationId, actor: request.createdBy, requestId: request.id };
  return verifyErasure(services, scope, request, tasks);
}

/** An erasure that is found undone later is no completed one: it is in ERROR, and may be retried. */
export async function verifyAgain(tools: VerifyTools, claim: FinalizeClaim): Promise<void> {
  const { dataSource } = tools;
  const { request, tasks } = claim;
  const record = await recallErasure(dataSource.manager, request.id);
  const known = { term: record?.term ?? request.term, subject: record?.subject ?? request.subject };
  const unasked = unaskedOf(tasks);
  const { verifyAgainAt } = request;
  const everywhere =
    isCompleted(request) &&
    (unasked.length === 0 || (verifyAgainAt !== null && verifyAgainAt <= (await databaseTime(dataSource.manager))));
  const results = await searchAgain(tools, withChanges(request, known), everywhere ? tasks : unasked);
  const settled = await settleUndecided(tools, withChanges(request, known), tasks);
  claim.lease.assertHeld();
  await dataSource.transaction(async (db) => {
    const locked = await lockRequest(db, request.id);
    if (!isHeld(locked, claim)) return;
    if (isResidual(results)) await removeTombstones(db, locked.id);
    else await settleTombstones(db, locked.id, settled);
    await recordFound(db, tools, { locked, tasks, results, everywhere, known });
  });
}

/** What a later search found, and of which request. */
interface Found {
  locked: GdprRequest;
  /** As they were before. */
  tasks: GdprTask[];
  results: VerificationResult[];
  everywhere: boolean;
  /** What the request forgot when it was completed. */
  known: Pick<GdprRequest, 'term' | 'subject'>;
}

/** Records what was found, in the transaction that has locked the request; the certificate is issued anew when there is news. */
async function recordFound(db: EntityManager, tools: VerifyTools, found: Found): Promise<void> {
  const { locked, tasks, results, everywhere, known } = found;
  const now = await databaseTime(db);
  const after = verified(tasks, results);
  const residual = isResidual(results);
  const pending = everywhere || residual ? null : locked.verifyAgainAt;
  const runAt = nextVerification(tools.config, withChanges(locked, { verifyAgainAt: pending }), after, now);
  // That a service still does not answer is no news.
  const news = everywhere ? results : results.filter(({ verification }) => verification !== 'UNREACHABLE');
  const events = [...news.map((result) => verificationEvent(locked.id, result)), ...dropped(locked, after, runAt)];
  const waiting = { leaseExpiresAt: null, runAt, verifyAgainAt: pending };
  await queueVerifications(db, tools.queue, [withChanges(locked, { runAt, verifyAgainAt: pending })]);
  if (events.length === 0) {
    await writeRequests(db, [Object.assign(locked, waiting)], [...propertiesOf(waiting)]);
    return;
  }
  await writeTasks(db, after, [...recorded], settledStatuses);
  const falls = residual && isCompleted(locked);
  const status = requestTransitions.residual.to();
  if (falls) events.push(finishedEvent({ id: locked.id, status }, after));
  const ended = falls ? withChanges(locked, { status }) : locked;
  const [certificate = null] = await certify(db, tools, [{ request: ended, tasks: after, events }]);
  const changes = { ...waiting, certificate };
  if (residual) await announceResidual(db, [ended]);
  if (!falls) {
    await writeRequests(db, [Object.assign(locked, changes)], [...propertiesOf(changes)]);
    return;
  }
  const kept = keptAfter(tools.config.keep, locked.type, 'residual', now);
  await moveRequests(db, [{ request: locked, event: 'residual', changes: { ...changes, ...known, ...kept } }]);
}

/** Whether what is found later undoes the request's end; one in ERROR stays there. */
const isCompleted = ({ type, status }: GdprRequest): boolean => nextStatus(type, status, 'residual') !== null;

const propertiesOf = <T extends object>(changes: T) => Object.keys(changes) as (keyof T)[];

/** What the log says when services that could not be asked will not be asked again. */
function dropped({ id }: GdprRequest, tasks: GdprTask[], runAt: Date | null): AuditEvent[] {
  const unasked = unaskedOf(tasks).map(({ service }) => service);
  if (runAt || unasked.length === 0) return [];
  const detail = `not verified: ${unasked.join(', ')} did not answer for as long as they were asked`;
  return [{ actor: 'habeas', action: 'VERIFICATION_DROPPED', requestId: id, detail }];
}
