/** From a checked order to a request in flight: one transaction, whole or not at all (R4, R8, R10, R16). */
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { codedError, currentKeys, isWordType, termFingerprint } from '../../subgraphs/kit';
import { appendAudit, type AuditEvent } from '../audit/audit-log';
import { GdprRequest } from '../persistence/entities';
import type { RequestType } from './lifecycle';
import type { PiiServices } from './pii-services';
import type { Queue, TaskJob } from './queue';
import type { RequestOrder } from './request-input';
import { resolveTerm, type PlannedRequest, type RequestPlan } from './resolve-term';

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
  const repeated = await findRepeated(dataSource.manager, order);
  if (repeated) return repeated;
  const { organizationId } = currentKeys();
  const plan = await resolveTerm(services, { organizationId, actor }, order.type, order.term);
  checkPlan(order, plan, services);
  const creation = await dataSource.transaction(async (db) => {
    const digests = plan.members.map(subjectDigest);
    await lockSubjects(db, digests);
    const again = await findRepeated(db, order);
    if (again) return again;
    const [parent] = plan.members;
    const inFlight = await findInFlight(db, order.type, subjectDigest(parent), asked);
    if (!inFlight) await refuseConflict(db, order.type, digests);
    const answer = inFlight ? { request: inFlight, created: false } : await insertFamily(db, tools, actor, order, plan);
    await rememberKey(db, order, answer);
    return answer;
  });
  if (creation.created) queue.wake();
  return creation;
}

const subjectDigest = ({ term }: PlannedRequest) => currentKeys().digest(`subject:${termFingerprint(term)}`);

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
  const active = plan.subjects.some(({ subject }) => subject.activeEmployee === true);
  if (order.type === 'DELETE' && active && !order.activeEmployeeAcknowledged) {
    throw codedError(
      'ACTIVE_EMPLOYEE',
      'The term identifies an employee who still works here. State that the data are no longer needed with input.activeEmployeeAcknowledged: true.',
      {
        argument: 'input.activeEmployeeAcknowledged',
      },
    );
  }
}

/** Creators of requests for the same subjects wait for each other; in one order, so that none waits in a circle. */
async function lockSubjects(db: EntityManager, digests: Buffer[]): Promise<void> {
  const keys = digests.map((digest) => digest.readBigInt64BE().toString()).sort();
  for (const key of keys) await db.query('SELECT pg_advisory_xact_lock($1::bigint)', [key]);
}

const inFlightOnly = `status NOT IN ('COMPLETED', 'ERROR', 'CANCELLED')`;

/**
 * The equal request that is in flight, or that was when the caller asked: what was resolved before it ended is a plan on
 * data that are gone by now (R10). One that had ended before is never reused.
 */
function findInFlight(db: EntityManager, type: RequestType, digest: Buffer, asked: Date): Promise<GdprRequest | null> {
  return db
    .createQueryBuilder(GdprRequest, 'request')
    .where('request.organizationId = :organizationId AND request.type = :type AND request.subjectDigest = :digest', {
      organizationId: currentKeys().organizationId,
      type,
      digest,
    })
    .andWhere(`(${inFlightOnly} OR request.completedAt >= :asked)`, { asked })
    .orderBy('request.createdAt', 'DESC')
    .getOne();
}

/** An erasure and a copy or correction of the same data cannot run at once: one of them would be wrong. */
async function refuseConflict(db: EntityManager, type: RequestType, digests: Buffer[]): Promise<void> {
  const against: RequestType[] = type === 'DELETE' ? ['EXPORT', 'UPDATE'] : type === 'GET' ? [] : ['DELETE'];
  if (against.length === 0) return;
  const rows: { id: string; type: RequestType }[] = await db.query(
    `SELECT id, type FROM gdpr_request
     WHERE organization_id = $1 AND subject_digest = ANY($2::bytea[]) AND type = ANY($3::text[]) AND ${inFlightOnly}
     ORDER BY parent_id NULLS FIRST LIMIT 1`,
    [currentKeys().organizationId, digests, against],
  );
  const [conflict] = rows;
  if (conflict) {
    throw codedError(
      'CONFLICTING_REQUEST',
      `A request of type ${conflict.type} for the same subject is in flight. Wait until it has finished.`,
      {
        argument: 'input.type',
        requestId: conflict.id,
      },
    );
  }
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
      subjectDigest: subjectDigest(member),
      replacements: order.replacements,
      parentId: null,
      reference: order.reference,
      createdBy: actor,
      createdAt,
      dueAt,
      completedAt: null,
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
  const inserted: GdprRequest[] = [];
  for (const request of requests) {
    // A member of the set may have a request of its own in flight; that one covers it.
    const insertion = await db
      .createQueryBuilder()
      .insert()
      .into(GdprRequest)
      .values(request)
      .orIgnore()
      .returning('id')
      .execute();
    if ((insertion.raw as unknown[]).length > 0) inserted.push(request);
  }
  const jobs: TaskJob[] = inserted.flatMap(({ organizationId, id }) =>
    services.all().map(({ name }) => ({ organizationId, requestId: id, service: name })),
  );
  await db.query(
    `INSERT INTO gdpr_task (organization_id, request_id, service, status, wake_at)
     SELECT $1, request_id, service, 'PENDING', now() + $4 * interval '1 millisecond'
     FROM unnest($2::uuid[], $3::text[]) AS given (request_id, service)`,
    [currentKeys().organizationId, jobs.map((job) => job.requestId), jobs.map((job) => job.service), queueGrace],
  );
  await queue.sendTasks(db, jobs);
  await appendAudit(
    db,
    inserted.map((request) => createdEvent(request, actor)),
  );
}

const createdEvent = (request: GdprRequest, actor: string): AuditEvent => ({
  actor,
  action: request.parentId ? 'RELATED_REQUEST_CREATED' : 'REQUEST_CREATED',
  requestId: request.id,
  detail: `${request.type} of ${request.term?.type ?? 'a reduced term'}, term digest ${request.termDigest.toString('hex')}`,
});

const keyDigest = (key: string) => currentKeys().digest(`idempotency-key:${key}`);
const inputDigest = (order: RequestOrder) => currentKeys().digest(`idempotent-input:${order.fingerprint}`);

/** The first answer to this idempotency key, if there was one. @throws IDEMPOTENCY_KEY_REUSED for another input. */
async function findRepeated(db: EntityManager, order: RequestOrder): Promise<Creation | null> {
  if (order.idempotencyKey === null) return null;
  const { organizationId } = currentKeys();
  const rows: { input_digest: Buffer; request_id: string; created: boolean }[] = await db.query(
    'SELECT input_digest, request_id, created FROM gdpr_idempotency_key WHERE organization_id = $1 AND key_digest = $2',
    [organizationId, keyDigest(order.idempotencyKey)],
  );
  const [row] = rows;
  if (!row) return null;
  if (!row.input_digest.equals(inputDigest(order))) {
    throw codedError('IDEMPOTENCY_KEY_REUSED', 'The idempotency key was used with a different input.', {
      argument: 'input.idempotencyKey',
    });
  }
  return {
    request: await db.findOneByOrFail(GdprRequest, { organizationId, id: row.request_id }),
    created: row.created,
  };
}

async function rememberKey(db: EntityManager, order: RequestOrder, { request, created }: Creation): Promise<void> {
  if (order.idempotencyKey === null) return;
  const kept: unknown[] = await db.query(
    `INSERT INTO gdpr_idempotency_key (organization_id, key_digest, input_digest, request_id, created)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING 1`,
    [currentKeys().organizationId, keyDigest(order.idempotencyKey), inputDigest(order), request.id, created],
  );
  if (kept.length === 0) {
    throw codedError(
      'IDEMPOTENCY_KEY_REUSED',
      'The idempotency key was used with a different input at the same moment.',
      { argument: 'input.idempotencyKey' },
    );
  }
}
