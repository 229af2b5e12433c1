/** One attempt at one service's part of a request (R11, R12, R14). */
import type { DataSource } from 'typeorm';
import { currentKeys, termInput } from '../../../../subgraphs/kit';
import type { Logger } from '../../../../subgraphs/kit/base/logger';
import type { ServicePage, ServiceReport } from '../../../../subgraphs/kit/base/contract/answers';
import { ServiceCallError } from '../../services/service-call';
import { KnownRecords } from '../../services/known-records';
import { PageProgress, ReportProgress } from '../../services/progress';
import type { ExportStore } from '../../../exports/store/export-store';
import { gatherPart, type GatherOptions } from '../../../exports/gather-part';
import type { PageOptions } from '../../../exports/read-pages';
import type { GdprConfig } from '../../config';
import type { GdprRequest, GdprTask } from '../../entities';
import type { StoredDisposition } from '../../stored-values';
import { changesByValue } from '../../reach/merge-sets';
import { failedAttempt, fromTheStart, isRefused, leavesFilesOut } from './failed-attempt';
import { databaseTime } from '../../store/database-time';
import { LeaseLostError } from '../../store/leases/leases';
import type { PiiService, PiiServices } from '../../services/pii-services';
import { markOf } from '../../reach/marks';
import { isKept } from '../../store/holds/holds';
import { Guard } from './guard';
import { noteFound } from './note-found';
import { holdsNothing, recordPage, settled, subjectRequired } from './task-results';
import { reconcileFamily } from './reconcile-family';
import type { TaskJob } from '../../store/jobs';
import type { Queue } from '../queue/queue';
import type { TaskClaims } from './claims';
import { saveProgress, withChanges } from '../../store/requests-and-tasks';
import type { AttemptEnd, TaskWrites } from './task-writes';

/** What running a task works with. */
export interface TaskTools {
  dataSource: DataSource;
  services: PiiServices;
  queue: Queue;
  claims: TaskClaims;
  writes: TaskWrites;
  /** Where exports gather. */
  exports: ExportStore;
  config: Pick<GdprConfig, 'attachments'>;
  logger: Logger;
}

/** Records on one page, and records that one erasure or rectification call handles at most. */
const pageSize = 500;
const batchSize = 2_000;
/** Records on the first page of an erasure in a service that owns no subjects: it only shows whether there are any. */
const probePageSize = 20;

/** Runs one attempt at a task that is due and that nobody else runs. */
export async function runTask(tools: TaskTools, job: TaskJob): Promise<void> {
  const claimed = await tools.claims.claim(job);
  if (!claimed) return;
  const { request, task, lease } = claimed;
  try {
    const end = await attempt(tools, request, task, lease.lost);
    await tools.writes.end(task, end).catch(async (error: unknown) => {
      if (!isRefused(error)) throw error;
      // The database refused what the attempt found. The task as it is recorded, with the error, is what it can store.
      const now = await databaseTime(tools.dataSource.manager);
      return tools.writes.end(task, failedAttempt(tools.logger, request, task, error, now));
    });
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    tools.logger.info({ requestId: task.requestId, service: task.service }, 'another worker has the task');
  } finally {
    lease.release();
  }
}

/** Does the work, or returns why it cannot be done now. */
async function attempt(
  tools: TaskTools,
  request: GdprRequest,
  task: GdprTask,
  claim: AbortSignal,
): Promise<AttemptEnd> {
  try {
    return await work(tools, request, task, claim);
  } catch (error) {
    if (error instanceof LeaseLostError) throw error;
    return failedAttempt(tools.logger, request, task, error, await databaseTime(tools.dataSource.manager));
  }
}

/** The size of the first page: a probe is enough when everything that is found is erased. */
const firstPageOf = (request: GdprRequest, { ownsSubjects }: PiiService): number =>
  changesByValue(request) || ownsSubjects.length > 0 || request.type !== 'DELETE' ? pageSize : probePageSize;

async function work(tools: TaskTools, request: GdprRequest, task: GdprTask, claim: AbortSignal): Promise<AttemptEnd> {
  const service = tools.services.get(task.service);
  if (!service)
    throw new ServiceCallError(task.service, 'SERVICE_UNAVAILABLE', 'The service is not in the supergraph.');
  const { client } = service;
  const { term } = request;
  if (!term) throw new Error('The request was reduced before its tasks had ended.');
  const scope = { organizationId: currentKeys().organizationId, actor: request.createdBy, requestId: request.id };
  const asOf = markOf(request, task);
  // An export that broke off starts again from the beginning, so that every record is in it once.
  if (request.type === 'EXPORT') Object.assign(task, fromTheStart);
  const firstPage = firstPageOf(request, service);
  const progress = new PageProgress(task.service, task.cursor);
  const known = new KnownRecords();
  const first = task.searched
    ? null
    : known.newOf(await client.find(scope, termInput(term), firstPage, task.cursor, asOf));
  progress.assertProgress(first?.endCursor, first?.records.length ?? 0);
  if (first?.subjectRequired) return subjectRequired;
  if (first) await noteFound(tools.dataSource.manager, request, first.subjects);
  if (first && service.ownsSubjects.includes('EXTERNAL_CONTACT'))
    await reconcileFamily(tools.dataSource, request, service, first);
  const guard = new Guard(tools.dataSource.manager, { service, scope, request, task, term, asOf });
  const seen = first ? recordPage(request, task, term, first) : {};
  const stopped = await guard.beforeAll(first, seen);
  if (stopped) return stopped;
  // An erasure that has begun has been recorded as intended already.
  const intends = request.type === 'DELETE' && task.dispositions.length === 0;
  if (first && request.type !== 'EXPORT') {
    // Nothing is to be done, so nothing has to be recorded before it: the page is written with the end.
    if (holdsNothing(first) && (intends || request.type === 'GET')) return settled(0, [], seen);
    if (intends) await tools.writes.intend(request, task, seen);
    else await saveProgress(tools.dataSource.manager, task, seen);
  } else if (intends) {
    // A page without records that names a next one says nothing of what the service holds.
    if (!task.recordsFound && task.cursor === null) return settled(0, []);
    await tools.writes.intend(request, task, {});
  } else if (isKept(request.type)) {
    // Placing a hold takes the lease away. This write fails then, before the first call that changes anything (R31).
    await saveProgress(tools.dataSource.manager, task);
  }

  const late = await guard.beforeFirst();
  if (late) return late;
  switch (request.type) {
    case 'EXPORT':
      return exportPart(tools, request, task, { client, scope, term, claim, mayStream: mayStream(service, first) });
    case 'GET': {
      while (!task.searched) {
        const page = known.newOf(await client.find(scope, termInput(term), pageSize, task.cursor));
        progress.assertProgress(page.endCursor, page.records.length);
        await noteFound(tools.dataSource.manager, request, page.subjects);
        await saveProgress(tools.dataSource.manager, task, recordPage(request, task, term, page));
      }
      return settled(task.recordsFound ?? 0, []);
    }
    case 'UPDATE': {
      const replacements = request.replacements ?? [];
      return act(tools, task, guard, () => client.rectify(scope, termInput(term), replacements, batchSize, asOf));
    }
    case 'DELETE':
      return act(tools, task, guard, () => client.erase(scope, termInput(term), batchSize, asOf));
  }
}

/** Whether the records are worth a stream: one page by itself is read sooner than a stream begins. */
const mayStream = ({ parts }: PiiService, first: ServicePage | null): boolean =>
  first?.endCursor != null && parts.includes('streaming');

/** How often the progress of an export is written down, in milliseconds. */
const progressEvery = 1_000;

/** Gathers everything that a service holds (R13), and records the progress in the task. */
async function exportPart(
  tools: TaskTools,
  request: GdprRequest,
  task: GdprTask,
  from: PageOptions & Pick<GatherOptions, 'scope'>,
): Promise<AttemptEnd> {
  const { manager } = tools.dataSource;
  if (!(await tools.exports.announceParts(manager, request.id))) throw new LeaseLostError();
  let seen: Partial<GdprTask> = {};
  let written = 0;
  await gatherPart({
    ...from,
    store: tools.exports,
    attempt: task.attempts,
    limits: tools.config.attachments,
    leavesOut: async () => leavesFilesOut(request, task, await databaseTime(manager)),
    onPage: async (page, bytes) => {
      await noteFound(manager, request, page.subjects);
      seen = { ...recordPage(request, withChanges(task, seen), from.term, page), bytesFound: bytes };
      if (Date.now() - written < progressEvery && !seen.searched) return;
      written = Date.now();
      await saveProgress(manager, task, seen);
    },
  });
  return settled(task.recordsFound ?? 0, []);
}

/**
 * Repeats an action until the service says that it is complete, or the guard forbids the next call; each answer is recorded before that.
 */
async function act(
  tools: TaskTools,
  task: GdprTask,
  guard: Guard,
  call: () => Promise<ServiceReport>,
): Promise<AttemptEnd> {
  const progress = new ReportProgress(task.service, task.dispositions);
  for (;;) {
    const report = await call();
    const dispositions: StoredDisposition[] = report.dispositions.map(
      ({ recordType, disposition, count, reason, retainUntil }) => ({
        recordType,
        disposition,
        count,
        reason: reason ?? null,
        retainUntil: retainUntil ?? null,
      }),
    );
    const { newerRecords, replacements } = report;
    const done = { dispositions, newerRecords, replacements };
    if (report.complete) return settled(task.recordsFound ?? 0, dispositions, done);
    await tools.writes.progress(task, done);
    await progress.assertProgress(dispositions);
    const stopped = await guard.beforeNext();
    if (stopped) return stopped;
  }
}
