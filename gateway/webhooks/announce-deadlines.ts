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

/** The most deadlines that one look announces, of one organisation and of all, and the most looks of each kind in one turn (R27). */
const ofOne = 50;
const batch = 200;
const looks = 10;

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
export const deadlines: Deadline[] = [
  { table: 'gdpr_request', event: 'GDPR_REQUEST_DUE_SOON', told: 'due_soon_told', when: within('1 day') },
  { table: 'gdpr_request', event: 'GDPR_REQUEST_OVERDUE', told: 'overdue_told', when: passed },
  { table: 'gdpr_case', event: 'GDPR_CASE_DUE_SOON', told: 'due_soon_told', when: within('7 days') },
  { table: 'gdpr_case', event: 'GDPR_CASE_OVERDUE', told: 'overdue_told', when: passed },
];

/** SQL: now, if any organisation listens; null otherwise. */
export const deadlinesDue = 'SELECT now() WHERE EXISTS (SELECT FROM webhook_endpoint)';

/** One turn. Locked rows are left for the next one. */
export async function announceDeadlines(dataSource: DataSource): Promise<void> {
  for (const deadline of deadlines)
    for (let look = 0, more = true; more && look < looks; look += 1)
      // Fewer than one organisation may have: nobody was cut off.
      more = (await dataSource.transaction((db) => announceDeadline(db, deadline))) >= ofOne;
}

/**
 * SQL: marks the next deadlines as announced. Organisations take turns: the first of each comes before the second of any, so that many of
 * one delay nobody else's. Ranking reads no further than an organisation's share, by an index of what was not announced yet, and locks
 * nothing; whatever was taken or has changed meanwhile is passed over.
 */
export function announcing({ table, told, when }: Omit<Deadline, 'event'>): string {
  const due = `${open[table]} AND ${when} AND ${told} IS DISTINCT FROM due_at`;
  return `WITH listening AS (
      SELECT DISTINCT organization_id FROM webhook_endpoint WHERE events IS NULL OR $1 = ANY(events)),
    ranked AS (
      SELECT item.organization_id, item.id FROM listening CROSS JOIN LATERAL (
        SELECT organization_id, id, due_at, row_number() OVER (ORDER BY due_at) AS place FROM ${table}
        WHERE organization_id = listening.organization_id AND ${due} ORDER BY due_at LIMIT ${ofOne}) AS item
      ORDER BY item.place, item.due_at LIMIT ${batch}),
    taken AS (
      SELECT item.organization_id, item.id FROM ${table} item JOIN ranked USING (organization_id, id)
      WHERE ${due} FOR NO KEY UPDATE OF item SKIP LOCKED)
    UPDATE ${table} SET ${told} = ${table}.due_at FROM taken
    WHERE ${table}.organization_id = taken.organization_id AND ${table}.id = taken.id RETURNING ${table}.*`;
}

/** @returns how many were announced */
async function announceDeadline(db: EntityManager, deadline: Deadline): Promise<number> {
  const { table, event } = deadline;
  const rows = await returned<Record<string, unknown>>(db.query(announcing(deadline), [event]));
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
  } else {
    await announceRequests(
      db,
      rows.map((row) => ({ event, request: requestOf(row) })),
    );
  }
  return rows.length;
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
