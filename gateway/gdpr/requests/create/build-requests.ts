/** The requests of an order, as they are to be inserted (R4, R8). */
import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { currentKeys, termFingerprint } from '../../../../subgraphs/kit';
import { dueInCase, type OpenCase } from '../../cases/case-rows';
import { GdprRequest } from '../../entities';
import { expectedBy, isWaiting, type TimeLimits } from '../../lifecycle';
import type { AgreedPlan } from '../../stored-values';
import { isKept } from '../../store/holds/holds';
import { sealedCreation } from '../../store/retention/sealed-creation';
import { subjectDigest } from '../../store/subjects/subject-locks';
import type { ValidatedRequest } from '../input';
import type { PlannedRequest } from './creation';

/** What the caller has agreed to by this order. */
const agreedPlan = ({ type, activeEmployeeAcknowledged }: ValidatedRequest): AgreedPlan | null =>
  isKept(type) ? { activeEmployeeAcknowledged } : null;

/** The requests of an order: the parent, and a related one for every other member of the merge set (R8). */
export function buildRequests(
  db: EntityManager,
  limits: TimeLimits,
  { actor, order, plan, first }: PlannedRequest,
  createdAt: Date,
  ofCase: OpenCase | undefined,
): GdprRequest[] {
  const { organizationId } = currentKeys();
  const parentId = uuidv7();
  const attemptsUntil = expectedBy(limits, order.type, createdAt);
  return plan.members.map((member, index) =>
    db.create(GdprRequest, {
      organizationId,
      id: index === 0 ? parentId : uuidv7(),
      type: order.type,
      status: first,
      planHash: isWaiting(first) || isKept(order.type) ? plan.planHash : null,
      term: member.term,
      termDigest: currentKeys().digest(termFingerprint(member.term)),
      subject: member.subject,
      subjectDigest: subjectDigest(member.term),
      replacements: order.replacements,
      agreed: agreedPlan(order),
      caseId: ofCase?.id ?? null,
      parentId: index === 0 ? null : parentId,
      ...sealedCreation(actor, order.reference),
      createdAt,
      dueAt: ofCase ? dueInCase(limits, order.type, ofCase) : attemptsUntil,
      attemptsUntil,
      completedAt: null,
      approvedAt: null,
      approvedBy: null,
      approvedPlanHash: null,
      rejectionReason: null,
      splitOff: [],
      joined: [],
      leaseExpiresAt: null,
      runAt: null,
      certificate: null,
    }),
  );
}
