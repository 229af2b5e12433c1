/** What a page of records adds to a service's part of a request, and how the part ends. */
import type { GraphQLError } from 'graphql';
import type { Term } from '../../../../subgraphs/kit';
import { totalOf, type ServicePage } from '../../../../subgraphs/kit/base/contract/answers';
import { foundIn, mergeFound } from '../../services/found-identifiers';
import type { GdprRequest, GdprTask } from '../../entities';
import { dispositionsText, type Counts, type StoredDisposition } from '../../stored-values';
import type { AttemptEnd } from './task-writes';

/** What a page of records adds to a task. UPDATE and DELETE need only the first page: the service counts what it does. */
export function recordPage(request: GdprRequest, task: GdprTask, term: Term, page: ServicePage): Partial<GdprTask> {
  const recordCounts: Counts = { ...task.recordCounts };
  const categoryCounts: Counts = { ...task.categoryCounts };
  for (const { recordType, fields, attachments } of page.records) {
    recordCounts[recordType] = (recordCounts[recordType] ?? 0) + 1;
    for (const { category } of fields) categoryCounts[category] = (categoryCounts[category] ?? 0) + 1;
    if (attachments.length > 0) categoryCounts.ATTACHMENT = (categoryCounts.ATTACHMENT ?? 0) + attachments.length;
  }
  const reads = request.type === 'GET' || request.type === 'EXPORT';
  return {
    recordCounts,
    categoryCounts,
    recordsFound: (task.recordsFound ?? 0) + page.records.length,
    newerRecords: page.newerRecords,
    cursor: page.endCursor ?? null,
    searched: !reads || page.endCursor == null,
    found: mergeFound(task.found ?? [], foundIn(term, page, reads)),
  };
}

/** Ends a part that may not be carried out as things stand now; another attempt would not change that (R8, R16). */
export function refused({ message, extensions }: GraphQLError, progress: Partial<GdprTask>): AttemptEnd {
  const code = String(extensions.code);
  const changes = { ...progress, lastErrorCode: code, lastErrorServiceCode: null, lastErrorMessage: message };
  return { status: 'FAILED', changes, detail: `not touched: ${code}` };
}

/** A part that ended well has no last error, whatever an attempt before it met. */
const noError = {
  lastErrorCode: null,
  lastErrorServiceCode: null,
  lastErrorMessage: null,
} as const satisfies Partial<GdprTask>;

/** Ends a part in a service that finds data by subject only (R7). */
export const subjectRequired: AttemptEnd = {
  status: 'SUBJECT_REQUIRED',
  changes: noError,
  detail: 'finds data by subject only',
};

export const holdsNothing = ({ records, endCursor }: ServicePage) => records.length === 0 && endCursor == null;

export function settled(
  recordsFound: number,
  dispositions: StoredDisposition[],
  changes: Partial<GdprTask> = {},
): AttemptEnd {
  const found = Math.max(recordsFound, totalOf(dispositions));
  return {
    status: found > 0 ? 'COMPLETED' : 'NOTHING_FOUND',
    changes: { ...changes, recordsFound: found, ...noError },
    detail: dispositionsText(dispositions) || `${found} records found`,
  };
}
