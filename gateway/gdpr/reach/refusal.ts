/** Why a part of a request may not be carried out as things stand now (R8, R16, R24, R25). */
import type { GraphQLError } from 'graphql';
import type { EntityManager } from 'typeorm';
import { codedError } from '../../../subgraphs/kit';
import type { ServicePage, ServiceSubject } from '../../../subgraphs/kit/base/contract/answers';
import type { ServiceCallScope } from '../services/service-call';
import type { PiiService } from '../services/pii-services';
import { subjectsIn } from '../services/subjects';
import type { GdprRequest } from '../entities';
import { isMatched, recallSubjects } from '../store/subjects/matched-subjects';
import { changesByValue, mergeSetError, mergeSetsOf } from './merge-sets';

/**
 * The subjects that a request by a value would touch in a service, as they are now; nobody in one that owns none. What came to
 * hold the value after the mark is not among them (R25).
 * @param first the first page of the service's answer, where it is known already
 * @throws ServiceCallError
 */
export async function subjectsTouched(
  service: PiiService,
  scope: ServiceCallScope,
  { term }: GdprRequest,
  asOf: string | null,
  first?: ServicePage | null,
): Promise<ServiceSubject[]> {
  if (!term || service.ownsSubjects.length === 0) return [];
  if (first && first.endCursor == null) return first.subjects;
  return subjectsIn(service, scope, term, asOf);
}

/**
 * Looks, before a service is asked to erase or rectify by a value, at whom that would touch. Null when nobody has been merged
 * (R8), nobody works here who was not acknowledged (R16), and the value matched all of them when the request was made (R25).
 * @returns MERGE_SET, ACTIVE_EMPLOYEE or PLAN_CHANGED
 * @throws ServiceCallError
 */
export async function refusalOf(
  db: EntityManager,
  service: PiiService,
  scope: ServiceCallScope,
  request: GdprRequest,
  asOf: string | null,
  first?: ServicePage | null,
): Promise<GraphQLError | null> {
  if (!changesByValue(request)) return null;
  const subjects = await subjectsTouched(service, scope, request, asOf, first);
  return subjects.length > 0 ? subjectsError(request, subjects, await recallSubjects(db, request)) : null;
}

/**
 * Why a request may not touch these subjects.
 * @param matched by a value: whom it matched when the request was made, as digests. A mark cannot tell them apart from everybody: when
 * a service is restored, people come back with values that they no longer had then.
 */
export function subjectsError(
  request: GdprRequest,
  subjects: ServiceSubject[],
  matched: ReadonlySet<string> | null,
): GraphQLError | null {
  if (!changesByValue(request)) return employeeError(request, subjects);
  const sets = mergeSetsOf(subjects);
  if (sets.length > 0) return mergeSetError(sets, 'id');
  const employee = employeeError(request, subjects);
  if (employee || subjects.every((subject) => isMatched(matched, subject))) return employee;
  return codedError(
    'PLAN_CHANGED',
    'The value now reaches a subject that it did not match when the request was made. Make a new request.',
    { argument: 'id' },
  );
}

/** An employee who works here now and did not when the request was made: the caller stated nothing about them. */
export function employeeError(request: GdprRequest, subjects: ServiceSubject[]): GraphQLError | null {
  if (request.type !== 'DELETE' || request.agreed?.activeEmployeeAcknowledged !== false) return null;
  if (!subjects.some(({ activeEmployee }) => activeEmployee === true)) return null;
  return codedError(
    'ACTIVE_EMPLOYEE',
    'The term identifies an employee who works here now. Make a new request, with activeEmployeeAcknowledged: true.',
    { argument: 'id' },
  );
}
