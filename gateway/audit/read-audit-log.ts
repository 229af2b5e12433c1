/** Reads the audit log page by page, and verifies its chain. */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../subgraphs/kit';
import { decodePlace, encodePlace } from '../persistence/time-cursor';
import type { AuditAction } from './actions';
import type { AnchoredHead } from './anchors/checkpoint';
import { isOfCase, termDigestIn } from './audit-log';
import { openWords } from './sealed-words';
import { columns, entryOf, type AuditRow } from './verify-audit-log';
import { verifyPage } from './verify-page';

/** Which entries are read. Conditions are combined with AND; an empty one does not count. */
export interface AuditConditions {
  requestIds: string[];
  /**
   * The digests of one term, one for each version of normalisation: `termDigests` as details contain them, `subjectDigests` as
   * requests are found by.
   */
  person: { termDigests: Buffer[]; subjectDigests: Buffer[] } | null;
  /** The id of a case, in lower case: entries of the case and of its requests. It cannot be combined with `person`. */
  caseId: string | null;
  /** The forms in which entries may store the actor, see `storedActors`. */
  actors: string[] | null;
  action: AuditAction | null;
  /** Inclusive. */
  from: Date | null;
  /** Exclusive. */
  to: Date | null;
}

/** Which page of these entries is read. */
export interface AuditPage {
  limit: number;
  after: AuditPlace | null;
  newestFirst: boolean;
}

/** The position of an entry. The log is read in order of time; entries of the same time are in the order of the chain. */
interface AuditPlace {
  at: Date;
  sequence: number;
}

/** Decodes a cursor. @throws BAD_USER_INPUT */
export function decodeCursor(cursor: string | null | undefined): AuditPlace | null {
  if (cursor == null) return null;
  const { at, key } = decodePlace(cursor, Number.isSafeInteger as (key: unknown) => key is number);
  return { at, sequence: key };
}

/**
 * Builds the statement for one page. It returns one entry more than the page holds when there is a next page. Each part of a UNION
 * has the limit of the page, so that a long log costs no more.
 */
export function pageStatement(
  organizationId: string,
  { requestIds, person, caseId, actors, action, from, to }: AuditConditions,
  { limit, after, newestFirst }: AuditPage,
): { sql: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const given = (value: unknown, type: string) => `$${parameters.push(value)}::${type}`;
  const organization = given(organizationId, 'text');
  const begins = newestFirst ? to : from;
  // The cursor and a time bound limit the same end of the page. With both, PostgreSQL might start its index scan at the outer one,
  // so only the inner one is used.
  const within = after && (!begins || (newestFirst ? after.at < begins : after.at >= begins)) ? after : null;
  const place = within && `(${given(within.at, 'timestamptz')}, ${given(within.sequence, 'bigint')})`;
  const conditions = [
    `organization_id = ${organization}`,
    ...requestIds.map((id) => `request_id = ${given(id, 'uuid')}`),
    // With a person or a case the actor is one more condition. Alone, each stored form has an index lookup of its own below.
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
 * Reads one page of the current organisation's entries. `verified` says whether these entries hold, and the log agrees with the newest
 * checkpoint outside the database (R21; see {@link verifyPage}).
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
