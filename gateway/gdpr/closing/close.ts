/** Closes requests: their ends are recorded, reduced to digests and certified, those of one organisation in one transaction (R11, R21). */
import type { DataSource, EntityManager } from 'typeorm';
import type { Logger } from '../../../subgraphs/kit/base/logger';
import { appendAudit } from '../../audit/audit-log';
import { expireErased, expireForErased } from '../../exports/store/expire-erased';
import type { ExportStore } from '../../exports/store/export-store';
import type { GdprConfig } from '../config';
import { GdprRequest, type GdprTask } from '../entities';
import { GroupCommit } from '../../persistence/group-commit';
import type { SignStatement } from '../../security/signed-statement';
import { rememberErasures } from '../store/retention/erasure-records';
import { isHeld, type FinalizeClaim } from './finalize-claim';
import { databaseTime } from '../store/database-time';
import { keptAfter, reduceErased, reduceRequestsAbout } from '../store/retention/reduction';
import { outcomeOf, requestTransitions, settledStatuses, type RequestStatus } from '../lifecycle';
import {
  continueParents,
  lockRequests,
  moveRequests,
  waitingParent,
  withChanges,
  writeTasks,
} from '../store/requests-and-tasks';
import type { JobQueue } from '../store/jobs';
import { nextVerification, queueVerifications } from './verification/next-verification';
import type { VerificationResult } from './verification/verification';
import { noteRecipients } from '../store/done/recipients';
import { certify } from './certify';
import { finishedEvent, verificationEvent } from './end-events';
import { keepPackage } from './keep-package';
import { announceResidual, isResidual, recorded, verified } from './verification/verified';
import type { PiiServices } from '../services/pii-services';
import { hasRemoved } from '../stored-values';
import type { ErasedValues } from '../tombstones/erased-values';
import { leaveTombstones } from '../tombstones/tombstone-rows';
import type { WrittenPackage } from './write-package';

/** What came of finalising a request. */
export interface Closing {
  claim: FinalizeClaim;
  /** DELETE: what a search after the erasure found. */
  results: VerificationResult[];
  /** DELETE that is complete: what becomes of the values that it erased (R33). */
  erased: ErasedValues | null;
  /** EXPORT: the package of the request, or of the family whose parent it is. */
  built: WrittenPackage | null;
}

/** Closings of one process. A request that another worker has closed, or has claimed, is left to that one: false. */
export type Closings = GroupCommit<Closing, boolean>;

/** What requests are closed with. */
export interface ClosingTools {
  dataSource: DataSource;
  queue: JobQueue;
  services: Pick<PiiServices, 'get'>;
  exports: ExportStore;
  config: Pick<GdprConfig, 'packageExpiresAfter' | 'verifyAgainAfter' | 'keep'>;
  signStatement: SignStatement;
  logger: Logger;
}

export const closingsOf = (tools: ClosingTools): Closings =>
  new GroupCommit<Closing, boolean>(async (closings) => {
    const closed = await tools.dataSource.transaction((db) => closeRequests(db, tools, closings));
    // A parent may have waited for it.
    if ([...closed.values()].some(({ parentId }) => parentId)) tools.queue.wake();
    for (const { id: requestId, organizationId, type, status } of closed.values()) {
      tools.logger.info({ requestId, organizationId, type, status }, 'a request has finished');
    }
    return closings.map(({ claim }) => closed.has(claim.request.id));
  }, 5);

async function closeRequests(
  db: EntityManager,
  tools: ClosingTools,
  closings: Closing[],
): Promise<Map<string, GdprRequest>> {
  const locked = await lockRequests(
    db,
    closings.flatMap(({ claim: { request } }) => [request.id, ...waitingParent(request)]),
  );
  const ends = closings.flatMap((closing) => {
    const request = locked.get(closing.claim.request.id);
    return isHeld(request, closing.claim) ? [endOf(request, closing)] : [];
  });
  if (ends.length === 0) return new Map();
  const completedAt = await databaseTime(db);
  await keepResults(db, tools, ends, completedAt);
  const certificates = await certify(
    db,
    tools,
    ends.map(({ request, status, tasks, results }) => ({
      request: Object.assign(new GdprRequest(), request, { status, completedAt }),
      tasks,
      events: [
        ...results.map((result) => verificationEvent(request.id, result)),
        finishedEvent({ id: request.id, status }, tasks),
      ],
    })),
  );
  await announceResidual(
    db,
    ends.filter(({ results }) => isResidual(results)).map(({ request, status }) => withChanges(request, { status })),
  );
  await moveRequests(
    db,
    ends.map(({ request, tasks, outcome, status }, index) => ({
      request,
      event: outcome,
      changes: {
        completedAt,
        leaseExpiresAt: null,
        certificate: certificates[index] ?? null,
        ...verifiedNext(tools.config, request, tasks, status, completedAt),
        ...keptAfter(tools.config.keep, request.type, outcome, completedAt),
      },
    })),
  );
  await removeErased(db, ends);
  await reduceEnded(db, ends);
  await queueVerifications(
    db,
    tools.queue,
    ends.map(({ request }) => request),
  );
  await continueFamilies(db, tools, locked, ends);
  return new Map(ends.map(({ request }) => [request.id, request]));
}

/**
 * When an erasure that ends now is verified next. Only a completed one is verified again in every service. Services that could not be
 * asked are asked again for an erasure in ERROR too, because its certificate states what it has erased.
 */
function verifiedNext(
  config: ClosingTools['config'],
  { type, finalizeAttempts }: GdprRequest,
  tasks: GdprTask[],
  status: RequestStatus,
  completedAt: Date,
): Pick<GdprRequest, 'runAt' | 'verifyAgainAt'> {
  if (type !== 'DELETE') return { runAt: null, verifyAgainAt: null };
  const verifyAgainAt = status === 'COMPLETED' ? new Date(completedAt.getTime() + config.verifyAgainAfter) : null;
  const runAt = nextVerification(config, { completedAt, finalizeAttempts, verifyAgainAt }, tasks, completedAt);
  return { runAt, verifyAgainAt };
}

/**
 * Removes packages with data of subjects that were erased (R13). The ends of one organisation come one after the other, since each
 * holds its audit log: when an erasure and an export end at once, the second sees the first.
 */
async function removeErased(db: EntityManager, ends: End[]): Promise<void> {
  await expireForErased(db, erasures(ends));
  await expireErased(
    db,
    ends.flatMap(({ request, built }) => (request.type === 'EXPORT' ? [request.id, ...(built?.members ?? [])] : [])),
  );
}

/** Reduces what ended at the same time as an erasure of its subjects, or after it (R21). */
async function reduceEnded(db: EntityManager, ends: End[]): Promise<void> {
  await reduceRequestsAbout(db, completedErasures(ends), 'SKIPPED');
  await reduceErased(
    db,
    ends.map(({ request }) => request),
  );
}

/** Continues the families whose related exports have ended. */
async function continueFamilies(
  db: EntityManager,
  { queue }: ClosingTools,
  locked: Map<string, GdprRequest>,
  ends: End[],
): Promise<void> {
  const parents = new Set(ends.flatMap(({ request }) => waitingParent(request)));
  const events = await continueParents(
    db,
    queue,
    [...parents].flatMap((id) => locked.get(id) ?? []),
  );
  if (events.length > 0) await appendAudit(db, events);
}

/** A request that can be closed, and how it ends. */
type End = ReturnType<typeof endOf>;

function endOf(request: GdprRequest, { claim, results, erased, built }: Closing) {
  const tasks = verified(claim.tasks, results);
  const outcome = outcomeOf(tasks.map(({ status }) => status));
  return { request, tasks, results, erased, built, outcome, status: requestTransitions[outcome].to() };
}

/** Those that have erased something, however they end. */
const erasures = (ends: End[]): GdprRequest[] =>
  ends.flatMap(({ request, outcome, tasks }) =>
    request.type === 'DELETE' && (outcome === 'complete' || tasks.some(hasRemoved)) ? [request] : [],
  );

const completedErasures = (ends: End[]): GdprRequest[] =>
  ends.flatMap(({ request, outcome }) => (request.type === 'DELETE' && outcome === 'complete' ? [request] : []));

/** Records what outlives the requests: the results of verification, the subjects of the erasures, the packages. */
async function keepResults(db: EntityManager, tools: ClosingTools, ends: End[], completedAt: Date): Promise<void> {
  await writeTasks(
    db,
    ends.flatMap(({ tasks, request }) => (request.type === 'DELETE' ? tasks : [])),
    [...recorded],
    settledStatuses,
  );
  await noteRecipients(db, tools.services, ends);
  // An erasure in ERROR has erased something too (R26).
  await rememberErasures(
    db,
    ends.flatMap(({ request }) => (request.type === 'DELETE' ? [request] : [])),
    completedAt,
  );
  await reduceRequestsAbout(db, completedErasures(ends), 'AWAITED');
  await leaveTombstones(
    db,
    ends.flatMap(({ request, erased }) => (erased ? [{ requestId: request.id, values: erased }] : [])),
    completedAt,
    tools.config.keep.tombstones,
  );
  for (const { request, built } of ends)
    if (request.type === 'EXPORT')
      await keepPackage(db, tools.exports, tools.config, [request.id, ...(built?.members ?? [])], built, completedAt);
}
