/** From a checked order to a request in flight (R4, R8, R10, R16). */
import { GraphQLError } from 'graphql';
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys } from '../../../../subgraphs/kit';
import type { CountFurther } from '../../../security/rate-limits/rate-limits';
import { firstStatus, mayWait } from '../../approvals/policy';
import { shareOpenCase } from '../../cases/case-rows';
import { checkPlan } from './check-plan';
import type { Creations } from './create-batch';
import type { Creation } from './creation';
import { findRepeated, rememberKey } from './idempotency';
import { findActiveDuplicates } from './duplicates';
import type { GdprConfig } from '../../config';
import { databaseTime } from '../../store/database-time';
import { anyHoldStands, isKept } from '../../store/holds/holds';
import { subjectDigest } from '../../store/subjects/subject-locks';
import { takeMarks, type Marks } from '../../reach/marks';
import { changesByValue } from '../../reach/merge-sets';
import type { PiiServices } from '../../services/pii-services';
import type { JobQueue } from '../../store/jobs';
import type { ValidatedRequest } from '../input';
import { namingArgument, resolveTerm, type RequestPlan } from '../resolve';

/** What creating a request works with. */
export interface CreationTools {
  dataSource: DataSource;
  services: PiiServices;
  queue: JobQueue;
  creations: Creations;
  config: Pick<GdprConfig, 'timeLimits' | 'approvals'>;
  countFurther: CountFurther;
}

/**
 * Creates a request with its related requests, tasks, audit entries and jobs. It looks for an equal request before it resolves
 * the term as well, because an erasure that is half done may already have erased the subject that the term names.
 * @throws the errors of the API's table; then nothing was created
 */
export async function createRequest(tools: CreationTools, actor: string, order: ValidatedRequest): Promise<Creation> {
  const { dataSource, services, creations, countFurther, config } = tools;
  const { manager } = dataSource;
  const { organizationId } = currentKeys();
  const policy = config.approvals.of(organizationId);
  const waits = (isKept(order.type) && (await anyHoldStands(manager))) || mayWait(policy, order.type);
  const calledAt = await databaseTime(manager);
  const known = await knownAnswer(manager, order, calledAt, waits);
  if (known) return known;
  if (order.caseId) await shareOpenCase(manager, order.caseId);
  let plan: RequestPlan;
  try {
    const scope = { organizationId, actor };
    const [resolved, marks] = await Promise.all([
      namingArgument('input.term', () => resolveTerm(services, scope, order.type, order.term)),
      changesByValue(order) ? takeMarks(services.others(), scope, order.term) : noMarks,
    ]);
    plan = { ...resolved, marks: new Map([...resolved.marks, ...marks]) };
    checkPlan(order, plan);
  } catch (error) {
    // An equal request that was created meanwhile may have erased the subjects that were to be resolved (R10).
    const active = await knownAnswer(manager, order, inFlightSince(order, calledAt, error), waits);
    if (!active) throw error;
    return active;
  }
  const creation = await creations.add({ actor, order, plan, calledAt, first: firstStatus(policy, order, plan) });
  // The call itself was counted already; the parent is that call.
  if (creation.made) await countFurther({ organizationId, subject: actor }, 'requests', creation.made - 1);
  return creation;
}

const noMarks: Marks = new Map();

/** How long a call may wait for its turn, and a finished request for its commit, in milliseconds. */
const moment = 1_000;

/**
 * The time since which an equal request counts as in flight for this caller. `completed_at` precedes the commit by up to a
 * second, and calls wait for their turn: a caller who finds the subject gone gets the erasure that has just erased it.
 */
const inFlightSince = ({ type }: ValidatedRequest, calledAt: Date, error: unknown): Date =>
  type === 'DELETE' && error instanceof GraphQLError && error.extensions.code === 'SUBJECT_NOT_FOUND'
    ? new Date(calledAt.getTime() - moment)
    : calledAt;

/**
 * The answer when the request exists already: under its idempotency key, or as an equal one in flight.
 * @param waits whether a new request may wait before it begins: conflicts are then checked once that is known
 */
async function knownAnswer(
  db: EntityManager,
  order: ValidatedRequest,
  calledAt: Date,
  waits: boolean,
): Promise<Creation | null> {
  const repeated = await findRepeated(db, order);
  if (repeated) return repeated;
  const digests = [subjectDigest(order.term)];
  // Whether a legal hold keeps all of it is known only once the term is resolved; it is checked then.
  const mayWaitFor = waits || (isKept(order.type) && (await anyHoldStands(db)));
  const [active] = await findActiveDuplicates(db, [{ order, digests, matched: [], calledAt, waits: mayWaitFor }]);
  if (active) await rememberKey(db, order, active);
  return active ?? null;
}
