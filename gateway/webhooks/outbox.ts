/**
 * The outbox (R32): events become deliveries in the transaction of the change that they report, so that neither exists without the
 * other. Nothing is written for organisations without endpoints. Deliveries to disabled endpoints are written too: the dispatcher ends
 * them as failed, and once the endpoint is enabled they can be sent again.
 */
import type { EntityManager } from 'typeorm';
import type { GdprRequest } from '../gdpr/entities';
import type { RequestStatus, RequestType } from '../gdpr/lifecycle';
import { eventsOfStatus, eventTypes, type WebhookEvent } from './events';

/** An event of a request or a case. */
interface Announcement {
  organizationId: string;
  event: WebhookEvent;
  requestId: string | null;
  caseId: string | null;
  type?: RequestType | null;
  status?: RequestStatus | null;
  parentId?: string | null;
  dueAt?: Date | null;
}

/** What an event says of a request. */
export type AnnouncedRequest = Pick<
  GdprRequest,
  'organizationId' | 'id' | 'type' | 'status' | 'parentId' | 'caseId' | 'dueAt'
>;

/** Announces events of requests, as these are after the change. Events of one request keep their order. */
export const announceRequests = (
  db: EntityManager,
  happened: { event: WebhookEvent; request: AnnouncedRequest }[],
): Promise<void> =>
  announce(
    db,
    happened.map(({ event, request: { id, ...request } }) => ({ ...request, event, requestId: id })),
  );

/** Announces that requests were created. */
export const announceCreated = (db: EntityManager, requests: AnnouncedRequest[]): Promise<void> =>
  announceRequests(
    db,
    requests.flatMap((request) =>
      (['GDPR_REQUEST_CREATED', ...eventsOfStatus(request.status)] as const).map((event) => ({ event, request })),
    ),
  );

/** Announces that requests reached their status, except for the steps of their work. */
export const announceMoved = (db: EntityManager, requests: AnnouncedRequest[]): Promise<void> =>
  announceRequests(
    db,
    requests.flatMap((request) => eventsOfStatus(request.status).map((event) => ({ event, request }))),
  );

/** Announces that deadlines of cases are near or have passed. */
export const announceCases = (
  db: EntityManager,
  happened: { organizationId: string; event: WebhookEvent; caseId: string; dueAt: Date }[],
): Promise<void> =>
  announce(
    db,
    happened.map((each) => ({ ...each, requestId: null })),
  );

/**
 * Announces events of requests by their ids: that their packages were removed, or that a value of an erased person came back (R33). A
 * request that is no longer stored is named too.
 */
export async function announceOf(
  db: EntityManager,
  event: 'GDPR_PACKAGE_REMOVED' | 'GDPR_SUBJECT_REAPPEARED',
  of: { organizationId: string; requestId: string }[],
): Promise<void> {
  if (of.length === 0) return;
  const rows: (Omit<Announcement, 'event'> & Pick<Announcement, 'requestId'>)[] = await db.query(
    `SELECT given.organization_id AS "organizationId", given.request_id AS "requestId", request.case_id AS "caseId",
       request.type, request.status, request.parent_id AS "parentId", request.due_at AS "dueAt"
     FROM unnest($1::text[], $2::uuid[]) AS given (organization_id, request_id)
     LEFT JOIN gdpr_request request ON request.organization_id = given.organization_id AND request.id = given.request_id`,
    [of.map(({ organizationId }) => organizationId), of.map(({ requestId }) => requestId)],
  );
  await announce(
    db,
    rows.map((row) => ({ ...row, event })),
  );
}

/** SQL: a time in the format of the body. */
const told = (time: string): string => `to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * Writes deliveries to every endpoint that listens. Events about one request or case are numbered, under the lock of the counter's row.
 * It is taken after the lock of the request, so that numbers follow the order of the changes.
 */
async function announce(db: EntityManager, events: Announcement[]): Promise<void> {
  if (events.length === 0) return;
  await db.query(
    `WITH given AS MATERIALIZED (
       SELECT given.*, coalesce(request_id, case_id) AS about FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::uuid[],
         $6::text[], $7::text[], $8::uuid[], $9::timestamptz[])
         WITH ORDINALITY AS given (organization_id, event, wire, request_id, case_id, type, status, parent_id, due_at, place)
       WHERE EXISTS (SELECT FROM webhook_endpoint endpoint WHERE endpoint.organization_id = given.organization_id
         AND (endpoint.events IS NULL OR given.event = ANY(endpoint.events)))),
     counted AS (
       INSERT INTO webhook_sequence AS known (organization_id, about, last)
       SELECT organization_id, about, count(*) FROM given GROUP BY organization_id, about ORDER BY organization_id, about
       ON CONFLICT (organization_id, about) DO UPDATE SET last = known.last + excluded.last
       RETURNING organization_id, about, last),
     numbered AS MATERIALIZED (
       SELECT given.*, date_trunc('milliseconds', clock_timestamp()) AS at,
         counted.last - count(*) OVER of_one + row_number() OVER (of_one ORDER BY place) AS sequence
       FROM given JOIN counted USING (organization_id, about)
       WINDOW of_one AS (PARTITION BY given.organization_id, given.about))
     INSERT INTO webhook_delivery (organization_id, id, endpoint_id, event, request_id, case_id, created_at, next_attempt_at, body)
     SELECT event.organization_id, gen_random_uuid(), endpoint.id, event.event, event.request_id, event.case_id, event.at, event.at,
       json_build_object('type', event.wire, 'timestamp', ${told('event.at')}, 'data', json_build_object(
         'requestId', event.request_id, 'type', event.type, 'status', event.status, 'parentRequestId', event.parent_id,
         'caseId', event.case_id, 'dueAt', ${told('event.due_at')}, 'sequence', event.sequence))::text
     FROM numbered AS event JOIN webhook_endpoint endpoint ON endpoint.organization_id = event.organization_id
       AND (endpoint.events IS NULL OR event.event = ANY(endpoint.events))`,
    [
      events.map(({ organizationId }) => organizationId),
      events.map(({ event }) => event),
      events.map(({ event }) => eventTypes[event]),
      events.map(({ requestId }) => requestId),
      events.map(({ caseId }) => caseId),
      events.map(({ type }) => type ?? null),
      events.map(({ status }) => status ?? null),
      events.map(({ parentId }) => parentId ?? null),
      events.map(({ dueAt }) => dueAt ?? null),
    ],
  );
}
