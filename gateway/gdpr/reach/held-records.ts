/** Everything that a service holds for a term, by what names each record: nothing of what the records say is kept. */
import { termInput, type Term } from '../../../subgraphs/kit';
import type { ServiceRecord, ServiceSubject } from '../../../subgraphs/kit/base/contract/answers';
import { ServiceCallError, type ServiceCallScope } from '../services/service-call';
import type { PiiService } from '../services/pii-services';
import { PageProgress } from '../services/progress';

/** A record, by what names it. */
type RecordName = Pick<ServiceRecord, 'id' | 'recordType'>;

export interface HeldRecords {
  records: RecordName[];
  subjects: ServiceSubject[];
  /** How many more match that the mark does not cover: newer, or of unknown age (R25). */
  newerRecords: number;
}

const pageSize = 500;

/** More than this many pages are not looked through: no person has 100,000 records under one value. */
const maximumPages = 200;

/**
 * Looks through all pages.
 * @throws ServiceCallError
 */
export async function heldRecords(
  { name, client }: PiiService,
  scope: ServiceCallScope,
  term: Term,
  asOf: string | null,
): Promise<HeldRecords> {
  const held: HeldRecords = { records: [], subjects: [], newerRecords: 0 };
  const progress = new PageProgress(name, null);
  let after: string | null = null;
  for (let pages = 0; pages < maximumPages; pages += 1) {
    const page = await client.find(scope, termInput(term), pageSize, after, asOf);
    held.records.push(...page.records.map(({ id, recordType }) => ({ id, recordType })));
    held.subjects.push(...page.subjects);
    held.newerRecords = page.newerRecords;
    if (page.endCursor == null) return held;
    progress.assertProgress(page.endCursor, page.records.length);
    after = page.endCursor;
  }
  throw new ServiceCallError(name, 'SERVICE_REFUSED', 'More records match than can be looked through.', 'BROAD_TERM');
}

/** How many of each type. */
export function countByType(records: Pick<ServiceRecord, 'recordType'>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { recordType } of records) counts[recordType] = (counts[recordType] ?? 0) + 1;
  return counts;
}

/** How many of which type: `2 Message, 1 Conversation`. */
export const describeCounts = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([recordType, count]) => `${count} ${recordType}`)
    .join(', ');
