/** Verification of an erasure: the services are searched again with everything that the request knew. */
import { termInput, isValueType, type IdTerm, type Term } from '../../../../subgraphs/kit';
import type { ServicePage } from '../../../../subgraphs/kit/base/contract/answers';
import { ServiceCallError, type ServiceCallScope } from '../../services/service-call';
import type { GdprRequest, GdprTask } from '../../entities';
import { countByType, heldRecords, type HeldRecords } from '../../reach/held-records';
import { markOf } from '../../reach/marks';
import { isVerifiable, type Verification } from '../../lifecycle';
import { termOf } from '../../services/found-identifiers';
import type { PiiService, PiiServices } from '../../services/pii-services';
import { idTermOf } from '../../services/subjects';

/** What a search after the erasure found in one service. */
export interface VerificationResult {
  service: string;
  verification: Exclude<Verification, 'PENDING'>;
  /** Records that should be gone, by type; for RESIDUAL. */
  residual: Record<string, number>;
  /** How many records the request's mark does not cover: not its to erase (R25). Null when that was not counted. */
  newer: number | null;
}

const pageSize = 200;

/** Verifies the services that say they are done; those that need a subject were not asked to erase anything. */
export async function verifyErasure(
  services: PiiServices,
  scope: ServiceCallScope,
  request: GdprRequest,
  tasks: GdprTask[],
): Promise<VerificationResult[]> {
  const erased = tasks.filter(({ status }) => isVerifiable(status));
  return Promise.all(
    erased.map(async (task): Promise<VerificationResult> => {
      const service = services.get(task.service);
      try {
        if (!service)
          throw new ServiceCallError(task.service, 'SERVICE_UNAVAILABLE', 'The service is not in the supergraph.');
        const { residual, newer } = await searchAgain(service, scope, request, task);
        return {
          service: task.service,
          verification: Object.keys(residual).length > 0 ? 'RESIDUAL' : 'VERIFIED',
          residual,
          newer,
        };
      } catch (error) {
        if (!(error instanceof ServiceCallError)) throw error;
        return { service: task.service, verification: 'UNREACHABLE', residual: {}, newer: null };
      }
    }),
  );
}

async function searchAgain(
  service: PiiService,
  scope: ServiceCallScope,
  request: GdprRequest,
  task: GdprTask,
): Promise<Pick<VerificationResult, 'residual' | 'newer'>> {
  const { term } = request;
  if (!term) return { residual: {}, newer: null };
  const asOf = markOf(request, task);
  const found = new Map<string, string>();
  const ids = erasedIds(request, task);
  let newer: number | null = null;
  for (const searched of uniqueTerms([term, ...ids])) {
    const { records, newerRecords } = await heldRecords(service, scope, searched, asOf);
    note(found, records);
    // What is newer under an id is newer under the value too, where the service finds it by the value.
    newer ??= newerRecords;
  }
  // Other people may hold the same phone number (R6): by a value, only the erased subjects themselves are residual.
  const erased = new Set(ids.map(({ id }) => id));
  for (const searched of service.ownsSubjects.length > 0 ? knownValues(request) : []) {
    note(found, subjectRecords(await service.client.find(scope, termInput(searched), pageSize), erased));
  }
  const counts = countByType([...found.values()].map((recordType) => ({ recordType })));
  // What is lawfully kept is not residual.
  for (const { recordType, disposition, count } of task.dispositions) {
    if (disposition === 'RETAINED' || disposition === 'NOT_SUPPORTED')
      counts[recordType] = (counts[recordType] ?? 0) - count;
  }
  return { residual: Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)), newer };
}

/** Remembers records, each once. */
function note(found: Map<string, string>, records: HeldRecords['records']): void {
  for (const { id, recordType } of records) found.set(`${recordType}/${id}`, recordType);
}

/** The subjects that the erasure was about, as this service knows them. */
function erasedIds(request: GdprRequest, task: GdprTask): IdTerm[] {
  const resolved = request.subject ? [idTermOf(request.subject)] : [];
  const found = (task.found ?? [])
    .filter(({ type }) => !isValueType(type))
    .map(({ type, value, contactListId }): IdTerm => ({
      kind: 'id',
      type: type as IdTerm['type'],
      id: value,
      ...(contactListId ? { contactListId } : {}),
    }));
  return [...resolved, ...found];
}

function knownValues(request: GdprRequest): Term[] {
  // What identifies nobody cannot be searched for. An external id is searched for of any system: a service may not know the system.
  return (request.subject?.identifiers ?? []).flatMap((known) =>
    isValueType(known.type) ? (termOf({ ...known, source: null }) ?? []) : [],
  );
}

const uniqueTerms = (terms: Term[]): Term[] => [
  ...new Map(terms.map((term) => [JSON.stringify(termInput(term)), term])).values(),
];

const subjectRecords = (page: ServicePage, erased: ReadonlySet<string>) =>
  page.subjects.some(({ id }) => erased.has(id)) ? page.records.filter(({ id }) => erased.has(id)) : [];
