/** Reads the audit log a page at a time, and says whether the chain holds. */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../subgraphs/kit';
import { decodePlace, encodePlace } from '../persistence/time-cursor';
import type { AuditAction } from './actions';
import type { AnchoredHead } from './anchors/checkpoint';
import { isOfCase, termDigestIn } from './audit-log';
import { openWords } from './sealed-words';
import { columns, entryOf, type AuditRow } from './verify-audit-log';
import { verifyPage } from './verify-page';

/** Which entries are read: all conditions that are given must hold. */
export interface AuditConditions {
  requestIds: string[];
  /** Digests of one term, by each version of normalisation: as details name it, and as requests are found by it. */
  person: { termDigests: Buffer[]; subjectDigests: Buffer[] } | null;
  /** The id of a case, in lower case: what was done to it and in its requests. Not beside a person. */
  caseId: string | null;
  /** How entries may hold the actor that is asked for: see `storedActors`. */
  actors: string[] | null;
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

/** The place that a cursor names. @throws BAD_USER_INPUT */
export function decodeCursor(cursor: string | null | undefined): AuditPlace | null {
  if (cursor == null) return null;
  const { at, key } = decodePlace(cursor, Number.isSafeInteger as (key: unknown) => key is number);
  return { at, sequence: key };
}

/** One page, with an entry more than it holds when there is a next one. Each part of the statement stops at the page's size. */
export function pageStatement(
  organizationId: string,
  { requestIds, person, caseId, actors, action, from, to }: AuditConditions,
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
    // Beside a person it is one condition more; by itself each form is looked up by itself.
    (person || caseId) && actors && `actor = ANY(${given(actors, 'text[]')})`,
    action !== null && `action = ${given(action, 'text')}`,
    from && (newestFirst || !place) && `at >= ${given(from, 'timestamptz')}`,
    to && (!newestFirst || !place) && `at < ${given(to, 'timestamptz')}`,
    place && `(at, sequence) ${newestFirst ? '<' : '>'} ${place}`,
  ].filter(Boolean);
  const order = newestFirst ? 'ORDER BY at DESC, sequence DESC' : 'ORDER BY at, sequence';
  const end = `${order} LIMIT ${given(limit + 1, 'integer')}`;
  const entries = (more: string) =>
    `SELECT ${columns} FROM audit_entry WHERE ${conditions.join(' AND ')}${more} ${end}`;
  if (caseId) {
    const requests = `SELECT entry.* FROM gdpr_request request
      CROSS JOIN LATERAL (${entries(' AND request_id = request.id')}) AS entry
      WHERE request.organization_id = ${organization} AND request.case_id = ${given(caseId, 'uuid')}`;
    const own = entries(` AND ${isOfCase(given(caseId, 'text'))}`);
    return { sql: `SELECT * FROM (${requests} UNION (${own})) AS page ${end}`, parameters };
  }
  if (!person) {
    const forms = (actors ?? []).map((actor) => entries(` AND actor = ${given(actor, 'text')}`));
    if (forms.length < 2) return { sql: forms[0] ?? entries(''), parameters };
    return {
      sql: `SELECT * FROM (${forms.map((form) => `(${form})`).join(' UNION ALL ')}) AS page ${end}`,
      parameters,
    };
  }
  const subjects = given(person.subjectDigests, 'bytea[]');
  const named = person.termDigests.map((digest) => {
    const text = given(digest.toString('hex'), 'text');
    return `(${entries(` AND ${termDigestIn} = ${text}`)})`;
  });
  const sql = `SELECT * FROM (
      SELECT entry.* FROM gdpr_request request
      CROSS JOIN LATERAL (${entries(' AND request_id = request.id')}) AS entry
      WHERE request.organization_id = ${organization} AND request.subject_digest = ANY(${subjects})
      UNION ${named.join(' UNION ')}) AS page ${end}`;
  return { sql, parameters };
}

/**
 * One page of the organisation's entries, and whether they and all up to the newest checkpoint outside the database hold (R21; see
 * {@link verifyPage}).
 */
export async function readAuditLog(
  db: EntityManager,
  conditions: AuditConditions,
  page: AuditPage,
  anchored: AnchoredHead | null = null,
) {
  const { organizationId } = currentKeys();
  const { sql, parameters } = pageStatement(organizationId, conditions, page);
  const rows: AuditRow[] = await db.query(sql, parameters);
  const nodes = rows.slice(0, page.limit).map(entryOf);
  const last = nodes.at(-1);
  return {
    nodes: nodes.map(openWords),
    pageInfo: {
      hasNextPage: rows.length > page.limit,
      endCursor: last ? encodePlace({ at: last.at, key: last.sequence }) : null,
    },
    verified: await verifyPage(db, organizationId, nodes, anchored),
  };
}
