/**
 * What a request by a value covers: what held the value when the request was made, and nothing that came later (R25). The
 * contract has no mark of that moment. What can be told is told by two things: the subjects that the value matched then,
 * which the request remembers as digests; and the age of other records, where the service states it.
 */
import { termInput, type Term } from '../../../subgraphs/kit';
import type { ServicePage, ServiceRecord, ServiceSubject } from '../services/answers';
import { ServiceCallError, type ServiceCallScope } from '../services/client';
import type { GdprRequest } from '../entities';
import { subjectDigest } from '../store/subject-locks';
import type { PiiService } from '../services/pii-services';
import { PageProgress } from '../services/progress';
import { idTermOf } from '../services/subjects';

/** The moment of a request, and whom it was agreed on. */
export type RequestMark = Pick<GdprRequest, 'createdAt' | 'agreed'>;

/** A record, by what names it. */
export type RecordName = Pick<ServiceRecord, 'id' | 'recordType'>;

/** All that a service holds for a term, seen from a request. */
export interface SiftedRecords {
  /** Held the value when the request was made. */
  covered: RecordName[];
  /** Came to hold it later, or belongs to somebody who did. */
  newer: RecordName[];
  /** Nobody says how old they are. */
  ageless: RecordName[];
  /** The subjects among the covered. */
  subjects: ServiceSubject[];
  /** The subjects that came later. */
  newcomers: ServiceSubject[];
}

/** The name under which a request remembers a subject: a digest, which outlives the erasure and names nobody (R21). */
export const subjectName = (subject: Pick<ServiceSubject, 'type' | 'id' | 'contactListId'>): string =>
  subjectDigest(idTermOf(subject)).toString('hex');

const pageSize = 500;

/** More than this many pages are not looked through: no person has 100,000 records under one value. */
const maximumPages = 200;

/**
 * Looks through all that a service holds for a term.
 * @param first the first page, where it is known already
 * @throws ServiceCallError
 */
export async function siftRecords(
  { name, client }: PiiService,
  scope: ServiceCallScope,
  request: RequestMark,
  term: Term,
  first?: ServicePage | null,
): Promise<SiftedRecords> {
  const pages: ServicePage[] = [];
  const progress = new PageProgress(name, null);
  for (let page = first ?? null, after: string | null = null; ; page = null) {
    page ??= await client.find(scope, termInput(term), pageSize, after);
    pages.push(page);
    if (page.endCursor == null) return sift(request, pages);
    progress.demand(page.endCursor, page.records.length);
    if (pages.length >= maximumPages) {
      const message = 'More records match than can be looked through for newer ones.';
      throw new ServiceCallError(name, 'SERVICE_REFUSED', message, 'BROAD_TERM');
    }
    after = page.endCursor;
  }
}

function sift(mark: RequestMark, pages: ServicePage[]): SiftedRecords {
  const records = pages.flatMap((page) => page.records);
  const ageOf = new Map(records.map((record) => [record.id, age(mark, record)]));
  const known = mark.agreed && new Set(mark.agreed.subjects);
  const [subjects, newcomers]: [ServiceSubject[], ServiceSubject[]] = [[], []];
  for (const subject of pages.flatMap((page) => page.subjects)) {
    // Of a request that remembers nobody the age of the subject's own record is all that there is.
    const was = known ? known.has(subjectName(subject)) : ageOf.get(subject.id) === 'covered';
    (was ? subjects : newcomers).push(subject);
  }
  const own = new Set(subjects.map(({ id }) => id));
  const sifted: SiftedRecords = { covered: [], newer: [], ageless: [], subjects, newcomers };
  for (const { id, recordType } of records) {
    // What hangs on a subject does not say on which: with a newcomer among them, it may be the newcomer's.
    const kind = own.has(id) ? 'covered' : newcomers.length > 0 ? 'newer' : (ageOf.get(id) ?? 'ageless');
    sifted[kind].push({ id, recordType });
  }
  return sifted;
}

function age({ createdAt }: RequestMark, record: ServiceRecord): 'covered' | 'newer' | 'ageless' {
  const made = new Date(record.createdAt ?? NaN).getTime();
  if (Number.isNaN(made)) return 'ageless';
  return made <= createdAt.getTime() ? 'covered' : 'newer';
}

/** How many of each type. */
export function countByType(records: RecordName[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { recordType } of records) counts[recordType] = (counts[recordType] ?? 0) + 1;
  return counts;
}

/** How many of which type: `2 Message, 1 Conversation`. */
export const describeCounts = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([recordType, count]) => `${count} ${recordType}`)
    .join(', ');
