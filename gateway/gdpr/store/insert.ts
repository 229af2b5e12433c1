/** New requests as rows: each with a task for every PII service of the supergraph. */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { termDigestText, type AuditEvent } from '../../audit/audit-log';
import { GdprRequest } from '../entities';
import { initialServiceStatus, initialStatus } from '../lifecycle';
import { givenRows } from '../../persistence/rows';
import type { PiiServices } from '../services/pii-services';
import type { JobQueue } from './jobs';

/** What a new request begins with; all else comes with its life. */
const insertedColumns = [
  'id',
  'type',
  'term',
  'termDigest',
  'subject',
  'subjectDigest',
  'replacements',
  'agreed',
  'parentId',
  'reference',
  'createdBy',
  'createdAt',
  'dueAt',
] as const satisfies (keyof GdprRequest)[];

/**
 * Inserts requests with their tasks and jobs, and answers what the audit log says of them. A member of a merge set may have
 * a request of its own in flight; that one covers it, and nothing is inserted for it.
 */
export async function insertRequests(
  db: EntityManager,
  { services, queue }: { services: PiiServices; queue: JobQueue },
  requests: GdprRequest[],
  actorOf: (request: GdprRequest) => string,
): Promise<AuditEvent[]> {
  if (requests.length === 0) return [];
  const names = services.all().map(({ name }) => name);
  const given = givenRows(db, GdprRequest, requests, insertedColumns, 5);
  const rows: { id: string }[] = await db.query(
    `WITH inserted AS (
       INSERT INTO gdpr_request (organization_id, status, ${given.columns.join(', ')})
       SELECT $1, $2, given.* FROM ${given.source} ON CONFLICT DO NOTHING RETURNING id),
     task AS (
       INSERT INTO gdpr_task (organization_id, request_id, service, status, run_at)
       SELECT $1, inserted.id, service, $4, clock_timestamp()
       FROM inserted, unnest($3::text[]) AS service)
     SELECT id FROM inserted`,
    [currentKeys().organizationId, initialStatus, names, initialServiceStatus, ...given.parameters],
  );
  const made = new Set(rows.map(({ id }) => id));
  const inserted = requests.filter(({ id }) => made.has(id));
  await queue.sendTasks(
    db,
    inserted.flatMap(({ organizationId, id }) => names.map((service) => ({ organizationId, requestId: id, service }))),
  );
  return inserted.map((request) => createdEvent(request, actorOf(request)));
}

const createdEvent = (request: GdprRequest, actor: string): AuditEvent => ({
  actor,
  action: request.parentId ? 'RELATED_REQUEST_CREATED' : 'REQUEST_CREATED',
  requestId: request.id,
  detail: `${request.type} of ${request.term?.type ?? 'a reduced term'}, ${termDigestText(request.termDigest)}`,
});
