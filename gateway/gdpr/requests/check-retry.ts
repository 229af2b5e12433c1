/** A retry makes every check of a new request, on what its failed parts would touch now (R8, R16, R24, R25). */
import { codedError } from '../../../subgraphs/kit';
import { ServiceCallError, type ServiceCallScope } from '../services/client';
import type { GdprRequest } from '../entities';
import { changesByValue } from '../reach/merge-sets';
import { siftRecords } from '../reach/covered-records';
import type { PiiService, PiiServices } from '../services/pii-services';
import { employeeError, refusalOf } from '../reach/refuse-newer';

/**
 * Asks each service that would run again. It is made before the retry is written, and each attempt looks again.
 * @param failed the services whose parts failed
 * @throws PLAN_CHANGED when one would touch what is newer than the request, or of unknown age; MERGE_SET; ACTIVE_EMPLOYEE;
 * SERVICE_UNAVAILABLE when one cannot be asked: whom it would touch cannot be told
 */
export async function checkRetry(
  services: PiiServices,
  actor: string,
  request: GdprRequest,
  failed: string[],
): Promise<void> {
  const byValue = changesByValue(request);
  const ofEmployee = request.type === 'DELETE' && request.term?.type === 'USER_ID';
  if (!byValue && !ofEmployee) return;
  const scope = { organizationId: request.organizationId, actor, requestId: request.id };
  const refusals = await Promise.all(
    failed.map(async (name) => {
      const service = services.get(name);
      if (!service) throw unavailable(name);
      try {
        return byValue ? await refusalOf(service, scope, request) : await employeeRefusal(service, scope, request);
      } catch (error) {
        if (error instanceof ServiceCallError) throw unavailable(name);
        throw error;
      }
    }),
  );
  const refusal = refusals.find((each) => each !== null);
  if (refusal) throw refusal;
}

async function employeeRefusal(service: PiiService, scope: ServiceCallScope, request: GdprRequest) {
  if (!request.term || !service.ownsSubjects.includes('USER')) return null;
  const { subjects, newcomers } = await siftRecords(service, scope, request, request.term);
  return employeeError(request, { subjects: [...subjects, ...newcomers] });
}

const unavailable = (service: string) =>
  codedError(
    'SERVICE_UNAVAILABLE',
    `The service "${service}" cannot be asked, so what a retry would touch cannot be told. Nothing was changed.`,
    { argument: 'id', service },
  );
