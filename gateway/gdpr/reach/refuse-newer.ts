/** Why a part of a request by a value may not be carried out as things stand now (R8, R16, R24, R25). */
import type { GraphQLError } from 'graphql';
import { codedError } from '../../../subgraphs/kit';
import type { ServiceCallScope } from '../services/client';
import type { ServicePage } from '../services/answers';
import type { GdprRequest } from '../entities';
import { changesByValue, mergeSetError, mergeSetsOf } from './merge-sets';
import { countByType, describeCounts, siftRecords, type SiftedRecords } from './covered-records';
import type { PiiService } from '../services/pii-services';

/**
 * Looks, before a service is asked to erase or rectify by a value, at all that it would touch. Null when the request covers it:
 * every subject was among those that the caller agreed to (R24), nothing is newer than the request (R25), nobody has been
 * merged (R8) and nobody works here who was not acknowledged (R16). An id names one subject for good, and is not looked at.
 * @param first the first page of the service's answer, where it is known already
 * @returns MERGE_SET, PLAN_CHANGED or ACTIVE_EMPLOYEE
 * @throws ServiceCallError
 */
export async function refusalOf(
  service: PiiService,
  scope: ServiceCallScope,
  request: GdprRequest,
  first?: ServicePage | null,
): Promise<GraphQLError | null> {
  const { term } = request;
  if (!term || !changesByValue(request)) return null;
  const sifted = await siftRecords(service, scope, request, term, first);
  const sets = mergeSetsOf([...sifted.subjects, ...sifted.newcomers]);
  if (sets.length > 0) return mergeSetError(sets, 'id');
  return newerError(sifted) ?? employeeError(request, sifted);
}

function newerError({ newer, ageless, newcomers }: SiftedRecords): GraphQLError | null {
  if (newer.length + ageless.length + newcomers.length === 0) return null;
  const found = [
    newer.length > 0 ? `newer than the request: ${describeCounts(countByType(newer))}` : null,
    ageless.length > 0 ? `of unknown age: ${describeCounts(countByType(ageless))}` : null,
    newer.length === 0 && newcomers.length > 0
      ? `${newcomers.length} subjects that the value did not match then`
      : null,
  ].filter((part) => part !== null);
  return codedError(
    'PLAN_CHANGED',
    `The value now reaches records that the request does not cover (${found.join('; ')}). Make a new request.`,
    { argument: 'id' },
  );
}

/** An employee who works here now and did not when the request was made: the caller stated nothing about them. */
export function employeeError(
  request: GdprRequest,
  { subjects }: Pick<SiftedRecords, 'subjects'>,
): GraphQLError | null {
  if (request.type !== 'DELETE' || request.agreed?.activeEmployeeAcknowledged !== false) return null;
  if (!subjects.some(({ activeEmployee }) => activeEmployee === true)) return null;
  return codedError(
    'ACTIVE_EMPLOYEE',
    'The term identifies an employee who works here now. Make a new request, with activeEmployeeAcknowledged: true.',
    { argument: 'id' },
  );
}
