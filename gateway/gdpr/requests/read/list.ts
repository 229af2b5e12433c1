/** `gdprRequests`: newest first, by keyset (R15, R21). */
import type { DataSource } from 'typeorm';
import {
  checkedTime,
  connectionOf,
  currentKeys,
  inputError,
  isId,
  parsePage,
  parseTerm,
  type Connection,
  type PageArguments,
} from '../../../../subgraphs/kit';
import { boundedCount, maximumCounted } from '../../../persistence/bounded-count';
import { GdprRequest } from '../../entities';
import { doneStatuses, requestStatuses, requestTypes, type RequestStatus, type RequestType } from '../../lifecycle';
import { sqlList, sqlSet } from '../../lifecycle-sql';
import { countedRequests } from './count';
import { requestsKnowing, soughtDigests } from '../../store/subjects/known-values';
import { referenceDigest } from '../../store/retention/sealed-creation';
import type { GdprRequestFilter } from '../../schema.generated';

/**
 * One page of the organisation's requests with the number of all that the filter lets through: by the counters where types are all
 * that is asked for, otherwise counted up to a bound.
 */
export async function listRequests(
  dataSource: DataSource,
  filter: GdprRequestFilter | null | undefined,
  { offset, ...page }: PageArguments & { offset?: number | null },
): Promise<Connection<GdprRequest> & { totalCount: number }> {
  const parsed = parsePage(page, 25);
  const skipped = checkedOffset(offset ?? 0, parsed.after !== null);
  const conditions = conditionsOf(filter ?? {});
  const totalCount = (await countedRequests(dataSource, filter ?? {})) ?? (await countUpTo(dataSource, conditions));
  const items = await dataSource
    .createQueryBuilder(GdprRequest, 'request')
    .where(`request.organization_id = :organizationId AND request.id IN (${pageOf(conditions)})`)
    .setParameters({ ...conditions.parameters, before: parsed.after ?? lastId })
    .setParameters({ taken: parsed.limit + 1, skipped, reached: skipped + parsed.limit + 1 })
    .orderBy('request.id', 'DESC')
    .getMany();
  return { ...connectionOf(items, parsed), totalCount };
}

/** No request has an id after it. */
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** How far pages by number go: to pass over more takes longer than a page is worth (R27). */
const furthest = 100_000;

/** @throws BAD_USER_INPUT */
function checkedOffset(offset: number, hasCursor: boolean): number {
  if (offset < 0 || offset > furthest) throw inputError('offset', `offset takes 0 to ${furthest}.`);
  if (offset > 0 && hasCursor) throw inputError('offset', 'offset is not taken beside after.');
  return offset;
}

/** What a filter asks for, as SQL over `gdpr_request AS request`. */
interface Conditions {
  /** Whether requests are looked up by type and status. */
  byKind: boolean;
  types: readonly RequestType[];
  statuses: readonly RequestStatus[];
  others: string[];
  /** Few requests fulfil the others, and an index tells which. */
  selective: boolean;
  parameters: Record<string, unknown>;
}

function conditionsOf(filter: GdprRequestFilter): Conditions {
  const others = ['request.organization_id = :organizationId'];
  const parameters: Record<string, unknown> = { organizationId: currentKeys().organizationId };
  const ask = (condition: string, given: Record<string, unknown> = {}) => {
    others.push(condition);
    Object.assign(parameters, given);
  };
  if (filter.reference != null) {
    const { reference } = filter;
    ask('(request.reference_digest = :referenceDigest OR request.reference = :reference)', {
      reference,
      referenceDigest: referenceDigest(reference),
    });
  }
  if (filter.term != null) {
    const term = parseTerm(filter.term, 'filter.term');
    currentKeys().assertUsable();
    ask(`request.id IN (${requestsKnowing(':organizationId', ':digests')})`, {
      digests: soughtDigests(term),
    });
  }
  if (filter.caseId != null) {
    const { caseId } = filter;
    if (isId(caseId)) ask('request.case_id = :caseId', { caseId });
    else ask('false');
  }
  if (filter.dueBefore != null)
    ask('request.due_at < :dueBefore', { dueBefore: checkedTime('filter.dueBefore', filter.dueBefore) });
  if (filter.overdue != null) {
    const overdue = `(request.due_at < now() AND request.status NOT IN ${sqlSet(doneStatuses)})`;
    ask(filter.overdue ? overdue : `NOT ${overdue}`);
  }
  if (filter.related != null) ask(`request.parent_id IS ${filter.related ? 'NOT NULL' : 'NULL'}`);
  const types = requestTypes.filter((type) => type === (filter.type ?? type) && (filter.types?.includes(type) ?? true));
  const statuses = requestStatuses.filter((status) => filter.status?.includes(status) ?? true);
  const selective = filter.reference != null || filter.term != null || filter.caseId != null || filter.overdue === true;
  // What has a parent, or none, is indexed by type and status only.
  const all =
    types.length === requestTypes.length && statuses.length === requestStatuses.length && filter.related == null;
  const among = (column: string, values: readonly (RequestType | RequestStatus)[]) =>
    values.length > 0 ? `request.${column} IN ${sqlSet(values)}` : 'false';
  if (!all && selective) others.push(among('type', types), among('status', statuses));
  return {
    byKind: !all && !selective,
    types,
    statuses,
    others,
    selective,
    parameters,
  };
}

const found = (conditions: string[]) => `SELECT request.id FROM gdpr_request request WHERE ${conditions.join(' AND ')}`;

/**
 * SQL: the newest ids before `:before` of each type and status, `limit` of each. The index has them in this order: bounds of status and
 * id together, and an order that no other index has, leave the planner no walk through requests of all kinds, however it judges
 * what an organisation has of each.
 */
function newestOfEach({ types, statuses, others }: Conditions, limit: string): string {
  const given = (values: readonly (RequestType | RequestStatus)[]) => `unnest(ARRAY[${sqlList(values)}]::text[])`;
  const within = [
    'request.type = kind.type',
    `(request.status, request.id) > (state.status, '00000000-0000-0000-0000-000000000000'::uuid)`,
    '(request.status, request.id) < (state.status, :before::uuid)',
  ];
  return `SELECT newest.id FROM ${given(types)} AS kind (type) CROSS JOIN ${given(statuses)} AS state (status)
    CROSS JOIN LATERAL (${found([...others, ...within])}
      ORDER BY request.status DESC, request.id DESC LIMIT ${limit}) AS newest`;
}

/** SQL: the ids of one page, newest first. What the page does not show is not read, but for what few requests fulfil. */
function pageOf(conditions: Conditions): string {
  const { byKind, others, selective } = conditions;
  const page = 'ORDER BY id DESC LIMIT :taken OFFSET :skipped';
  if (byKind) return `${newestOfEach(conditions, ':reached')} ${page}`;
  const within = found([...others, 'request.id < :before']);
  // The few are read before they are ordered: else the planner may read all in the order of the list until it meets them.
  return selective ? `WITH few AS MATERIALIZED (${within}) SELECT id FROM few ${page}` : `${within} ${page}`;
}

/** How many requests fulfil the conditions, up to a bound. */
const countUpTo = (dataSource: DataSource, conditions: Conditions): Promise<number> =>
  boundedCount(
    dataSource,
    conditions.byKind ? newestOfEach(conditions, String(maximumCounted)) : found(conditions.others),
    { ...conditions.parameters, before: lastId },
  );
