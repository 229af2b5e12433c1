/** From a checked order to a request in flight (R4, R8, R10, R16). */
import { GraphQLError } from 'graphql';
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys } from '../../../../subgraphs/kit';
import { assertKeys } from '../../../../subgraphs/kit/base/security/key-ring';
import { appendAudit } from '../../../audit/audit-log';
import { transact } from '../../../persistence/transact';
import type { CountFurther } from '../../../security/rate-limits/rate-limits';
import { firstStatus, mayWait } from '../../approvals/policy';
import { shareOpenCase } from '../../cases/case-rows';
import { fileInCase, isElsewhere } from '../../cases/file-in-case';
import { checkPlan } from './check-plan';
import type { Creations } from './create-batch';
import type { Creation } from './creation';
import { findRepeated, rememberKey } from './idempotency';
import { findActiveDuplicates } from './duplicates';
import type { GdprConfig } from '../../config';
import type { TimeLimits } from '../../lifecycle';
import { databaseTime } from '../../store/database-time';
import { anyHoldStands, isKept } from '../../store/holds/holds';
import { subjectDigest } from '../../store/subjects/subject-locks';
import { takeMarks, type Marks } from '../../reach/marks';
import { changesByValue } from '../../reach/merge-sets';
import type { PiiServices } from '../../services/pii-services';
import type { JobQueue } from '../../store/jobs';
import type { ValidatedRequest } from '../input';
import { namingArgument, type RequestPlan } from '../resolve';
import { resolveRequest } from '../resolve-access';

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
  const known = await knownAnswer(tools, actor, order, calledAt, waits);
  if (known) return known;
  if (order.caseId) await shareOpenCase(manager, order.caseId);
  let plan: RequestPlan;
  try {
    const scope = { organizationId, actor };
    const [resolved, marks] = await Promise.all([
      namingArgument('input.term', () => resolveRequest(manager, services, scope, order.type, order.term)),
      changesByValue(order) ? takeMarks(services.others(), scope, order.term) : noMarks,
    ]);
    plan = { ...resolved, marks: new Map([...resolved.marks, ...marks]) };
    checkPlan(order, plan);
  } catch (error) {
    // An equal request that was created meanwhile may have erased the subjects that were to be resolved (R10).
    const active = await knownAnswer(tools, actor, order, inFlightSince(order, calledAt, error), waits);
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
  { dataSource, config }: CreationTools,
  actor: string,
  order: ValidatedRequest,
  calledAt: Date,
  waits: boolean,
): Promise<Creation | null> {
  const { manager: db } = dataSource;
  const repeated = await findRepeated(db, order);
  if (repeated) return repeated;
  const named = subjectDigest(order.term);
  // Whether a legal hold keeps all of it is known only once the term is resolved; it is checked then.
  const mayWaitFor = waits || (isKept(order.type) && (await anyHoldStands(db)));
  const [active] = await findActiveDuplicates(db, [
    { order, digests: [named], named, matched: [], calledAt, waits: mayWaitFor },
  ]);
  if (!active) return null;
  if (!isElsewhere(active.request, order.caseId)) await rememberKey(db, order, active);
  else await transact(dataSource, (own) => fileKnown(own, config.timeLimits, actor, order, active));
  return active;
}

/** Files a known request in the case that the call names, and remembers the call's key, both or neither. */
async function fileKnown(
  db: EntityManager,
  limits: TimeLimits,
  actor: string,
  order: ValidatedRequest,
  active: Creation,
): Promise<void> {
  if (order.caseId === null) return;
  await assertKeys(db, currentKeys().organizationId);
  const events = await fileInCase(db, limits, actor, active.request, order.caseId);
  await rememberKey(db, order, active);
  await appendAudit(db, events);
}
