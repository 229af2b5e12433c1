/**
 * Replays one erasure in services that were restored from an older backup (R23): only where its request had done its part, and only
 * on what existed then (R25, R26).
 */
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { currentKeys, termInput, type Term } from '../../../subgraphs/kit';
import type { AuditAction } from '../../audit/actions';
import { appendAudit } from '../../audit/audit-log';
import type { ServiceReport, ServiceSubject } from '../../../subgraphs/kit/base/contract/answers';
import { ServiceCallError, type ServiceCallScope } from '../services/service-call';
import { ReportProgress } from '../services/progress';
import { GdprRequest, GdprTask } from '../entities';
import { isDone, isSettled, isVerifiable, outcomeOf } from '../lifecycle';
import { countByType, heldRecords } from '../reach/held-records';
import { LinkedSubjects } from '../reach/linked-subjects';
import { markOf } from '../reach/marks';
import { mergeSetsOf } from '../reach/merge-sets';
import { employeeError } from '../reach/refusal';
import type { ErasureRecord } from '../store/retention/erasure-records';
import { coveredDigests, holdsOnAny, holdsOver, keeping } from '../store/holds/holds';
import { isMatched, recallSubjects } from '../store/subjects/matched-subjects';
import { idTermOf } from '../services/subjects';
import type { PiiService, PiiServices } from '../services/pii-services';
import { restrictionError, restrictionErrorOf } from '../restrictions/restriction-error';
import { settleValues, valuesOf } from '../tombstones/erased-values';
import type { TombstoneDigests } from '../tombstones/tombstone-digests';
import { leaveTombstones } from '../tombstones/tombstone-rows';

/** Counts by service, and by what they count. */
type Counts = Map<string, Map<string, number>>;

export interface ReplayCounts {
  /** What was erased, by type and disposition; in a dry run what would be, by type. */
  counts: Counts;
  /** Records that are newer or of unknown age, which the erasures do not touch. */
  skipped: Counts;
  /** Records that should be erased and may not be now, by type and reason. */
  refused: Counts;
}

export const emptyCounts = (): ReplayCounts => ({ counts: new Map(), skipped: new Map(), refused: new Map() });

const limit = 5_000;

/** The services in which an erasure was replayed, and those that failed, with why. */
export interface ReplayedIn {
  replayed: string[];
  failed: Map<string, string>;
}

/** What erasures are replayed with. */
export interface ReplayTools {
  dataSource: DataSource;
  services: PiiServices;
  /** How long tombstones stay, in milliseconds. */
  keepTombstones: number;
  /** When false, nothing is changed. */
  confirm: boolean;
}

/**
 * Replays one erasure in these services, and adds to the counts. A service that fails does not affect the others (R11). A completed
 * erasure leaves tombstones again for what is erased again (R33).
 */
export async function replayErasure(
  tools: ReplayTools,
  targets: PiiService[],
  erasure: ErasureRecord,
  result: ReplayCounts,
): Promise<ReplayedIn> {
  const { dataSource, confirm } = tools;
  const { organizationId } = currentKeys();
  const { requestId, createdBy } = erasure;
  const request = await dataSource.manager.findOneByOrFail(GdprRequest, { organizationId, id: requestId });
  const tasks = await dataSource.manager.findBy(GdprTask, { organizationId, requestId });
  const matched = erasure.term.kind === 'value' ? await recallSubjects(dataSource.manager, request) : null;
  const scope = { organizationId, actor: createdBy, requestId: `${requestId}/replay/${uuidv7()}` };
  const failed = new Map<string, string>();
  const replayed: string[] = [];
  const erased: ServiceSubject[] = [];
  for (const service of targets) {
    const task = tasks.find((candidate) => candidate.service === service.name);
    if (!task) continue;
    const done = hasErased(task);
    if (!done && !(await mayHaveErased(dataSource.manager, task))) continue;
    try {
      const replay = { ...replayOf(request, task, erasure), matched, db: dataSource.manager };
      if (!done) {
        const { records } = await heldRecords(service, scope, replay.term, replay.asOf);
        add(result.refused, service.name, records, ': begun, and nobody knows whether it was done');
        continue;
      }
      erased.push(...(await replayIn(service, scope, replay, confirm, result)));
      replayed.push(service.name);
    } catch (error) {
      if (!(error instanceof ServiceCallError)) throw error;
      failed.set(service.name, error.message);
    }
  }
  if (confirm && replayed.length > 0) {
    const left =
      erased.length > 0 && hasCompleted(request, tasks)
        ? await valuesLeft(tools.services, scope, { erasure, tasks, erased })
        : [];
    await dataSource.transaction(async (db) => {
      const values = { left, undecided: [] };
      if (erasure.completedAt)
        await leaveTombstones(db, [{ requestId, values }], erasure.completedAt, tools.keepTombstones);
      await appendAudit(db, [{ actor: 'habeas', action: 'ERASURE_REPLAYED', requestId, detail: replayed.join(', ') }]);
    });
  }
  return { replayed, failed };
}

/** Whether the erasure was completed: one that was not has left no tombstone. */
const hasCompleted = ({ status }: GdprRequest, tasks: GdprTask[]): boolean =>
  isDone(status) && outcomeOf(tasks.map((task) => task.status)) === 'complete';

/** The values that leave a tombstone again: the completed erasure knew them, they came back with the backup, and nobody holds them now. */
async function valuesLeft(
  services: PiiServices,
  scope: ServiceCallScope,
  { erasure, tasks, erased }: { erasure: ErasureRecord; tasks: GdprTask[]; erased: ServiceSubject[] },
): Promise<TombstoneDigests[]> {
  const { term, subject } = erasure;
  const values = valuesOf(
    { term, subject },
    tasks,
    erased.flatMap(({ identifiers }) => identifiers),
  );
  return (await settleValues(services, scope, values)).left;
}

/** Whether a service had done its part, whole or in part, however the request ended (R26). */
const hasErased = ({ status, dispositions }: GdprTask): boolean => isVerifiable(status) || dispositions.length > 0;

/**
 * Whether a part has ended without an answer to a call that erases. It may have been done, or a person may have stopped it before: so it
 * is not replayed, and what the service holds is reported (R26).
 */
async function mayHaveErased(db: EntityManager, { organizationId, requestId, service, status }: GdprTask) {
  if (!isSettled(status)) return false;
  const entries: unknown[] = await db.query(
    `SELECT 1 FROM audit_entry WHERE organization_id = $1 AND request_id = $2 AND service = $3 AND action = $4 LIMIT 1`,
    [organizationId, requestId, service, 'ERASURE_INTENDED' satisfies AuditAction],
  );
  return entries.length > 0;
}

/** What a service is asked to erase again. */
interface Replay {
  request: GdprRequest;
  term: Term;
  /** By a value: the mark of its request. By an id: when the erasure ended; null while it is in flight. */
  asOf: string | null;
  /** By a value: whom the request matched, as digests; null when nobody can tell. */
  matched: ReadonlySet<string> | null;
  /** Where legal holds are looked for (R31). */
  db: EntityManager;
}

/** Whether a legal hold keeps what a service holds of the erasure's subjects (R31). */
async function isHeld({ db, request }: Replay, service: string, subjects: ServiceSubject[]): Promise<boolean> {
  const over = (await holdsOver(db, [request.id])).get(request.id) ?? [];
  const on = await holdsOnAny(db, subjects.flatMap(coveredDigests));
  return keeping([...over, ...on], service).length > 0;
}

/** Whether a restriction forbids the erasure now: the person wants the data kept (R34). */
async function isRestricted({ db, request }: Replay, subjects: ServiceSubject[]): Promise<boolean> {
  if (await restrictionErrorOf(db, request)) return true;
  const digests = subjects.flatMap(coveredDigests);
  return (await restrictionError(db, [{ type: request.type, digests }], 'id')) !== null;
}

function replayOf(reduced: GdprRequest, task: GdprTask, { term, completedAt }: ErasureRecord) {
  const request = Object.assign(new GdprRequest(), reduced, { term });
  return { request, term, asOf: markOf(request, task) ?? completedAt?.toISOString() ?? null };
}

/** Replays the erasure in one service and returns whom it erased. @throws ServiceCallError */
async function replayIn(
  service: PiiService,
  scope: ServiceCallScope & { requestId: string },
  replay: Replay,
  confirm: boolean,
  { counts, skipped, refused }: ReplayCounts,
): Promise<ServiceSubject[]> {
  const { request, term, asOf } = replay;
  const { records, subjects, newerRecords } = await heldRecords(service, scope, term, asOf);
  if (newerRecords > 0) addCount(skipped, service.name, 'newer than the erasure, or of unknown age', newerRecords);
  // In the backup, the value may belong to somebody who no longer had it when the request was made: the ids of the others are used then.
  const named = subjects.filter((subject) => isMatched(replay.matched, subject));
  const others = subjects.length - named.length;
  if (others > 0) addCount(skipped, service.name, 'subjects that did not hold the value then', others);
  const merged = term.kind === 'value' && mergeSetsOf(named).length > 0;
  const held = () => isHeld(replay, service.name, named);
  const reason = merged
    ? 'merged with others'
    : employeeError(request, named)
      ? 'of an active employee'
      : (await isRestricted(replay, named))
        ? 'restricted'
        : (await held())
          ? onHold
          : null;
  if (reason) add(refused, service.name, records, `: ${reason}`);
  if (reason !== null || records.length === 0) return [];
  const terms = others > 0 ? named.map(idTermOf) : [term];
  for (const [index, each] of terms.entries()) {
    const keeps = keeperOf(replay, service, scope, each, held);
    const own = { ...scope, requestId: `${scope.requestId}/${index}` };
    const kept = confirm ? await erase(service, own, each, asOf, { counts, keeps }) : await keeps();
    if (confirm && kept === null) continue;
    const left = (await heldRecords(service, scope, each, asOf)).records;
    if (kept === null) add(counts, service.name, left, '');
    else add(refused, service.name, left, `: ${kept}`);
  }
  return named;
}

const onHold = 'on legal hold';

/** Tells, before each call, why what is left may not be erased: for the term's own subjects, or for others whom the records are about. */
function keeperOf(
  { request, asOf, db }: Replay,
  service: PiiService,
  scope: ServiceCallScope,
  term: Term,
  held: () => Promise<boolean>,
): () => Promise<string | null> {
  const linked = new LinkedSubjects(db, { service, scope, type: request.type, term, asOf });
  return async () => {
    if (await held()) return onHold;
    const { holds, restricted } = await linked.keptBy();
    if (restricted) return 'restricted';
    return holds.length > 0 ? onHold : null;
  };
}

/** Erases what a term finds. What is placed meanwhile keeps the rest. @returns why something is left; null when nothing is */
async function erase(
  { name, client }: PiiService,
  scope: ServiceCallScope & { requestId: string },
  term: Term,
  asOf: string | null,
  { counts, keeps }: { counts: Counts; keeps: () => Promise<string | null> },
): Promise<string | null> {
  const progress = new ReportProgress(name, []);
  let report: ServiceReport | null = null;
  let kept: string | null = null;
  while (!report?.complete) {
    if (report) await progress.assertProgress(report.dispositions);
    kept = await keeps();
    if (kept !== null) break;
    report = await client.erase(scope, termInput(term), limit, asOf);
  }
  for (const { recordType, disposition, count } of report?.dispositions ?? [])
    addCount(counts, name, `${recordType} ${disposition}`, count);
  return kept;
}

function add(counts: Counts, service: string, records: { recordType: string }[], suffix: string): void {
  for (const [recordType, count] of Object.entries(countByType(records)))
    addCount(counts, service, recordType + suffix, count);
}

function addCount(counts: Counts, service: string, key: string, count: number): void {
  const totals = counts.get(service) ?? new Map<string, number>();
  counts.set(service, totals.set(key, (totals.get(key) ?? 0) + count));
}
