/** `auditLog`: its arguments, checked, and a person's term as the digests that the log and the requests hold (R21). */
import {
  checkedTime,
  currentKeys,
  inputError,
  isId,
  parseTerm,
  termFingerprint,
  type TermInput,
} from '../../../subgraphs/kit';
import { decodeCursor, readAuditLog, type AuditConditions } from '../../audit/read-audit-log';
import type { GdprContext } from '../context';
import type { AuditAction } from '../../audit/actions';
import { subjectDigest } from '../store/subject-locks';

const maximumFirst = 200;

/** Subjects of tokens are shorter. */
const maximumActor = 255;

/** `AuditLogFilter`, as GraphQL hands it over. */
interface AuditLogFilter {
  requestId?: string | null;
  term?: TermInput | null;
  actor?: string | null;
  action?: AuditAction | null;
  from?: string | null;
  to?: string | null;
}

/** The arguments of `auditLog`, as GraphQL hands them over. */
export interface AuditLogArguments {
  requestId?: string | null;
  filter?: AuditLogFilter | null;
  order?: 'OLDEST_FIRST' | 'NEWEST_FIRST' | null;
  first?: number | null;
  after?: string | null;
}

function personOf(term: TermInput | null | undefined): AuditConditions['person'] {
  if (term == null) return null;
  const parsed = parseTerm(term, 'filter.term');
  const keys = currentKeys();
  keys.demand();
  return { termDigest: keys.digest(termFingerprint(parsed)), subjectDigest: subjectDigest(parsed) };
}

function conditionsOf(requestId: string | null | undefined, filter: AuditLogFilter): AuditConditions {
  const { actor = null, action = null } = filter;
  if (actor !== null && (actor === '' || actor.length > maximumActor))
    throw inputError('filter.actor', `filter.actor takes 1 to ${maximumActor} characters.`);
  const from = filter.from == null ? null : checkedTime('filter.from', filter.from);
  const to = filter.to == null ? null : checkedTime('filter.to', filter.to);
  if (from && to && from >= to) throw inputError('filter.to', 'filter.to takes a time after filter.from.');
  const requestIds = [requestId, filter.requestId].filter((id) => id != null);
  return { requestIds, person: personOf(filter.term), actor, action, from, to };
}

/** @throws BAD_USER_INPUT; FORBIDDEN for a term when the organisation's keys were destroyed: no digest can be told any more */
export async function listAuditLog(
  { tools }: GdprContext,
  { requestId, filter, order, first, after }: AuditLogArguments,
) {
  const limit = first ?? 100;
  if (limit < 1 || limit > maximumFirst) throw inputError('first', `first takes 1 to ${maximumFirst}.`);
  const page = { limit, after: decodeCursor(after), newestFirst: order === 'NEWEST_FIRST' };
  const conditions = conditionsOf(requestId, filter ?? {});
  // What cannot be an id is simply not found.
  if (!conditions.requestIds.every(isId))
    return { nodes: [], pageInfo: { hasNextPage: false, endCursor: null }, verified: true };
  return readAuditLog(tools.dataSource.manager, conditions, page);
}
