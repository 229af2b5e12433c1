/** New requests as rows: each with a task for every PII service of the supergraph. */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { termDigestText, type AuditEvent } from '../../audit/audit-log';
import { GdprRequest } from '../entities';
import { initialServiceStatus, isWaiting, waitingStatuses } from '../lifecycle';
import { sqlSet } from '../lifecycle-sql';
import { givenRows } from '../../persistence/rows';
import type { PiiServices } from '../services/pii-services';
import { timeMark, type Marks } from '../reach/marks';
import { changesByValue } from '../reach/merge-sets';
import { announceCreated } from '../../webhooks/outbox';
import type { JobQueue } from './jobs';

/** The properties of a new request. All others are set later. */
const insertedColumns = [
  'id',
  'type',
  'status',
  'term',
  'termDigest',
  'subject',
  'subjectDigest',
  'replacements',
  'agreed',
  'caseId',
  'planHash',
  'parentId',
  'sealedReference',
  'referenceDigest',
  'sealedCreatedBy',
  'createdByDigest',
  'createdAt',
  'dueAt',
  'attemptsUntil',
] as const satisfies (keyof GdprRequest)[];

/**
 * Inserts requests with their tasks and jobs. A request that waits is inserted whole, but without jobs and without a time to run:
 * `beginRequests` adds both. When a member of a merge set has a request of its own in flight, that one covers it, and none is inserted
 * for it.
 * @param marks the services' marks of requests by a value, by request (R25)
 */
export async function insertRequests(
  db: EntityManager,
  { services, queue }: { services: PiiServices; queue: JobQueue },
  requests: GdprRequest[],
  marks: ReadonlyMap<string, Marks>,
): Promise<{ inserted: GdprRequest[]; events: AuditEvent[] }> {
  if (requests.length === 0) return { inserted: [], events: [] };
  const names = services.all().map(({ name }) => name);
  const marked = requests.filter(changesByValue).flatMap((request) =>
    names.map((service) => {
      const own = marks.get(request.id)?.get(service);
      return { requestId: request.id, service, asOf: own ?? timeMark(request), byTime: own === undefined };
    }),
  );
  const given = givenRows(db, GdprRequest, requests, insertedColumns, 8);
  const rows: { id: string }[] = await db.query(
    `WITH inserted AS (
       INSERT INTO gdpr_request (organization_id, ${given.columns.join(', ')})
       SELECT $1, given.* FROM ${given.source} ON CONFLICT DO NOTHING RETURNING id, status),
     task AS (
       INSERT INTO gdpr_task (organization_id, request_id, service, status, run_at, as_of, marked_by_time)
       SELECT $1, inserted.id, asked.service, $3,
         CASE WHEN inserted.status NOT IN ${sqlSet(waitingStatuses)} THEN clock_timestamp() END, mark.as_of, coalesce(mark.by_time, false)
       FROM inserted CROSS JOIN unnest($2::text[]) AS asked (service)
       LEFT JOIN unnest($4::uuid[], $5::text[], $6::text[], $7::boolean[]) AS mark (request_id, service, as_of, by_time)
         ON mark.request_id = inserted.id AND mark.service = asked.service)
     SELECT id FROM inserted`,
    [
      currentKeys().organizationId,
      names,
      initialServiceStatus,
      marked.map(({ requestId }) => requestId),
      marked.map(({ service }) => service),
      marked.map(({ asOf }) => asOf),
      marked.map(({ byTime }) => byTime),
      ...given.parameters,
    ],
  );
  const made = new Set(rows.map(({ id }) => id));
  const inserted = requests.filter(({ id }) => made.has(id));
  await queue.sendTasks(
    db,
    inserted
      .filter(({ status }) => !isWaiting(status))
      .flatMap(({ organizationId, id }) => names.map((service) => ({ organizationId, requestId: id, service }))),
  );
  await announceCreated(db, inserted);
  return { inserted, events: inserted.map(createdEvent) };
}

const createdEvent = (request: GdprRequest): AuditEvent => ({
  actor: request.createdBy,
  action: request.parentId ? 'RELATED_REQUEST_CREATED' : 'REQUEST_CREATED',
  requestId: request.id,
  detail: `${request.type} of ${request.term?.type ?? 'a reduced term'}, ${termDigestText(request.termDigest)}`,
});
