/** One erasure again, in services that were restored from a backup that is older (R23): only of what its request covered (R25). */
import type { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { currentKeys, termInput, type Term } from '../../../subgraphs/kit';
import { appendAudit } from '../../audit/audit-log';
import { ServiceCallError, type ServiceCallScope } from '../services/client';
import { ReportProgress } from '../services/progress';
import { GdprRequest } from '../entities';
import { mergeSetsOf } from '../reach/merge-sets';
import { countByType, siftRecords, type RecordName, type SiftedRecords } from '../reach/covered-records';
import type { ErasureRecord } from './erasure-record';
import type { PiiService } from '../services/pii-services';
import { employeeError } from '../reach/refuse-newer';
import { idTermOf } from '../services/subjects';

/** Counts by service, and by what they count. */
export interface ReplayCounts {
  /** What was erased, by type and disposition; what would be, by type. */
  counts: Map<string, Map<string, number>>;
  /** What was left alone, by type and reason. */
  skipped: Map<string, Map<string, number>>;
}

export const emptyCounts = (): ReplayCounts => ({ counts: new Map(), skipped: new Map() });

const limit = 5_000;

/** The services in which an erasure was replayed, and those that failed, with why. */
export interface ReplayedIn {
  replayed: string[];
  failed: Map<string, string>;
}

/**
 * Replays one erasure in these services, and adds to the counts. A service that fails does not hinder the others (R11).
 * @param confirm false: nothing is changed
 */
export async function replayErasure(
  dataSource: DataSource,
  targets: PiiService[],
  { requestId, createdBy, term }: ErasureRecord,
  confirm: boolean,
  result: ReplayCounts,
): Promise<ReplayedIn> {
  const { organizationId } = currentKeys();
  const request = await dataSource.manager.findOneByOrFail(GdprRequest, { organizationId, id: requestId });
  const scope = { organizationId, actor: createdBy, requestId: `${requestId}/replay/${uuidv7()}` };
  const failed = new Map<string, string>();
  const replayed: string[] = [];
  for (const service of targets) {
    try {
      await replayIn(service, scope, request, term, confirm, result);
      replayed.push(service.name);
    } catch (error) {
      if (!(error instanceof ServiceCallError)) throw error;
      failed.set(service.name, error.message);
    }
  }
  if (confirm && replayed.length > 0) {
    await dataSource.transaction((db) =>
      appendAudit(db, [{ actor: 'habeas', action: 'ERASURE_REPLAYED', requestId, detail: replayed.join(', ') }]),
    );
  }
  return { replayed, failed };
}

/** The erasure in one service. @throws ServiceCallError */
async function replayIn(
  service: PiiService,
  scope: ServiceCallScope & { requestId: string },
  request: GdprRequest,
  term: Term,
  confirm: boolean,
  { counts, skipped }: ReplayCounts,
): Promise<void> {
  const sifted = await siftRecords(service, scope, request, term);
  const { erases, spares, terms } = await planReplay(service, scope, request, term, sifted);
  for (const [reason, records] of Object.entries(spares)) add(skipped, service.name, records, `: ${reason}`);
  if (!confirm) add(counts, service.name, erases, '');
  else for (const [index, each] of terms.entries()) await erase(service, scope, index, each, counts);
}

interface PlannedReplay {
  erases: RecordName[];
  /** By the reason why they are left alone. */
  spares: Record<string, RecordName[]>;
  /** By what the service is asked to erase. */
  terms: Term[];
}

/** What is erased, and by which terms: a value that reaches a newcomer gives way to the ids of those who were there. */
async function planReplay(
  service: PiiService,
  scope: ServiceCallScope,
  request: GdprRequest,
  term: Term,
  sifted: SiftedRecords,
): Promise<PlannedReplay> {
  const { covered, newer, ageless, subjects, newcomers } = sifted;
  const all = [...covered, ...newer, ...ageless];
  if (term.kind === 'id') return { erases: all, spares: {}, terms: all.length > 0 ? [term] : [] };
  if (mergeSetsOf(subjects).length > 0) return { erases: [], spares: { 'merged with others': all }, terms: [] };
  if (employeeError(request, sifted)) return { erases: [], spares: { 'of an active employee': all }, terms: [] };
  if (newer.length + ageless.length + newcomers.length === 0)
    return { erases: covered, spares: {}, terms: covered.length > 0 ? [term] : [] };
  const terms = subjects.map(idTermOf);
  const erases: RecordName[] = [];
  for (const own of terms) {
    const held = await siftRecords(service, scope, request, own);
    erases.push(...held.covered, ...held.newer, ...held.ageless);
  }
  const known = new Set(erases.map(nameOf));
  const rest = (records: RecordName[]) => records.filter((record) => !known.has(nameOf(record)));
  const spares = { 'newer than the request': rest([...covered, ...newer]), 'of unknown age': rest(ageless) };
  return { erases, spares, terms };
}

const nameOf = ({ id, recordType }: RecordName) => `${recordType}/${id}`;

async function erase(
  { name, client }: PiiService,
  scope: ServiceCallScope & { requestId: string },
  index: number,
  term: Term,
  counts: ReplayCounts['counts'],
): Promise<void> {
  const own = { ...scope, requestId: `${scope.requestId}/${index}` };
  const progress = new ReportProgress(name, []);
  let report = await client.erase(own, termInput(term), limit);
  while (!report.complete) {
    await progress.demand(report.dispositions);
    report = await client.erase(own, termInput(term), limit);
  }
  for (const { recordType, disposition, count } of report.dispositions)
    addCount(counts, name, `${recordType} ${disposition}`, count);
}

function add(counts: ReplayCounts['counts'], service: string, records: RecordName[], suffix: string): void {
  for (const [recordType, count] of Object.entries(countByType(records)))
    addCount(counts, service, recordType + suffix, count);
}

function addCount(counts: ReplayCounts['counts'], service: string, key: string, count: number): void {
  const totals = counts.get(service) ?? new Map<string, number>();
  counts.set(service, totals.set(key, (totals.get(key) ?? 0) + count));
}
