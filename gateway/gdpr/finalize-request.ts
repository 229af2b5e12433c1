/** The end of a request: verified, reduced to digests, and closed in one transaction (R11, R21). */
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys, isValueType } from '../../subgraphs/kit';
import type { Logger } from '../../subgraphs/kit/logger';
import { appendAudit, type AuditEvent } from '../audit/audit-log';
import { GdprRequest, GdprTask } from '../persistence/entities';
import { outcomeOf } from './lifecycle';
import type { PiiServices } from './pii-services';
import type { FinalizeJob } from './queue';
import { lockRequest, moveRequest } from './task-store';
import { verifyErasure, type VerificationResult } from './verification';

export interface FinalizeTools {
  dataSource: DataSource;
  services: PiiServices;
  logger: Logger;
}

/** Finalises a request whose services have all ended; does nothing for any other. */
export async function finalizeRequest(
  { dataSource, services, logger }: FinalizeTools,
  { requestId }: FinalizeJob,
): Promise<void> {
  const { organizationId } = currentKeys();
  const request = await dataSource.manager.findOneBy(GdprRequest, { organizationId, id: requestId });
  if (request?.status !== 'FINALIZING') return;
  const tasks = await dataSource.manager.findBy(GdprTask, { organizationId, requestId });
  const scope = { organizationId, actor: request.createdBy, requestId };
  const results = request.type === 'DELETE' ? await verifyErasure(services, scope, request, tasks) : [];
  await dataSource.transaction(async (db) => {
    const locked = await lockRequest(db, requestId);
    if (locked?.status !== 'FINALIZING') return;
    for (const result of results) await recordVerification(db, requestId, result);
    const after = await db.findBy(GdprTask, { organizationId, requestId });
    const outcome = outcomeOf(after.map(({ status }) => status));
    await moveRequest(db, locked, outcome, {
      completedAt: new Date(),
      wakeAt: null,
      ...(outcome === 'complete' ? reduced : {}),
    });
    if (outcome === 'complete') await reduceTasks(db, locked, after);
    await appendAudit(db, [
      ...results.map((result) => verificationEvent(requestId, result)),
      finishedEvent(locked, after),
    ]);
    logger.info({ requestId, organizationId, type: locked.type, status: locked.status }, 'a request has finished');
  });
}

/** What is left of a finished request's own data: their digests (R21). */
const reduced: Partial<GdprRequest> = { term: null, subject: null, replacements: null };

/** Ids stay, for the caller to follow up; values that name the person go with an erasure. */
async function reduceTasks(db: EntityManager, request: GdprRequest, tasks: GdprTask[]): Promise<void> {
  if (request.type !== 'DELETE') return;
  for (const { organizationId, requestId, service, found } of tasks) {
    if (!found) continue;
    await db.update(
      GdprTask,
      { organizationId, requestId, service },
      { found: found.filter(({ type }) => !isValueType(type)) },
    );
  }
}

async function recordVerification(
  db: EntityManager,
  requestId: string,
  { service, verification, residual }: VerificationResult,
): Promise<void> {
  const where = { organizationId: currentKeys().organizationId, requestId, service };
  const failed =
    verification === 'RESIDUAL'
      ? {
          status: 'FAILED' as const,
          lastErrorCode: 'RESIDUAL',
          lastErrorMessage: `A search after the erasure found ${describe(residual)}.`,
        }
      : {};
  await db.update(GdprTask, where, { verification, ...failed });
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
  detail: describe(residual) || 'nothing found',
});

const finishedEvent = (request: GdprRequest, tasks: GdprTask[]): AuditEvent => ({
  actor: 'habeas',
  action: `REQUEST_${request.status}`,
  requestId: request.id,
  detail: tasks.map(({ service, status }) => `${service} ${status}`).join(', '),
});
