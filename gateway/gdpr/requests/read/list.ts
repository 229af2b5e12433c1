/** `gdprRequests`: newest first, by keyset (R15, R21). */
import type { DataSource, SelectQueryBuilder } from 'typeorm';
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
import { GdprRequest } from '../../entities';
import { doneStatuses } from '../../lifecycle';
import { sqlSet } from '../../lifecycle-sql';
import { countedRequests } from './count';
import { requestsKnowing } from '../../store/subjects/known-values';
import { referenceDigest } from '../../store/retention/sealed-creation';
import { formerSubjectDigests, subjectDigest } from '../../store/subjects/subject-locks';
import type { GdprRequestFilter } from '../../schema.generated';

/** One page of the organisation's requests with the number of all that the filter lets through. */
export async function listRequests(
  dataSource: DataSource,
  filter: GdprRequestFilter | null | undefined,
  { offset, ...page }: PageArguments & { offset?: number | null },
): Promise<Connection<GdprRequest> & { totalCount: number }> {
  const parsed = parsePage(page, 25);
  const skipped = checkedOffset(offset ?? 0, parsed.after !== null);
  const builder = filtered(dataSource.createQueryBuilder(GdprRequest, 'request'), filter ?? {});
  const totalCount = (await countedRequests(dataSource, filter ?? {})) ?? (await builder.getCount());
  if (parsed.after) builder.andWhere('request.id < :after', { after: parsed.after });
  const items = await builder
    .orderBy('request.id', 'DESC')
    .skip(skipped)
    .take(parsed.limit + 1)
    .getMany();
  return { ...connectionOf(items, parsed), totalCount };
}

/** The most requests that a page by number may skip: skipping more takes too long (R27). */
const furthest = 100_000;

/** @throws BAD_USER_INPUT */
function checkedOffset(offset: number, hasCursor: boolean): number {
  if (offset < 0 || offset > furthest) throw inputError('offset', `offset takes 0 to ${furthest}.`);
  if (offset > 0 && hasCursor) throw inputError('offset', 'offset is not taken beside after.');
  return offset;
}

function filtered(
  builder: SelectQueryBuilder<GdprRequest>,
  filter: GdprRequestFilter,
): SelectQueryBuilder<GdprRequest> {
  builder.where('request.organizationId = :organizationId', { organizationId: currentKeys().organizationId });
  if (filter.type) builder.andWhere('request.type = :type', { type: filter.type });
  if (filter.types)
    builder.andWhere(filter.types.length > 0 ? 'request.type IN (:...types)' : 'false', { types: filter.types });
  if (filter.status)
    builder.andWhere(filter.status.length > 0 ? 'request.status IN (:...status)' : 'false', { status: filter.status });
  if (filter.reference != null) {
    const { reference } = filter;
    builder
      .andWhere('(request.referenceDigest = :referenceDigest OR request.clearReference = :reference)')
      .setParameters({ reference, referenceDigest: referenceDigest(reference) });
  }
  if (filter.term != null) {
    const term = parseTerm(filter.term, 'filter.term');
    currentKeys().assertUsable();
    builder
      .andWhere(`request.id IN (${requestsKnowing(':organizationId', ':digests')})`)
      .setParameter('digests', [subjectDigest(term), ...formerSubjectDigests(term)]);
  }
  if (filter.dueBefore != null) {
    const before = checkedTime('filter.dueBefore', filter.dueBefore);
    builder.andWhere('request.dueAt < :before', { before });
  }
  if (filter.caseId != null) {
    const { caseId } = filter;
    builder.andWhere(isId(caseId) ? 'request.caseId = :caseId' : 'false', { caseId });
  }
  if (filter.overdue != null) {
    const overdue = `(request.dueAt < now() AND request.status NOT IN ${sqlSet(doneStatuses)})`;
    builder.andWhere(filter.overdue ? overdue : `NOT ${overdue}`);
  }
  return builder;
}
