/**
 * The conditions on the subjects that a retry would touch. They are those of the creation (R8, R16, R24); records that came to
 * hold the value later are not touched (R25).
 */
import type { EntityManager } from 'typeorm';
import { codedError } from '../../../../subgraphs/kit';
import { ServiceCallError } from '../../services/service-call';
import type { GdprRequest, GdprTask } from '../../entities';
import { markOf } from '../../reach/marks';
import { changesByValue } from '../../reach/merge-sets';
import { subjectsError, subjectsTouched } from '../../reach/refusal';
import type { PiiServices } from '../../services/pii-services';
import { recallSubjects } from '../../store/subjects/matched-subjects';

/**
 * Asks each service whose part would run again. This precedes the write of the retry; each attempt checks again.
 * @param failed the services' parts that failed
 * @throws PLAN_CHANGED when one would touch a subject that the value did not match when the request was made; MERGE_SET;
 * ACTIVE_EMPLOYEE; SERVICE_UNAVAILABLE when one cannot be asked: whom it would touch cannot be told
 */
export async function checkRetry(
  db: EntityManager,
  services: PiiServices,
  actor: string,
  request: GdprRequest,
  failed: GdprTask[],
): Promise<void> {
  const byValue = changesByValue(request);
  const ofEmployee = request.type === 'DELETE' && request.term?.type === 'USER_ID';
  if (!byValue && !ofEmployee) return;
  const scope = { organizationId: request.organizationId, actor, requestId: request.id };
  const matched = byValue ? await recallSubjects(db, request) : null;
  const refusals = await Promise.all(
    failed.map(async (task) => {
      const service = services.get(task.service);
      if (!service) throw unavailable(task.service);
      try {
        const subjects = await subjectsTouched(service, scope, request, markOf(request, task));
        return subjectsError(request, subjects, matched);
      } catch (error) {
        if (error instanceof ServiceCallError) throw unavailable(task.service);
        throw error;
      }
    }),
  );
  const refusal = refusals.find((each) => each !== null);
  if (refusal) throw refusal;
}

const unavailable = (service: string) =>
  codedError(
    'SERVICE_UNAVAILABLE',
    `The service "${service}" cannot be asked, so what a retry would touch cannot be told. Nothing was changed.`,
    { argument: 'id', service },
  );
