/** The close of requests: recorded, reduced to digests, certified, those of one organisation in one transaction (R11, R21). */
import type { DataSource, EntityManager } from 'typeorm';
import type { Logger } from '../../../subgraphs/kit/base/logger';
import { isValueType } from '../../../subgraphs/kit';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import type { ExportStore, PackageFile } from '../../exports/export-store';
import { GdprRequest, GdprTask } from '../entities';
import { GroupCommit } from '../../persistence/group-commit';
import { describeCounts } from '../reach/covered-records';
import { certificateStatement, certificateType, type SignStatement } from './certificate';
import { rememberErasures } from './erasure-record';
import { isHeld, type FinalizeClaim } from './finalize-claim';
import { databaseTime } from '../store/database-time';
import { outcomeOf, requestTransitions, serviceTransitions, settledStatuses, type RequestStatus } from '../lifecycle';
import type { AuditAction } from '../../audit/actions';
import { lockRequests, moveRequests, writeTasks } from '../store/requests-and-tasks';
import type { VerificationResult } from './verification';

/** What came of finalising a request. */
export interface Closing {
  claim: FinalizeClaim;
  /** DELETE: what a search after the erasure found. */
  results: VerificationResult[];
  /** EXPORT: the package, when every service did its part. */
  built: (PackageFile & { byteSize: number; sha256: string }) | null;
}

/** Closings of one process. A request that another worker has closed, or has claimed, is left to that one. */
export type Closings = GroupCommit<Closing, void>;

/** What requests are closed with. */
export interface ClosingTools {
  dataSource: DataSource;
  exports: ExportStore;
  /** How long a package may be downloaded, in milliseconds (R13). */
  packageExpiresAfter: number;
  signStatement: SignStatement;
  /** How long after its end an erasure is verified once more, in milliseconds. */
  verifyAgainAfter: number;
  logger: Logger;
}

export const closingsOf = (tools: ClosingTools): Closings =>
  new GroupCommit<Closing, void>(async (closings) => {
    const closed = await tools.dataSource.transaction((db) => closeRequests(db, tools, closings));
    for (const { id: requestId, organizationId, type, status } of closed.values()) {
      tools.logger.info({ requestId, organizationId, type, status }, 'a request has finished');
    }
    return closings.map(() => undefined);
  }, 5);

async function closeRequests(
  db: EntityManager,
  tools: ClosingTools,
  closings: Closing[],
): Promise<Map<string, GdprRequest>> {
  const locked = await lockRequests(
    db,
    closings.map(({ claim }) => claim.request.id),
  );
  const ends = closings.flatMap(({ claim, results, built }) => {
    const request = locked.get(claim.request.id);
    return isHeld(request, claim) ? [endOf(request, verified(claim.tasks, results), results, built)] : [];
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
  await moveRequests(
    db,
    ends.map(({ request, outcome, status }, index) => ({
      request,
      event: outcome,
      changes: {
        completedAt,
        leaseExpiresAt: null,
        certificate: certificates[index] ?? null,
        runAt:
          request.type === 'DELETE' && status === 'COMPLETED'
            ? new Date(completedAt.getTime() + tools.verifyAgainAfter)
            : null,
        // A request in ERROR may be retried, and a retry needs to know whom it is about.
        ...(outcome === 'complete' ? reduced : {}),
      },
    })),
  );
  return new Map(ends.map(({ request }) => [request.id, request]));
}

/** A request that can be closed, and how it ends. */
type End = ReturnType<typeof endOf>;

function endOf(request: GdprRequest, tasks: GdprTask[], results: VerificationResult[], built: Closing['built']) {
  const outcome = outcomeOf(tasks.map(({ status }) => status));
  // Ids stay, for the caller to follow up; values that name the person go with an erasure.
  if (outcome === 'complete' && request.type === 'DELETE')
    for (const task of tasks) task.found = task.found?.filter(({ type }) => !isValueType(type)) ?? null;
  return {
    request,
    tasks,
    results,
    built,
    outcome,
    status: requestTransitions[outcome].to(),
  };
}

/** What a verification changes in a task. */
export const recorded = [
  'verification',
  'status',
  'lastErrorCode',
  'lastErrorMessage',
] as const satisfies (keyof GdprTask)[];

/** Tasks as they are after a verification. */
export function verified(tasks: GdprTask[], results: VerificationResult[]): GdprTask[] {
  const byService = new Map(results.map((result) => [result.service, result]));
  return tasks.map((task) => {
    const { verification, residual = {} } = byService.get(task.service) ?? {};
    const failure = {
      status: serviceTransitions.residual.to,
      lastErrorCode: 'RESIDUAL',
      lastErrorMessage: `A search after the erasure found ${describeCounts(residual)}.`,
    };
    return Object.assign(
      new GdprTask(),
      task,
      verification ? { verification } : {},
      verification === 'RESIDUAL' ? failure : {},
    );
  });
}

/** What outlives the requests: what verification found, whom the erasures were about, the packages. */
async function keepResults(db: EntityManager, tools: ClosingTools, ends: End[], completedAt: Date): Promise<void> {
  await writeTasks(
    db,
    ends.flatMap(({ tasks, request }) => (request.type === 'DELETE' ? tasks : [])),
    [...recorded, 'found'],
    settledStatuses,
  );
  const erased = ends.flatMap(({ outcome, request }) =>
    outcome === 'complete' && request.type === 'DELETE' ? [request] : [],
  );
  await rememberErasures(db, erased, completedAt);
  await tools.exports.expireForSubjects(
    db,
    erased.map(({ subjectDigest }) => subjectDigest),
  );
  for (const end of ends) if (end.request.type === 'EXPORT') await keepExport(db, tools, end, completedAt);
}

async function keepExport(
  db: EntityManager,
  { exports, packageExpiresAfter }: ClosingTools,
  { request, built, outcome }: End,
  completedAt: Date,
): Promise<void> {
  const expiresAt = new Date(completedAt.getTime() + packageExpiresAfter);
  if (built && outcome === 'complete') await exports.record(db, { ...built, expiresAt });
  // A failed part may be retried, and what the others gathered is good for that as long as a package would be.
  await exports.expireParts(db, request.id, outcome === 'complete' ? completedAt : expiresAt);
}

/** A request as its certificate states it, and what the audit log says of its end. */
export interface Certified {
  request: GdprRequest;
  tasks: GdprTask[];
  events: AuditEvent[];
}

/**
 * Closes the requests' part of the audit log and signs what came of each. A request's row is written once, after this: a
 * second write in one transaction makes PostgreSQL look at the parent's row, which another member's end may hold.
 */
export async function certify(
  db: EntityManager,
  { signStatement }: Pick<ClosingTools, 'signStatement'>,
  certified: Certified[],
): Promise<string[]> {
  const head = await appendAudit(
    db,
    certified.flatMap(({ events }) => events),
  );
  return Promise.all(
    certified.map(({ request, tasks }) => signStatement(certificateStatement(request, tasks, head), certificateType)),
  );
}

/** What is left of a finished request's own data: their digests (R21). */
const reduced: Partial<GdprRequest> = { term: null, subject: null, replacements: null };

/** What the audit log calls what a search after an erasure found. */
const verificationActions = {
  VERIFIED: 'ERASURE_VERIFIED',
  RESIDUAL: 'ERASURE_RESIDUAL',
  UNREACHABLE: 'ERASURE_UNREACHABLE',
} as const satisfies Record<VerificationResult['verification'], AuditAction>;

export const verificationEvent = (
  requestId: string,
  { service, verification, residual, newer }: VerificationResult,
): AuditEvent => ({
  actor: 'habeas',
  action: verificationActions[verification],
  requestId,
  service,
  detail: [
    describeCounts(residual) || (verification === 'UNREACHABLE' ? 'the service could not be asked' : 'nothing found'),
    ...(Object.keys(newer).length > 0 ? [`newer than the request and left alone: ${describeCounts(newer)}`] : []),
  ].join('; '),
});

/** What the audit log calls the end of a request. */
const finishedActions = { COMPLETED: 'REQUEST_COMPLETED', ERROR: 'REQUEST_ERROR' } as const satisfies Partial<
  Record<RequestStatus, AuditAction>
>;

export const finishedEvent = (
  { id, status }: { id: string; status: keyof typeof finishedActions },
  tasks: GdprTask[],
): AuditEvent => ({
  actor: 'habeas',
  action: finishedActions[status],
  requestId: id,
  detail: tasks.map((task) => `${task.service} ${task.status}`).join(', '),
});
