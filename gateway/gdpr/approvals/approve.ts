/** `approveGdprRequest`: a second person lets a request begin, by the plan that they saw (R30). */
import { GraphQLError } from 'graphql';
import type { EntityManager } from 'typeorm';
import { codedError, currentKeys, inputError } from '../../../subgraphs/kit';
import { assertKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import { transact } from '../../persistence/transact';
import { GdprCase } from '../cases/gdpr-case';
import type { GdprRequest } from '../entities';
import { changesByValue } from '../reach/merge-sets';
import type { CreationTools } from '../requests/create/create';
import { assertNoConflict, lockSubjectsOf } from '../requests/create/duplicates';
import type { RequestPlan } from '../requests/resolve';
import { resolveAgain } from '../requests/resolve-again';
import { beginRequests } from '../store/begin';
import { databaseTime } from '../store/database-time';
import { holdParts } from '../store/holds/hold-parts';
import { tasksOf } from '../store/requests-and-tasks';
import { approvalHash } from './plan-hash';
import type { ApprovalPolicy } from './policy';
import { familyOf, lockWaiting, waitingRequest } from './waiting-family';

/** The longest hash that is accepted. */
const maximumHash = 200;

/**
 * Lets a request begin, with its whole family. The due date stays; attempts count from now (R15).
 * @param planHash of the plan that the person saw
 * @throws NOT_FOUND, OWN_REQUEST, NOT_AWAITING_APPROVAL, IDENTITY_NOT_CONFIRMED, PLAN_CHANGED; CONFLICTING_REQUEST while one that it
 * contradicts is in flight (R10); SERVICE_UNAVAILABLE when a service that would tell the plan cannot be asked. Then nothing is changed.
 */
export async function approveRequest(
  tools: CreationTools,
  actor: string,
  { id, planHash }: { id: string; planHash: string },
): Promise<GdprRequest> {
  const { config, dataSource, queue } = tools;
  if (planHash === '' || planHash.length > maximumHash)
    throw inputError('planHash', `planHash takes 1 to ${maximumHash} characters.`);
  currentKeys().assertUsable();
  const seen = await waitingRequest(dataSource.manager, actor, id);
  await assertIdentified(dataSource.manager, config.approvals.of(currentKeys().organizationId), seen.request);
  await assertSamePlan(tools, actor, seen.parent, planHash);
  const approved = await transact(dataSource, async (db) => {
    await lockSubjectsOf(db, await familyOf(db, seen.parent.id));
    const family = await lockWaiting(db, actor, seen.request);
    await assertKeys(db, currentKeys().organizationId);
    await assertNoConflict(db, family);
    const approvedAt = await databaseTime(db);
    const changes = { approvedBy: actor, approvedAt, approvedPlanHash: planHash };
    await beginRequests(db, { queue, limits: config.timeLimits }, family, 'approve', approvedAt, changes);
    // A legal hold that stands keeps what would begin (R31).
    const held = await holdParts(db, family);
    await appendAudit(db, [
      ...family.map((each): AuditEvent => ({
        actor,
        action: 'REQUEST_APPROVED',
        requestId: each.id,
        detail: `plan ${planHash}`,
      })),
      ...held,
    ]);
    return family[0];
  });
  queue.wake();
  return approved;
}

/** @throws IDENTITY_NOT_CONFIRMED */
async function assertIdentified(
  db: EntityManager,
  { identityRequired }: ApprovalPolicy,
  { organizationId, caseId }: GdprRequest,
): Promise<void> {
  if (!identityRequired) return;
  const found = caseId ? await db.findOneBy(GdprCase, { organizationId, id: caseId }) : null;
  if (found?.identifiedAt) return;
  const message = found
    ? "The identity of the case's person is not confirmed: confirmGdprCaseIdentity states how it was."
    : 'The request belongs to no case, so nobody has confirmed who the person is. Make it in a case.';
  throw codedError('IDENTITY_NOT_CONFIRMED', message, { argument: 'id' });
}

const planChanged = (message: string) => codedError('PLAN_CHANGED', message, { argument: 'planHash' });

/** Errors that say that a term no longer leads to whom it led when the request was made. */
const gone: readonly unknown[] = ['SUBJECT_NOT_FOUND', 'PLAN_CHANGED', 'MERGE_SET_TOO_LARGE'];

/**
 * Checks that the plan that the approver saw is the one by which the request was made, and that it holds now. Services are asked before
 * anything is locked.
 * @throws PLAN_CHANGED, SERVICE_UNAVAILABLE
 */
async function assertSamePlan(
  { services, dataSource }: CreationTools,
  actor: string,
  parent: GdprRequest,
  seen: string,
): Promise<void> {
  const { organizationId, id, term, planHash } = parent;
  if (planHash === null || seen !== approvalHash(planHash, parent))
    throw planChanged(
      'This is not the plan that the request was made by. Look at its pendingPlan; reject it if that has changed.',
    );
  if (!term) throw planChanged('Whom the request is about is not known any more.');
  let plan: RequestPlan;
  try {
    const tasks = await tasksOf(dataSource.manager, [id]);
    plan = await resolveAgain(dataSource.manager, services, { organizationId, actor }, parent, tasks);
  } catch (error) {
    if (error instanceof GraphQLError && gone.includes(error.extensions.code))
      throw planChanged('The subject is not what it was when the request was made. Reject it, and make a new one.');
    throw error;
  }
  const [down] = plan.unavailable;
  if (down && (plan.planHash !== planHash || changesByValue(parent)))
    throw codedError(
      'SERVICE_UNAVAILABLE',
      `The service "${down}" cannot be asked, so the plan cannot be told. Nothing was changed.`,
      {
        service: down,
      },
    );
  if (plan.planHash !== planHash)
    throw planChanged(
      'The subject or its merge set has changed since the request was made. Reject it, and make a new one.',
    );
}
