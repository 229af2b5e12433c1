/** The end of a request: verified, reduced to digests, certified, and closed in one transaction (R11, R21). */
import { In, type DataSource, type EntityManager } from 'typeorm';
import { currentKeys, isValueType } from '../../subgraphs/kit';
import type { Logger } from '../../subgraphs/kit/logger';
import { appendAudit, type AuditEvent } from '../audit/audit-log';
import { buildPackage, type SignDetached } from '../exports/build-package';
import type { ExportStore } from '../exports/export-store';
import { GdprRequest, GdprTask } from '../persistence/entities';
import { certificateStatement, certificateType, type SignStatement } from './certificate';
import { recallErasure, rememberErasure } from './erasure-record';
import { claimFinalize, type FinalizeClaim } from './finalize-claim';
import { nextStatus, outcomeOf } from './lifecycle';
import type { PiiServices } from './pii-services';
import type { FinalizeJob } from './queue';
import { lockRequest, moveRequest } from './task-store';
import { verifyErasure, type VerificationResult } from './verification';

export interface FinalizeTools {
  dataSource: DataSource;
  services: PiiServices;
  exports: ExportStore;
  /** How long a package may be downloaded, in milliseconds (R13). */
  packageExpiresAfter: number;
  signStatement: SignStatement;
  signDetached: SignDetached;
  /** How long after its end an erasure is verified once more, in milliseconds. */
  verifyAgainAfter: number;
  logger: Logger;
}

/** Finalises a request whose services have all ended, or verifies a finished erasure once more; nothing for any other. */
export async function finalizeRequest(tools: FinalizeTools, { requestId }: FinalizeJob): Promise<void> {
  const { organizationId } = currentKeys();
  const request = await tools.dataSource.manager.findOneBy(GdprRequest, { organizationId, id: requestId });
  const again = request?.status === 'COMPLETED' && request.wakeAt !== null;
  if (!request || (request.status !== 'FINALIZING' && !again)) return;
  const claim = await claimFinalize(tools.dataSource, request);
  if (!claim) return;
  try {
    await (again ? verifyAgain(tools, request) : close(tools, request, claim));
  } finally {
    await claim.release();
  }
}

const tasksOf = (db: EntityManager, { organizationId, id }: GdprRequest) =>
  db.find(GdprTask, { where: { organizationId, requestId: id }, order: { service: 'ASC' } });

function search({ dataSource, services }: FinalizeTools, request: GdprRequest): Promise<VerificationResult[]> {
  const scope = { organizationId: request.organizationId, actor: request.createdBy, requestId: request.id };
  return tasksOf(dataSource.manager, request).then((tasks) => verifyErasure(services, scope, request, tasks));
}

async function close(tools: FinalizeTools, request: GdprRequest, claim: FinalizeClaim): Promise<void> {
  const results = request.type === 'DELETE' ? await search(tools, request) : [];
  const built = request.type === 'EXPORT' ? await writePackage(tools, request, claim) : null;
  claim.demand();
  await tools.dataSource.transaction(async (db) => {
    const locked = await lockRequest(db, request.id);
    if (locked?.status !== 'FINALIZING') return;
    await recordVerification(db, locked.id, results);
    const tasks = await tasksOf(db, locked);
    const outcome = outcomeOf(tasks.map(({ status }) => status));
    const completedAt = new Date();
    const erased = outcome === 'complete' && locked.type === 'DELETE';
    if (erased) await rememberErasure(db, locked, completedAt);
    if (erased) await reduceTasks(db, tasks);
    if (erased) await tools.exports.expireForSubject(db, locked.subjectDigest);
    if (built && outcome === 'complete')
      await tools.exports.record(db, {
        ...built,
        expiresAt: new Date(completedAt.getTime() + tools.packageExpiresAfter),
      });
    if (locked.type === 'EXPORT') {
      // A failed part may be retried, and what the others gathered is good for that as long as a package would be.
      const kept = outcome === 'complete' ? 0 : tools.packageExpiresAfter;
      await tools.exports.expireParts(db, locked.id, new Date(completedAt.getTime() + kept));
    }
    const wakeAt = erased ? new Date(completedAt.getTime() + tools.verifyAgainAfter) : null;
    const ended = Object.assign(db.create(GdprRequest, { ...locked }), {
      status: nextStatus(locked.type, locked.status, outcome) ?? locked.status,
      completedAt,
    });
    const events = [...results.map((result) => verificationEvent(locked.id, result)), finishedEvent(ended, tasks)];
    const certificate = await certify(db, tools, ended, tasks, events);
    // A request in ERROR may be retried, and a retry needs to know whom it is about.
    await moveRequest(db, locked, outcome, {
      completedAt,
      wakeAt,
      certificate,
      ...(outcome === 'complete' ? reduced : {}),
    });
    tools.logger.info(
      { requestId: locked.id, organizationId: locked.organizationId, type: locked.type, status: locked.status },
      'a request has finished',
    );
  });
}

/** Writes an EXPORT's package, of what its services gathered; nothing when one of them failed. */
async function writePackage(
  { dataSource, exports, signDetached }: FinalizeTools,
  request: GdprRequest,
  { attempt }: FinalizeClaim,
) {
  const tasks = await tasksOf(dataSource.manager, request);
  if (outcomeOf(tasks.map(({ status }) => status)) !== 'complete') return null;
  const parts = tasks.map((task) => ({ name: task.service, outcome: task.status, attempt: task.attempts }));
  const { content, finished } = buildPackage({ store: exports, signDetached, request, parts });
  const file = { requestId: request.id, attempt };
  const [, measured] = await Promise.all([exports.write(file, content), finished]);
  await exports.removeOtherAttempts(file);
  return { ...file, ...measured };
}

/** An erasure that is found undone later is no completed one: it is in ERROR, and may be retried. */
async function verifyAgain(tools: FinalizeTools, request: GdprRequest): Promise<void> {
  const record = await recallErasure(tools.dataSource.manager, request.id);
  const known = { term: record?.term ?? null, subject: record?.subject ?? null };
  const results = await search(tools, Object.assign(request, known));
  await tools.dataSource.transaction(async (db) => {
    const locked = await lockRequest(db, request.id);
    if (locked?.status !== 'COMPLETED' || locked.wakeAt === null) return;
    await recordVerification(db, locked.id, results);
    const residual = results.some(({ verification }) => verification === 'RESIDUAL');
    const ended = Object.assign(db.create(GdprRequest, { ...locked }), { status: residual ? 'ERROR' : locked.status });
    const tasks = await tasksOf(db, locked);
    const events = results.map((result) => verificationEvent(locked.id, result));
    if (residual) events.push(finishedEvent(ended, tasks));
    const certificate = await certify(db, tools, ended, tasks, events);
    const { organizationId, id } = locked;
    if (residual) await moveRequest(db, locked, 'residual', { wakeAt: null, certificate, ...known });
    else await db.update(GdprRequest, { organizationId, id }, { wakeAt: null, certificate });
  });
}

/**
 * Closes the request's part of the audit log and signs what came of it. The request's row is written once, after this: a
 * second write in one transaction makes PostgreSQL look at the parent's row, which another member's end may hold.
 */
async function certify(
  db: EntityManager,
  { signStatement }: FinalizeTools,
  request: GdprRequest,
  tasks: GdprTask[],
  events: AuditEvent[],
): Promise<string> {
  const head = await appendAudit(db, events);
  return signStatement(certificateStatement(request, tasks, head), certificateType);
}

/** What is left of a finished request's own data: their digests (R21). */
const reduced: Partial<GdprRequest> = { term: null, subject: null, replacements: null };

/** Ids stay, for the caller to follow up; values that name the person go with an erasure. */
async function reduceTasks(db: EntityManager, tasks: GdprTask[]): Promise<void> {
  for (const { organizationId, requestId, service, found } of tasks) {
    const ids = found?.filter(({ type }) => !isValueType(type)) ?? [];
    if (ids.length === (found?.length ?? 0)) continue;
    await db.update(GdprTask, { organizationId, requestId, service }, { found: ids });
  }
}

async function recordVerification(db: EntityManager, requestId: string, results: VerificationResult[]): Promise<void> {
  const of = (services: string[]) => ({
    organizationId: currentKeys().organizationId,
    requestId,
    service: In(services),
  });
  for (const verification of ['VERIFIED', 'UNREACHABLE'] as const) {
    const services = results.filter((result) => result.verification === verification).map(({ service }) => service);
    if (services.length > 0) await db.update(GdprTask, of(services), { verification });
  }
  for (const { service, verification, residual } of results) {
    if (verification !== 'RESIDUAL') continue;
    await db.update(GdprTask, of([service]), {
      verification,
      status: 'FAILED',
      lastErrorCode: 'RESIDUAL',
      lastErrorMessage: `A search after the erasure found ${describe(residual)}.`,
    });
  }
}

const describe = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([recordType, count]) => `${count} ${recordType}`)
    .join(', ');

const verificationEvent = (requestId: string, { service, verification, residual }: VerificationResult): AuditEvent => ({
  actor: 'habeas',
  action: `ERASURE_${verification}`,
  requestId,
  service,
  detail: describe(residual) || (verification === 'UNREACHABLE' ? 'the service could not be asked' : 'nothing found'),
});

const finishedEvent = (request: GdprRequest, tasks: GdprTask[]): AuditEvent => ({
  actor: 'habeas',
  action: `REQUEST_${request.status}`,
  requestId: request.id,
  detail: tasks.map(({ service, status }) => `${service} ${status}`).join(', '),
});
