/** `auditLog`: its arguments, checked, and a person's term as the digests that the log and the requests hold (R21). */
import {
  checkedTime,
  currentKeys,
  formerFingerprints,
  inputError,
  isId,
  parseTerm,
  termFingerprint,
  type TermInput,
} from '../../../subgraphs/kit';
import { checkedFirst } from '../../../subgraphs/kit/base/persistence/keyset';
import { decodeCursor, readAuditLog, type AuditConditions } from '../../audit/read-audit-log';
import { storedActors } from '../../audit/sealed-words';
import type { GdprContext } from '../context';
import type { AuditAction } from '../../audit/actions';
import { ofAnySource } from '../services/any-source';
import { soughtDigests } from '../store/subjects/known-values';

/** An id that no request has. */
const nobodys = '00000000-0000-0000-0000-000000000000';

/** Subjects of tokens are shorter. */
const maximumActor = 255;

/** `AuditLogFilter`, as GraphQL hands it over. */
interface AuditLogFilter {
  requestId?: string | null;
  caseId?: string | null;
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
  keys.assertUsable();
  const ofAny = ofAnySource(parsed);
  // Who looked for an external id of any system saw the person with this system's id too.
  const texts = [...[parsed, ...(ofAny ? [ofAny] : [])].map(termFingerprint), ...formerFingerprints(parsed)];
  return { termDigests: texts.map((text) => keys.digest(text)), subjectDigests: soughtDigests(parsed) };
}

function conditionsOf(requestId: string | null | undefined, filter: AuditLogFilter): AuditConditions {
  const { actor = null, action = null, caseId = null } = filter;
  if (caseId !== null && filter.term != null)
    throw inputError('filter.caseId', 'filter.caseId does not stand beside filter.term.');
  if (actor !== null && (actor === '' || actor.length > maximumActor))
    throw inputError('filter.actor', `filter.actor takes 1 to ${maximumActor} characters.`);
  const from = filter.from == null ? null : checkedTime('filter.from', filter.from);
  const to = filter.to == null ? null : checkedTime('filter.to', filter.to);
  if (from && to && from >= to) throw inputError('filter.to', 'filter.to takes a time after filter.from.');
  const requestIds = [requestId, filter.requestId].filter((id) => id != null);
  const actors = actor === null ? null : storedActors(actor);
  const ofCase = caseId === null ? null : isId(caseId) ? caseId.toLowerCase() : nobodys;
  return { requestIds, caseId: ofCase, person: personOf(filter.term), actors, action, from, to };
}

/** @throws BAD_USER_INPUT; FORBIDDEN for a term or a caller when the organisation's keys were destroyed: no digest can be told any more */
export async function listAuditLog(
  { tools }: GdprContext,
  { requestId, filter, order, first, after }: AuditLogArguments,
) {
  const limit = checkedFirst(first, 100);
  const page = { limit, after: decodeCursor(after), newestFirst: order === 'NEWEST_FIRST' };
  const conditions = conditionsOf(requestId, filter ?? {});
  const anchored = await tools.anchors.headOf(tools.dataSource, currentKeys().organizationId);
  // What cannot be an id is simply not found: no entry has the empty one.
  const requestIds = conditions.requestIds.map((id) => (isId(id) ? id : nobodys));
  return readAuditLog(tools.dataSource.manager, { ...conditions, requestIds }, page, anchored);
}
