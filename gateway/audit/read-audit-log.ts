/** Reads the audit log a page at a time, and says whether the chain holds. */
import type { EntityManager } from 'typeorm';
import { currentKeys, inputError } from '../../subgraphs/kit';
import type { AuditAction } from './actions';
import { termDigestIn } from './audit-log';
import { columns, entryOf, verifyChain, type AuditRow } from './verify-audit-log';

/** Which entries are read: all conditions that are given must hold. */
export interface AuditConditions {
  requestIds: string[];
  /** Digests of one term: as details name it, and as requests are found by it. */
  person: { termDigest: Buffer; subjectDigest: Buffer } | null;
  actor: string | null;
  action: AuditAction | null;
  /** Inclusive. */
  from: Date | null;
  /** Exclusive. */
  to: Date | null;
}

/** Which of these entries are wanted. */
export interface AuditPage {
  limit: number;
  after: AuditPlace | null;
  newestFirst: boolean;
}

/** Where an entry stands: the log is read in the order of time, and entries of one moment in the order of the chain. */
interface AuditPlace {
  at: Date;
  sequence: number;
}

const encode = ({ at, sequence }: AuditPlace) =>
  Buffer.from(JSON.stringify([at.getTime(), sequence])).toString('base64url');

/** The place that a cursor names. @throws BAD_USER_INPUT */
export function decodeCursor(cursor: string | null | undefined): AuditPlace | null {
  if (cursor == null) return null;
  try {
    const [time, sequence] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const at = new Date(Number.isSafeInteger(time) ? (time as number) : NaN);
    if (!Number.isNaN(at.getTime()) && Number.isSafeInteger(sequence)) return { at, sequence: sequence as number };
  } catch {
    // Said below.
  }
  throw inputError('after', 'after is not a cursor of this list.');
}

/** One page, with an entry more than it holds when there is a next one. Each part of the statement stops at the page's size. */
export function pageStatement(
  organizationId: string,
  { requestIds, person, actor, action, from, to }: AuditConditions,
  { limit, after, newestFirst }: AuditPage,
): { sql: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const given = (value: unknown, type: string) => `$${parameters.push(value)}::${type}`;
  const organization = given(organizationId, 'text');
  const begins = newestFirst ? to : from;
  // Of two bounds at the end where the page begins, an index is entered at either: only the inner one is given.
  const within = after && (!begins || (newestFirst ? after.at < begins : after.at >= begins)) ? after : null;
  const place = within && `(${given(within.at, 'timestamptz')}, ${given(within.sequence, 'bigint')})`;
  const conditions = [
    `organization_id = ${organization}`,
    ...requestIds.map((id) => `request_id = ${given(id, 'uuid')}`),
    actor !== null && `actor = ${given(actor, 'text')}`,
    action !== null && `action = ${given(action, 'text')}`,
    from && (newestFirst || !place) && `at >= ${given(from, 'timestamptz')}`,
    to && (!newestFirst || !place) && `at < ${given(to, 'timestamptz')}`,
    place && `(at, sequence) ${newestFirst ? '<' : '>'} ${place}`,
  ].filter(Boolean);
  const order = newestFirst ? 'ORDER BY at DESC, sequence DESC' : 'ORDER BY at, sequence';
  const end = `${order} LIMIT ${given(limit + 1, 'integer')}`;
  const entries = (more: string) =>
    `SELECT ${columns} FROM audit_entry WHERE ${conditions.join(' AND ')}${more} ${end}`;
  if (!person) return { sql: entries(''), parameters };
  const digest = given(person.termDigest.toString('hex'), 'text');
  const sql = `SELECT * FROM (
      SELECT entry.* FROM gdpr_request request
      CROSS JOIN LATERAL (${entries(' AND request_id = request.id')}) AS entry
      WHERE request.organization_id = ${organization} AND request.subject_digest = ${given(person.subjectDigest, 'bytea')}
      UNION
      (${entries(` AND ${termDigestIn} = ${digest}`)})) AS page ${end}`;
  return { sql, parameters };
}

/** One page of the organisation's entries; `verified` covers the chain up to the newest of them (R21). */
export async function readAuditLog(db: EntityManager, conditions: AuditConditions, page: AuditPage) {
  const { organizationId } = currentKeys();
  const { sql, parameters } = pageStatement(organizationId, conditions, page);
  const rows: AuditRow[] = await db.query(sql, parameters);
  const nodes = rows.slice(0, page.limit).map(entryOf);
  const last = nodes.at(-1);
  const newest = Math.max(0, ...nodes.map(({ sequence }) => sequence));
  const fault = last ? await verifyChain(db, organizationId, newest) : null;
  return {
    nodes,
    pageInfo: { hasNextPage: rows.length > page.limit, endCursor: last ? encode(last) : null },
    verified: fault === null,
  };
}
