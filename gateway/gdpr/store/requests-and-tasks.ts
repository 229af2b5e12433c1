/**
 * The rows of requests and of their services' parts, which change together with their audit entries. Every write of a worker names
 * its attempt, so that a worker that lost its lease can no longer write.
 */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { rowReader } from '../../../subgraphs/kit/base/persistence/read-rows';
import type { AuditEvent } from '../../audit/audit-log';
import { GdprRequest, GdprTask } from '../entities';
import { givenRows, returned, takenFrom } from '../../persistence/rows';
import { changeChannel } from './changes';
import { leaseEnd, LeaseLostError } from './leases/leases';
import {
  finishedStatuses,
  heldStatuses,
  isFinished,
  nextStatus,
  requestTransitions,
  settledStatuses,
  type RequestEvent,
  type RequestType,
  type ServiceStatus,
} from '../lifecycle';
import { sqlSet } from '../lifecycle-sql';
import type { JobQueue } from './jobs';
import { announceMoved } from '../../webhooks/outbox';

/** Locks rows of requests, always in the same order. Everything that changes their state does this first. */
export async function lockRequests(db: EntityManager, ids: string[]): Promise<Map<string, GdprRequest>> {
  const rows: object[] = await db.query(
    `SELECT * FROM gdpr_request WHERE organization_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    [currentKeys().organizationId, ids],
  );
  return new Map(rows.map((row) => rowReader(db, GdprRequest).entityOf(row)).map((request) => [request.id, request]));
}

/** The services' parts of requests, by service. */
export async function tasksOf(db: EntityManager, requestIds: string[]): Promise<GdprTask[]> {
  if (requestIds.length === 0) return [];
  const rows: object[] = await db.query(
    'SELECT * FROM gdpr_task WHERE organization_id = $1 AND request_id = ANY($2::uuid[]) ORDER BY service',
    [currentKeys().organizationId, requestIds],
  );
  return rows.map((row) => rowReader(db, GdprTask).entityOf(row));
}

/** Locks the rows of a parent and its related requests, in the same order. */
export async function lockFamily(db: EntityManager, parentId: string): Promise<Map<string, GdprRequest>> {
  const rows: object[] = await db.query(
    `SELECT * FROM gdpr_request WHERE organization_id = $1 AND (id = $2 OR parent_id = $2) ORDER BY id FOR NO KEY UPDATE`,
    [currentKeys().organizationId, parentId],
  );
  return new Map(rows.map((row) => rowReader(db, GdprRequest).entityOf(row)).map((request) => [request.id, request]));
}

/** Locks one request's row. */
export const lockRequest = async (db: EntityManager, id: string): Promise<GdprRequest | null> =>
  (await lockRequests(db, [id])).get(id) ?? null;

/** An event in the life of a request, with further properties that it changes. */
export interface Move {
  request: GdprRequest;
  event: RequestEvent;
  changes?: Partial<GdprRequest>;
}

/**
 * Moves locked requests by events of the life cycle, and notifies replicas and webhooks of them and of those in `changed`, whose status
 * stays. @throws when an event cannot happen in its request's status
 */
export async function moveRequests(db: EntityManager, moves: Move[], changed: GdprRequest[] = []): Promise<void> {
  for (const { request, event, changes } of moves) {
    const status = nextStatus(request.type, request.status, event);
    if (!status) throw new Error(`A request that is ${request.status} cannot ${event}.`);
    Object.assign(request, changes, { status });
  }
  const properties = new Set(moves.flatMap(({ changes }) => Object.keys(changes ?? {}) as (keyof GdprRequest)[]));
  await writeRequests(
    db,
    moves.map(({ request }) => request),
    ['status', ...properties],
    changed,
  );
  await announceMoved(
    db,
    moves.map(({ request }) => request),
  );
}

/** Writes properties of locked requests, and publishes that they and those in `changed` have changed. */
export async function writeRequests(
  db: EntityManager,
  requests: GdprRequest[],
  properties: (keyof GdprRequest)[],
  changed: GdprRequest[] = [],
): Promise<void> {
  const given = givenRows(db, GdprRequest, requests, ['id', ...properties], 4);
  await db.query(
    `WITH written AS (
       UPDATE gdpr_request request SET ${takenFrom(given.columns.slice(1))} FROM ${given.source}
       WHERE request.organization_id = $1 AND request.id = ANY($4::uuid[]) AND request.id = given.id
       RETURNING coalesce(request.parent_id, request.id) AS family)
     SELECT pg_notify($2, json_build_object('organizationId', $1::text, 'requestId', family)::text)
     FROM (SELECT family FROM written UNION SELECT unnest($3::uuid[])) AS families`,
    [currentKeys().organizationId, changeChannel, changed.map(familyId), ...given.parameters],
  );
}

/**
 * Writes properties of tasks that are still in the same attempt and in one of these statuses, and returns those that were.
 * @param leaseExpiresAt SQL: the end of each lease, from the columns of `given`; unchanged when absent
 */
export async function writeTasks(
  db: EntityManager,
  tasks: GdprTask[],
  properties: (keyof GdprTask)[],
  from: readonly ServiceStatus[],
  leaseExpiresAt?: string,
): Promise<Set<GdprTask>> {
  if (tasks.length === 0) return new Set();
  const key = ['requestId', 'service', 'attempts'] as const;
  const given = givenRows(db, GdprTask, tasks, [...key, ...properties], 3);
  const set = [takenFrom(given.columns.slice(key.length)), leaseExpiresAt && `lease_expires_at = ${leaseExpiresAt}`]
    .filter(Boolean)
    .join(', ');
  const rows = await returned<{ request_id: string; service: string }>(
    db.query(
      `UPDATE gdpr_task task SET ${set} FROM ${given.source}
       WHERE task.organization_id = $1 AND task.request_id = ANY($3::uuid[]) AND task.request_id = given.request_id
         AND task.service = given.service AND task.attempts = given.attempts AND task.status = ANY($2::text[])
       RETURNING task.request_id, task.service`,
      [currentKeys().organizationId, from, ...given.parameters],
    ),
  );
  const written = new Set(rows.map(({ request_id: requestId, service }) => `${requestId}/${service}`));
  return new Set(tasks.filter(({ requestId, service }) => written.has(`${requestId}/${service}`)));
}

/** A copy of a row with changes. The entity itself stays as it is stored, because the database may refuse the change. */
export const withChanges = <T extends GdprRequest | GdprTask>(row: T, changes: Partial<T>): T =>
  Object.assign(Object.create(Object.getPrototypeOf(row) as object) as T, row, changes);

/** Writes a running task's progress and renews the lease. @throws LeaseLostError */
export async function saveProgress(db: EntityManager, task: GdprTask, changes: Partial<GdprTask> = {}): Promise<void> {
  const next = withChanges(task, changes);
  const properties = Object.keys(changes) as (keyof GdprTask)[];
  const written = await writeTasks(db, [next], properties, heldStatuses, leaseEnd);
  if (!written.has(next)) throw new LeaseLostError();
  Object.assign(task, next);
}

/**
 * Queues the finalisation of those locked requests whose tasks have all ended, and returns the entries of the audit log. All of the
 * locked requests are announced as changed. The parent of an exported family waits for its related requests, because its
 * finalisation writes the one package of the family (R13).
 */
export async function finalizeWhenSettled(
  db: EntityManager,
  queue: JobQueue,
  requests: GdprRequest[],
): Promise<AuditEvent[]> {
  const { organizationId } = currentKeys();
  const working = requests.filter(({ type, status }) => nextStatus(type, status, 'settle') !== null);
  const rows: { settled: string[] }[] = await db.query(
    `WITH settled AS (
       UPDATE gdpr_request request SET status = $5, run_at = clock_timestamp()
       WHERE request.organization_id = $1 AND request.id = ANY($4::uuid[]) AND NOT EXISTS (
         SELECT FROM gdpr_task task
         WHERE task.organization_id = $1 AND task.request_id = request.id AND task.status NOT IN ${sqlSet(settledStatuses)})
         AND (request.type <> $6 OR NOT EXISTS (${unfinishedRelated('request')}))
       RETURNING request.id),
     changed AS (
       SELECT pg_notify($2, json_build_object('organizationId', $1::text, 'requestId', family)::text)
       FROM unnest($3::uuid[]) AS family)
     SELECT ARRAY(SELECT id::text FROM settled) AS settled FROM changed`,
    [
      organizationId,
      changeChannel,
      requests.map(familyId),
      working.map(({ id }) => id),
      requestTransitions.settle.to(),
      packaged,
    ],
  );
  const settled = rows[0]?.settled ?? [];
  await queue.sendFinalize(
    db,
    working.flatMap(({ id, type }) => (settled.includes(id) ? [{ organizationId, requestId: id, type }] : [])),
  );
  return settled.map((requestId) => ({
    actor: 'habeas',
    action: 'REQUEST_FINALIZING',
    requestId,
    detail: 'every service has ended its part',
  }));
}

/** The type of which a family has one package. */
const packaged = 'EXPORT' satisfies RequestType;

/** SQL: related requests that have not finished. */
const unfinishedRelated = (parent: string): string =>
  `SELECT FROM gdpr_request related WHERE related.organization_id = $1 AND related.parent_id = ${parent}.id
     AND related.status NOT IN ${sqlSet(finishedStatuses)}`;

/** The parent of an exported family, which waits for its related requests: locked with them, before their end is written. */
export const waitingParent = ({ type, parentId }: Pick<GdprRequest, 'type' | 'parentId'>): string[] =>
  type === packaged && parentId ? [parentId] : [];

/**
 * Continues the locked parents of exports that have ended, once nothing of the family is in flight: a parent is finalised, or, when it
 * has ended before, writes the family's package again. Returns the entries of the audit log.
 */
export async function continueParents(
  db: EntityManager,
  queue: JobQueue,
  parents: GdprRequest[],
): Promise<AuditEvent[]> {
  if (parents.length === 0) return [];
  const { organizationId } = currentKeys();
  const ended = parents.filter(({ status }) => isFinished(status)).map(({ id }) => id);
  const due = await returned<{ id: string }>(
    db.query(
      // A worker that is writing the package now does not know of the export that has just ended.
      `UPDATE gdpr_request parent SET run_at = clock_timestamp(), lease_expires_at = NULL
       WHERE parent.organization_id = $1 AND parent.id = ANY($2::uuid[]) AND NOT EXISTS (${unfinishedRelated('parent')})
       RETURNING parent.id`,
      [organizationId, ended],
    ),
  );
  await queue.sendFinalize(
    db,
    due.map(({ id: requestId }) => ({ organizationId, requestId, type: packaged })),
  );
  return finalizeWhenSettled(
    db,
    queue,
    parents.filter(({ status }) => !isFinished(status)),
  );
}

/** The parent, of which changes are told. */
const familyId = ({ id, parentId }: GdprRequest): string => parentId ?? id;
