/**
 * Announces that due dates of requests and deadlines of cases are near or have passed (R15, R28, R32): once each, and again when one was
 * moved. This is done only for organisations with endpoints that listen.
 */
import type { DataSource, EntityManager } from 'typeorm';
import { returned } from '../persistence/rows';
import { doneStatuses } from '../gdpr/lifecycle';
import { sqlSet } from '../gdpr/lifecycle-sql';
import type { WebhookEvent } from './events';
import { announceCases, announceRequests, type AnnouncedRequest } from './outbox';

/** How many of each kind one turn announces. */
const batch = 200;

interface Deadline {
  table: 'gdpr_request' | 'gdpr_case';
  event: WebhookEvent;
  /** The column with the due date that was announced. */
  told: 'due_soon_told' | 'overdue_told';
  /** SQL: when it is announced. */
  when: string;
}

const open = { gdpr_request: `status NOT IN ${sqlSet(doneStatuses)}`, gdpr_case: 'closed_at IS NULL' };

const passed = 'due_at < now()';
const within = (interval: string): string => `due_at BETWEEN now() AND now() + interval '${interval}'`;

/** "Near" is what the metrics call due soon: a day for a request, a week for a case. */
const deadlines: Deadline[] = [
  { table: 'gdpr_request', event: 'GDPR_REQUEST_DUE_SOON', told: 'due_soon_told', when: within('1 day') },
  { table: 'gdpr_request', event: 'GDPR_REQUEST_OVERDUE', told: 'overdue_told', when: passed },
  { table: 'gdpr_case', event: 'GDPR_CASE_DUE_SOON', told: 'due_soon_told', when: within('7 days') },
  { table: 'gdpr_case', event: 'GDPR_CASE_OVERDUE', told: 'overdue_told', when: passed },
];

/** SQL: now, if any organisation listens; null otherwise. */
export const deadlinesDue = 'SELECT now() WHERE EXISTS (SELECT FROM webhook_endpoint)';

/** One turn. Locked rows are left for the next one. */
export async function announceDeadlines(dataSource: DataSource): Promise<void> {
  for (const deadline of deadlines) await dataSource.transaction((db) => announceDeadline(db, deadline));
}

async function announceDeadline(db: EntityManager, { table, event, told, when }: Deadline): Promise<void> {
  const rows = await returned<Record<string, unknown>>(
    db.query(
      `UPDATE ${table} SET ${told} = ${table}.due_at FROM (
         SELECT organization_id, id FROM ${table} item
         WHERE ${open[table]} AND ${when} AND ${told} IS DISTINCT FROM due_at
           AND EXISTS (SELECT FROM webhook_endpoint endpoint WHERE endpoint.organization_id = item.organization_id
             AND (endpoint.events IS NULL OR $1 = ANY(endpoint.events)))
         ORDER BY due_at LIMIT ${batch} FOR NO KEY UPDATE SKIP LOCKED) AS due
       WHERE ${table}.organization_id = due.organization_id AND ${table}.id = due.id RETURNING ${table}.*`,
      [event],
    ),
  );
  if (table === 'gdpr_case') {
    await announceCases(
      db,
      rows.map((row) => ({
        organizationId: row.organization_id as string,
        event,
        caseId: row.id as string,
        dueAt: row.due_at as Date,
      })),
    );
    return;
  }
  await announceRequests(
    db,
    rows.map((row) => ({ event, request: requestOf(row) })),
  );
}

const requestOf = (row: Record<string, unknown>) =>
  ({
    organizationId: row.organization_id,
    id: row.id,
    type: row.type,
    status: row.status,
    parentId: row.parent_id,
    caseId: row.case_id,
    dueAt: row.due_at,
  }) as AnnouncedRequest;
