/** From a checked order to a request in flight: one transaction, whole or not at all (R4, R8, R10, R16). */
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { codedError, currentKeys, isWordType, termFingerprint, type Term } from '../../subgraphs/kit';
import { appendAudit, type AuditEvent } from '../audit/audit-log';
import { GdprRequest } from '../persistence/entities';
import { givenRows } from '../persistence/rows';
import { findRepeated, rememberKey } from './idempotency';
import { findInFlight, lockSubjects, standsFor, subjectDigest } from './in-flight';
import type { RequestType } from './lifecycle';
import type { PiiServices } from './pii-services';
import type { Queue, TaskJob } from './queue';
import type { RequestOrder } from './request-input';
import { resolveTerm, type RequestPlan } from './resolve-term';

/** How long each type of request may take (R15), in days. */
export type TimeLimits = Record<RequestType, number>;

/** What creating a request works with. */
export interface CreationTools {
  dataSource: DataSource;
  services: PiiServices;
  queue: Queue;
  timeLimits: TimeLimits;
}

/** The answer: the request, and whether it is a new one. */
export interface Creation {
  request: GdprRequest;
  created: boolean;
}

/** How long a queued task may wait before a sweep queues it again, in milliseconds. */
export const queueGrace = 5_000;

const day = 24 * 60 * 60 * 1000;

/**
 * Creates a request with its related requests, tasks, audit entries and jobs.
 * @throws the errors of the API's table; then nothing was created.
 */
export async function createRequest(tools: CreationTools, actor: string, order: RequestOrder): Promise<Creation> {
  const { dataSource, services, queue } = tools;
  const asked = new Date();
  const { manager } = dataSource;
  const answerTo = async (db: EntityManager, terms: Term[]) =>
    (await findRepeated(db, order)) ?? (await meetInFlight(db, order, terms, asked));
  const known = await answerTo(manager, [order.term]);
  if (known) return dataSource.transaction((db) => answered(db, order, known));
  const { organizationId } = currentKeys();
  let plan: RequestPlan;
  try {
    plan = await resolveTerm(services, { organizationId, actor }, order.type, order.term);
    checkPlan(order, plan, services);
  } catch (error) {
    // An equal request that was created meanwhile may be taking away the very subjects that were to be resolved (R10).
    const met = await answerTo(manager, [order.term]);
    if (!met) throw error;
    return dataSource.transaction((db) => answered(db, order, met));
  }
  const terms = plan.members.map(({ term }) => term);
  const creation = await dataSource.transaction(async (db) => {
    await lockSubjects(db, terms.map(subjectDigest));
    return answered(db, order, (await answerTo(db, terms)) ?? (await insertFamily(db, tools, actor, order, plan)));
  });
  if (creation.created) queue.wake('task');
  return creation;
}

async function answered(db: EntityManager, order: RequestOrder, answer: Creation): Promise<Creation> {
  await rememberKey(db, order, answer);
  return answer;
}

/**
 * The equal request that is in flight already, if there is one. Asked before the term is resolved too: an erasure that is
 * half done may have taken the very subject by which the caller names it.
 * @throws CONFLICTING_REQUEST; ACTIVE_EMPLOYEE, which a duplicate must state as the first request did
 */
async function meetInFlight(
  db: EntityManager,
  order: RequestOrder,
  terms: Term[],
  asked: Date,
): Promise<Creation | null> {
  const met = await findInFlight(db, order.type, terms.map(subjectDigest), asked);
  if (!met) return null;
  demandAcknowledgement(order, met.subject?.activeEmployee === true);
  return { request: await standsFor(db, met), created: false };
}

function checkPlan(order: RequestOrder, plan: RequestPlan, services: PiiServices): void {
  const matches = plan.subjects.length;
  const broad = order.term.kind === 'value' && isWordType(order.term.type) && matches > 1;
  if (order.term.kind === 'value' && (broad || order.expectedSubjects !== null || order.type === 'DELETE')) {
    const [down] = plan.unavailable;
    // Without its answer nobody can say whom the request would touch.
    const matters = order.type !== 'DELETE' || isWordType(order.term.type) || order.expectedSubjects !== null;
    const protects =
      services.owners('USER').some(({ name }) => plan.unavailable.includes(name)) && !order.activeEmployeeAcknowledged;
    if (down && (matters || protects)) {
      throw codedError(
        'SERVICE_UNAVAILABLE',
        `The service "${down}" cannot be asked, so the term cannot be resolved. Nothing was created.`,
        { service: down },
      );
    }
  }
  if ((broad || order.expectedSubjects !== null) && order.expectedSubjects !== matches) {
    throw codedError(
      'BROAD_TERM',
      `The term matches ${matches} subjects. Review them with subjects, then state expectedSubjects or use a narrower term.`,
      {
        argument: 'input.expectedSubjects',
        matches,
      },
    );
  }
  if (order.planHash !== null && order.planHash !== plan.planHash) {
    throw codedError('PLAN_CHANGED', 'The subject or its merge set has changed since the preview. Preview it again.', {
      argument: 'input.planHash',
    });
  }
  demandAcknowledgement(
    order,
    plan.subjects.some(({ subject }) => subject.activeEmployee === true),
  );
}

function demandAcknowledgement(order: RequestOrder, activeEmployee: boolean): void {
  if (order.type !== 'DELETE' || !activeEmployee || order.activeEmployeeAcknowledged) return;
  throw codedError(
    'ACTIVE_EMPLOYEE',
    'The term identifies an employee who still works here. State that the data are no longer needed with input.activeEmployeeAcknowledged: true.',
    { argument: 'input.activeEmployeeAcknowledged' },
  );
}

async function insertFamily(
  db: EntityManager,
  tools: CreationTools,
  actor: string,
  order: RequestOrder,
  plan: RequestPlan,
): Promise<Creation> {
  const { organizationId } = currentKeys();
  const createdAt = new Date();
  const dueAt = new Date(createdAt.getTime() + tools.timeLimits[order.type] * day);
  const requests = plan.members.map((member) =>
    db.create(GdprRequest, {
      organizationId,
      id: uuidv7(),
      type: order.type,
      status: 'INITIATED',
      term: member.term,
      termDigest: currentKeys().digest(termFingerprint(member.term)),
      subject: member.subject,
      subjectDigest: subjectDigest(member.term),
      replacements: order.replacements,
      parentId: null,
      reference: order.reference,
      createdBy: actor,
      createdAt,
      dueAt,
      completedAt: null,
      splitOff: [],
      wakeAt: null,
      certificate: null,
    }),
  );
  const [parent, ...related] = requests as [GdprRequest, ...GdprRequest[]];
  for (const request of related) request.parentId = parent.id;
  await insertRequests(db, tools, [parent, ...related], actor);
  return { request: parent, created: true };
}

/** Writes requests with a task for each PII service of the supergraph, their audit entries and their jobs. */
export async function insertRequests(
  db: EntityManager,
  { services, queue }: Pick<CreationTools, 'services' | 'queue'>,
  requests: GdprRequest[],
  actor: string,
): Promise<void> {
  if (requests.length === 0) return;
  const names = services.all().map(({ name }) => name);
  const given = givenRows(db, GdprRequest, requests, insertedColumns, 5);
  // A member of the set may have a request of its own in flight; that one covers it.
  const rows: { id: string }[] = await db.query(
    `WITH inserted AS (
       INSERT INTO gdpr_request (organization_id, status, ${given.columns.join(', ')})
       SELECT $1, $2, given.* FROM ${given.source} ON CONFLICT DO NOTHING RETURNING id),
     task AS (
       INSERT INTO gdpr_task (organization_id, request_id, service, status, wake_at)
       SELECT $1, inserted.id, service, 'PENDING', now() + $4 * interval '1 millisecond'
       FROM inserted, unnest($3::text[]) AS service)
     SELECT id FROM inserted`,
    [currentKeys().organizationId, 'INITIATED', names, queueGrace, ...given.parameters],
  );
  const made = new Set(rows.map(({ id }) => id));
  const inserted = requests.filter(({ id }) => made.has(id));
  const jobs: TaskJob[] = inserted.flatMap(({ organizationId, id }) =>
    names.map((service) => ({ organizationId, requestId: id, service })),
  );
  await queue.sendTasks(db, jobs);
  await appendAudit(
    db,
    inserted.map((request) => createdEvent(request, actor)),
  );
}

/** What a new request begins with; all else comes with its life. */
const insertedColumns = [
  'id',
  'type',
  'term',
  'termDigest',
  'subject',
  'subjectDigest',
  'replacements',
  'parentId',
  'reference',
  'createdBy',
  'createdAt',
  'dueAt',
] as const satisfies (keyof GdprRequest)[];

const createdEvent = (request: GdprRequest, actor: string): AuditEvent => ({
  actor,
  action: request.parentId ? 'RELATED_REQUEST_CREATED' : 'REQUEST_CREATED',
  requestId: request.id,
  detail: `${request.type} of ${request.term?.type ?? 'a reduced term'}, term digest ${request.termDigest.toString('hex')}`,
});
