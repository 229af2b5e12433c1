/** The end of a request: an erasure is searched for again, an export's package is written, and the request closed (R11). */
import { buildPackage, type SignDetached } from '../../exports/build-package';
import type { GdprRequest } from '../entities';
import {
  certify,
  closingsOf,
  finishedEvent,
  recorded,
  verificationEvent,
  verified,
  type Closings,
  type ClosingTools,
} from './close';
import { recallErasure } from './erasure-record';
import { finalizeClaimsOf, isHeld, type FinalizeClaim, type FinalizeClaims } from './finalize-claim';
import { outcomeOf, requestTransitions, settledStatuses } from '../lifecycle';
import type { PiiServices } from '../services/pii-services';
import type { FinalizeJob } from '../store/jobs';
import { LeaseLostError } from '../store/leases';
import { lockRequest, moveRequests, writeRequests, writeTasks } from '../store/requests-and-tasks';
import { verifyErasure, type VerificationResult } from './verification';

export interface FinalizeTools extends ClosingTools {
  services: PiiServices;
  claims: FinalizeClaims;
  closings: Closings;
  signDetached: SignDetached;
}

/** What finalising takes, of which it makes its own claims and closings. */
export type FinalizerTools = Omit<FinalizeTools, 'claims' | 'closings'>;

/** Finalises requests: one for each process. */
export function finalizerOf(tools: FinalizerTools): (job: FinalizeJob) => Promise<void> {
  const own = { ...tools, claims: finalizeClaimsOf(tools.dataSource), closings: closingsOf(tools) };
  return (job) => finalizeRequest(own, job);
}

/** Finalises a request whose services have all ended, or verifies a finished erasure once more; nothing for any other. */
async function finalizeRequest(tools: FinalizeTools, { requestId }: FinalizeJob): Promise<void> {
  const claim = await tools.claims.claim({ id: requestId });
  if (!claim) return;
  try {
    await (claim.request.status === 'COMPLETED' ? verifyAgain(tools, claim) : close(tools, claim));
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    tools.logger.info({ requestId }, 'another worker has the request');
  } finally {
    claim.lease.release();
  }
}

function search(
  { services }: FinalizeTools,
  request: GdprRequest,
  { tasks }: FinalizeClaim,
): Promise<VerificationResult[]> {
  const scope = { organizationId: request.organizationId, actor: request.createdBy, requestId: request.id };
  return verifyErasure(services, scope, request, tasks);
}

async function close(tools: FinalizeTools, claim: FinalizeClaim): Promise<void> {
  const { request } = claim;
  const results = request.type === 'DELETE' ? await search(tools, request, claim) : [];
  const built = request.type === 'EXPORT' ? await writePackage(tools, claim) : null;
  claim.lease.assertHeld();
  await tools.closings.add({ claim, results, built });
}

/** Writes an EXPORT's package, of what its services gathered; nothing when one of them failed. */
async function writePackage({ exports, signDetached }: FinalizeTools, { request, tasks }: FinalizeClaim) {
  if (outcomeOf(tasks.map(({ status }) => status)) !== 'complete') return null;
  const parts = tasks.map((task) => ({ name: task.service, outcome: task.status, attempt: task.attempts }));
  const { content, finished } = buildPackage({ store: exports, signDetached, request, parts });
  const file = { requestId: request.id, attempt: request.finalizeAttempts };
  const [, measured] = await Promise.all([exports.write(file, content), finished]);
  await exports.removeOtherAttempts(file);
  return { ...file, ...measured };
}

/** An erasure that is found undone later is no completed one: it is in ERROR, and may be retried. */
async function verifyAgain(tools: FinalizeTools, claim: FinalizeClaim): Promise<void> {
  const { dataSource } = tools;
  const { request, tasks } = claim;
  const record = await recallErasure(dataSource.manager, request.id);
  const known = { term: record?.term ?? null, subject: record?.subject ?? null };
  const results = await search(tools, { ...request, ...known }, claim);
  claim.lease.assertHeld();
  await dataSource.transaction(async (db) => {
    const locked = await lockRequest(db, request.id);
    if (!isHeld(locked, claim)) return;
    const after = verified(tasks, results);
    await writeTasks(db, after, [...recorded], settledStatuses);
    const residual = results.some(({ verification }) => verification === 'RESIDUAL');
    const status = requestTransitions.residual.to();
    const ended: GdprRequest = residual ? { ...locked, status } : locked;
    const events = results.map((result) => verificationEvent(locked.id, result));
    if (residual) events.push(finishedEvent({ id: locked.id, status }, after));
    const [certificate = null] = await certify(db, tools, [{ request: ended, tasks: after, events }]);
    const changes = { leaseExpiresAt: null, certificate };
    if (residual) await moveRequests(db, [{ request: locked, event: 'residual', changes: { ...changes, ...known } }]);
    else await writeRequests(db, [Object.assign(locked, changes)], ['leaseExpiresAt', 'certificate']);
  });
}
