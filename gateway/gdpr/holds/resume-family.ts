/** Lets a family of requests begin when the legal hold that kept it has ended (R31). */
import { GraphQLError } from 'graphql';
import { In, type DataSource, type EntityManager } from 'typeorm';
import { codedError, currentKeys } from '../../../subgraphs/kit';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import { returned } from '../../persistence/rows';
import { transact } from '../../persistence/transact';
import { GdprRequest, GdprTask } from '../entities';
import { expectedBy, isFinished, serviceTransitions, type TimeLimits } from '../lifecycle';
import { after, before } from '../lifecycle-sql';
import { checkRetry } from '../requests/change/check-retry';
import { assertNoConflict } from '../requests/create/duplicates';
import { resolveAgain } from '../requests/resolve-again';
import type { PiiServices } from '../services/pii-services';
import { beginRequests } from '../store/begin';
import { databaseTime } from '../store/database-time';
import { holdsOver, keeping } from '../store/holds/holds';
import type { JobQueue } from '../store/jobs';
import { finalizeWhenSettled, lockRequests, moveRequests, writeRequests } from '../store/requests-and-tasks';

/** What letting requests begin works with. */
export interface ResumeTools {
  dataSource: DataSource;
  services: PiiServices;
  queue: JobQueue;
  config: { timeLimits: TimeLimits };
}

/** BEGUN: its parts are due. REFUSED: they have failed. LATER: this cannot be decided now, or another request is in the way. */
export type Resumed = 'BEGUN' | 'REFUSED' | 'LATER';

/** Errors after which it is tried again: a service cannot be asked, or a request that this one contradicts is in flight (R10). */
const passing = new Set(['SERVICE_UNAVAILABLE', 'CONFLICTING_REQUEST']);

const codeOf = (error: GraphQLError): string => String(error.extensions.code);

/** A request, and the parts of it that were kept. */
interface Waiting {
  request: GdprRequest;
  kept: GdprTask[];
}

/** Nothing of it has begun. */
const isWhole = ({ status }: GdprRequest): boolean => status === 'ON_HOLD';

/** Checks the waiting requests of a family again. Those that no hold keeps begin or fail, all in one transaction. */
export async function resumeFamily(tools: ResumeTools, parentId: string): Promise<Resumed> {
  const { dataSource } = tools;
  const { organizationId } = currentKeys();
  const family = await dataSource.manager.find(GdprRequest, {
    where: [
      { organizationId, id: parentId },
      { organizationId, parentId },
    ],
    order: { id: 'ASC' },
  });
  const status = serviceTransitions.hold.to;
  const tasks = await dataSource.manager.findBy(GdprTask, {
    organizationId,
    requestId: In(family.map(({ id }) => id)),
    status,
  });
  const waiting = family
    .map((request) => ({ request, kept: tasks.filter(({ requestId }) => requestId === request.id) }))
    .filter(({ kept }) => kept.length > 0);
  const refusal = await refusalOf(tools, family, waiting);
  if (refusal && passing.has(codeOf(refusal))) return 'LATER';
  try {
    return await transact(dataSource, (db) => resumeTogether(db, tools, waiting, refusal));
  } catch (error) {
    if (error instanceof GraphQLError && passing.has(codeOf(error))) return 'LATER';
    throw error;
  }
}

/** @throws CONFLICTING_REQUEST */
async function resumeTogether(
  db: EntityManager,
  tools: ResumeTools,
  waiting: Waiting[],
  refusal: GraphQLError | null,
): Promise<Resumed> {
  // Subjects are locked before rows, in the same order as when a hold is placed.
  const requests = waiting.map(({ request }) => request);
  if (!refusal && requests.length > 0) await assertNoConflict(db, requests);
  const ids = requests.map(({ id }) => id);
  const locked = await lockRequests(db, ids);
  const holds = await holdsOver(db, ids);
  const events: AuditEvent[] = [];
  for (const { request, kept } of waiting) {
    const now = locked.get(request.id);
    // The request was changed meanwhile; it is checked again the next time.
    if (!now || isFinished(now.status) || now.status !== request.status) return 'LATER';
    const services = kept
      .map(({ service }) => service)
      .filter((service) => keeping(holds.get(request.id) ?? [], service).length === 0);
    if (services.length === 0) continue;
    events.push(...(refusal ? await refuse(db, tools, now, services, refusal) : await begin(db, tools, now, services)));
  }
  if (events.length === 0) return 'LATER';
  await appendAudit(db, events);
  return refusal ? 'REFUSED' : 'BEGUN';
}

const planChanged = () =>
  codedError('PLAN_CHANGED', 'Whom the request would touch has changed since it was made. Make a new request.', {
    argument: 'id',
  });

/**
 * Why no request of a family may begin: its plan, which is one for all members, has changed since it was made. This applies only
 * while nothing of the family has begun.
 */
async function planRefusal(
  { services, dataSource }: ResumeTools,
  { request, kept }: Waiting,
): Promise<GraphQLError | null> {
  const { planHash, createdBy: actor, organizationId } = request;
  const plan = await resolveAgain(dataSource.manager, services, { organizationId, actor }, request, kept);
  const [down] = plan.unavailable;
  if (down) return codedError('SERVICE_UNAVAILABLE', `The service "${down}" cannot be asked.`, { service: down });
  return plan.planHash === planHash ? null : planChanged();
}

/** Why requests may not begin: checked by the plan when nothing of the family has begun, and like a retry otherwise. */
async function refusalOf(tools: ResumeTools, family: GdprRequest[], waiting: Waiting[]): Promise<GraphQLError | null> {
  const { services, dataSource } = tools;
  const [first] = waiting;
  try {
    if (first && first.request.planHash !== null && family.every(isWhole)) return await planRefusal(tools, first);
    // What other requests of the family, or other services, have erased is gone. That is no change of the plan.
    for (const { request, kept } of waiting)
      await checkRetry(dataSource.manager, services, request.createdBy, request, kept);
    return null;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // The person no longer exists, or the set has grown too large: both change the plan.
    return passing.has(codeOf(error)) ? error : planChanged();
  }
}

/** The parts are due, and attempts count from now; the due date stays (R15). */
async function begin(
  db: EntityManager,
  { queue, config }: ResumeTools,
  request: GdprRequest,
  services: string[],
): Promise<AuditEvent[]> {
  const { organizationId, id: requestId } = request;
  const now = await databaseTime(db);
  await movePart(db, requestId, services, 'release');
  if (isWhole(request)) await beginRequests(db, { queue, limits: config.timeLimits }, [request], 'release', now);
  else {
    await db.update(
      GdprTask,
      { organizationId, requestId, service: In(services), status: serviceTransitions.release.to },
      { runAt: () => 'clock_timestamp()' },
    );
    const attemptsUntil = expectedBy(config.timeLimits, request.type, now);
    await writeRequests(db, [Object.assign(request, { attemptsUntil })], ['attemptsUntil']);
    await queue.sendTasks(
      db,
      services.map((service) => ({ organizationId, requestId, service })),
    );
  }
  return [{ actor: 'habeas', action: 'REQUEST_RESUMED', requestId, detail: services.join(', ') }];
}

/** The parts have failed: what has begun goes on, and the request ends in ERROR. */
async function refuse(
  db: EntityManager,
  { queue }: ResumeTools,
  request: GdprRequest,
  services: string[],
  { message, extensions }: GraphQLError,
): Promise<AuditEvent[]> {
  const { organizationId, id: requestId, type } = request;
  const code = String(extensions.code);
  const whole = isWhole(request);
  const failed = await movePart(db, requestId, whole ? null : services, 'refuse');
  await db.update(
    GdprTask,
    { organizationId, requestId, service: In(failed) },
    { lastErrorCode: code, lastErrorMessage: message },
  );
  const events = failed.map((service): AuditEvent => ({
    actor: 'habeas',
    action: 'SERVICE_FAILED',
    requestId,
    service,
    detail: `not touched: ${code}`,
  }));
  if (!whole) return [...events, ...(await finalizeWhenSettled(db, queue, [request]))];
  await moveRequests(db, [{ request, event: 'refuse', changes: { runAt: await databaseTime(db) } }]);
  await queue.sendFinalize(db, [{ organizationId, requestId, type }]);
  return [
    ...events,
    { actor: 'habeas', action: 'REQUEST_FINALIZING', requestId, detail: 'every service has ended its part' },
  ];
}

/** Moves parts that were kept. @param services null for all of them @returns the moved parts */
async function movePart(
  db: EntityManager,
  requestId: string,
  services: string[] | null,
  event: 'release' | 'refuse',
): Promise<string[]> {
  const rows = await returned<{ service: string }>(
    db.query(
      `UPDATE gdpr_task SET status = ${after(event)} WHERE organization_id = $1 AND request_id = $2
         AND status IN ${before(event)} AND ($3::text[] IS NULL OR service = ANY($3)) RETURNING service`,
      [currentKeys().organizationId, requestId, services],
    ),
  );
  return rows.map(({ service }) => service).sort();
}
