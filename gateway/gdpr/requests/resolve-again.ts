/** Resolves the term of a request that has waited, to see whether whom it would touch has changed since it was made (R30, R31). */
import type { EntityManager } from 'typeorm';
import type { GdprRequest, GdprTask } from '../entities';
import { marksOf } from '../reach/marks';
import type { PiiServices } from '../services/pii-services';
import type { ServiceCallScope } from '../services/service-call';
import { resolveTerm, type RequestPlan } from './resolve';
import { resolveRequest } from './resolve-access';

/**
 * The plan of a request as things stand now. Whoever came to hold its value later is no part of it (R25). Records of unknown age, which
 * no mark covers, are: a plan that still holds with all records has not changed.
 * @param tasks of the request, with the services' marks
 * @throws what {@link resolveRequest} throws
 */
export async function resolveAgain(
  db: EntityManager,
  services: PiiServices,
  scope: ServiceCallScope,
  request: GdprRequest,
  tasks: Pick<GdprTask, 'service' | 'asOf'>[],
): Promise<RequestPlan> {
  const { type, term, planHash } = request;
  if (!term) throw new Error('The request was reduced before it had begun.');
  const marks = marksOf(request, tasks);
  const now = await resolveRequest(db, services, scope, type, term);
  return marks && now.planHash !== planHash ? resolveTerm(services, scope, type, term, marks) : now;
}
