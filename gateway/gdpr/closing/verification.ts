/** Verification of an erasure: the services are searched again with everything that the request knew. */
import { termInput, valueTerm, isValueType, type IdTerm, type Term } from '../../../subgraphs/kit';
import type { ServicePage } from '../services/answers';
import { ServiceCallError, type ServiceCallScope } from '../services/client';
import type { GdprRequest, GdprTask } from '../entities';
import { countByType, siftRecords, type RecordName } from '../reach/covered-records';
import { isVerifiable, type Verification } from '../lifecycle';
import type { PiiService, PiiServices } from '../services/pii-services';
import { idTermOf } from '../services/subjects';

/** What a search after the erasure found in one service. */
export interface VerificationResult {
  service: string;
  verification: Exclude<Verification, 'PENDING'>;
  /** Records that should be gone, by type; for RESIDUAL. */
  residual: Record<string, number>;
  /** Records that came to hold the value after the request was made, by type: not its to erase (R25). */
  newer: Record<string, number>;
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
        return { service: task.service, verification: 'UNREACHABLE', residual: {}, newer: {} };
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
  if (!term) return { residual: {}, newer: {} };
  const [found, newer] = [new Map<string, string>(), new Map<string, string>()];
  const ids = erasedIds(request, task);
  for (const searched of uniqueTerms([term, ...ids])) {
    if (term.kind === 'id') {
      note(found, (await service.client.find(scope, termInput(searched), pageSize)).records);
      continue;
    }
    const sifted = await siftRecords(service, scope, request, searched);
    // What is there and of unknown age is not called gone.
    note(found, [...sifted.covered, ...sifted.ageless]);
    note(newer, sifted.newer);
  }
  // Other people may hold the same phone number (R6): by a value, only the erased subjects themselves are residual.
  const erased = new Set(ids.map(({ id }) => id));
  for (const searched of service.ownsSubjects.length > 0 ? knownValues(request) : []) {
    note(found, subjectRecords(await service.client.find(scope, termInput(searched), pageSize), erased));
  }
  const counts = countTypes(found);
  // What is lawfully kept is not residual.
  for (const { recordType, disposition, count } of task.dispositions) {
    if (disposition === 'RETAINED' || disposition === 'NOT_SUPPORTED')
      counts[recordType] = (counts[recordType] ?? 0) - count;
  }
  return {
    residual: Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    newer: countTypes(newer),
  };
}

/** Remembers records, each once. */
function note(found: Map<string, string>, records: RecordName[]): void {
  for (const { id, recordType } of records) found.set(`${recordType}/${id}`, recordType);
}

const countTypes = (found: Map<string, string>) =>
  countByType([...found].map(([id, recordType]) => ({ id, recordType })));

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
  return (request.subject?.identifiers ?? []).flatMap(({ type, value }) => {
    if (!isValueType(type)) return [];
    try {
      return [valueTerm(type, value, 'term')];
    } catch {
      // What identifies nobody cannot be searched for.
      return [];
    }
  });
}

const uniqueTerms = (terms: Term[]): Term[] => [
  ...new Map(terms.map((term) => [JSON.stringify(termInput(term)), term])).values(),
];

const subjectRecords = (page: ServicePage, erased: ReadonlySet<string>) =>
  page.subjects.some(({ id }) => erased.has(id)) ? page.records.filter(({ id }) => erased.has(id)) : [];
