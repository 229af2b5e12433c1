/** Verification of an erasure: the services are searched again with everything that the request knew. */
import { termInput, valueTerm, isValueType, type IdTerm, type Term } from '../../../subgraphs/kit';
import type { ServicePage } from '../services/answers';
import { ServiceCallError, type ServiceCallScope } from '../services/client';
import type { GdprRequest, GdprTask } from '../entities';
import type { Verification } from '../lifecycle';
import type { PiiService, PiiServices } from '../services/pii-services';
import { idTermOf } from '../services/subjects';

/** What a search after the erasure found in one service. */
export interface VerificationResult {
  service: string;
  verification: Exclude<Verification, 'PENDING'>;
  /** Records that should be gone, by type; for RESIDUAL. */
  residual: Record<string, number>;
}

/** How many of which type: `2 Message, 1 Conversation`. */
export const describeResidual = (residual: Record<string, number>): string =>
  Object.entries(residual)
    .map(([recordType, count]) => `${count} ${recordType}`)
    .join(', ');

const pageSize = 200;

/** Verifies the services that say they are done; those that need a subject were not asked to erase anything. */
export async function verifyErasure(
  services: PiiServices,
  scope: ServiceCallScope,
  request: GdprRequest,
  tasks: GdprTask[],
): Promise<VerificationResult[]> {
  const erased = tasks.filter(({ status }) => status === 'COMPLETED' || status === 'NOTHING_FOUND');
  return Promise.all(
    erased.map(async (task): Promise<VerificationResult> => {
      const service = services.get(task.service);
      try {
        if (!service)
          throw new ServiceCallError(task.service, 'SERVICE_UNAVAILABLE', 'The service is not in the supergraph.');
        const residual = await residualIn(service, scope, request, task);
        return {
          service: task.service,
          verification: Object.keys(residual).length > 0 ? 'RESIDUAL' : 'VERIFIED',
          residual,
        };
      } catch (error) {
        if (!(error instanceof ServiceCallError)) throw error;
        return { service: task.service, verification: 'UNREACHABLE', residual: {} };
      }
    }),
  );
}

async function residualIn(
  service: PiiService,
  scope: ServiceCallScope,
  request: GdprRequest,
  task: GdprTask,
): Promise<Record<string, number>> {
  const { term } = request;
  if (!term) return {};
  const found = new Map<string, string>();
  const ids = erasedIds(request, task);
  for (const searched of uniqueTerms([term, ...ids])) {
    for (const { id, recordType } of (await service.client.find(scope, termInput(searched), pageSize)).records)
      found.set(`${recordType}/${id}`, recordType);
  }
  // Other people may hold the same phone number (R6): by a value, only the erased subjects themselves are residual.
  const erased = new Set(ids.map(({ id }) => id));
  for (const searched of service.ownsSubjects.length > 0 ? knownValues(request) : []) {
    for (const { id, recordType } of subjectRecords(
      await service.client.find(scope, termInput(searched), pageSize),
      erased,
    ))
      found.set(`${recordType}/${id}`, recordType);
  }
  const counts: Record<string, number> = {};
  for (const recordType of found.values()) counts[recordType] = (counts[recordType] ?? 0) + 1;
  // What is lawfully kept is not residual.
  for (const { recordType, disposition, count } of task.dispositions) {
    if (disposition === 'RETAINED' || disposition === 'NOT_SUPPORTED')
      counts[recordType] = (counts[recordType] ?? 0) - count;
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
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
