/** Records what is known of the subjects of new requests: for the suggestions of the first answer (R6), and to find the requests by (R21). */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../../../subgraphs/kit';
import { GdprTask, type GdprRequest } from '../../entities';
import { givenRows } from '../../../persistence/rows';
import { foundIn, mergeFound } from '../../services/found-identifiers';
import type { FoundSubject } from '../../services/subjects';
import { rememberValues, valueDigests } from '../../store/subjects/known-values';
import type { RequestPlan } from '../resolve';

/** A new request, and the subjects that its term named or matched. */
export interface NotedRequest {
  request: GdprRequest;
  subjects: FoundSubject[];
}

/** The subjects of a plan that its requests are about: each member's own, or all that a value matched. */
export const subjectsOf = ({ members, subjects }: RequestPlan, requests: GdprRequest[]): NotedRequest[] =>
  requests.map((request, index) => {
    const own = members[index]?.subject;
    return { request, subjects: own ? subjects.filter(({ subject }) => subject === own) : subjects };
  });

/** Stores digests of the subjects' values, and suggests the values as found by the services that reported them. */
export async function noteSubjects(db: EntityManager, noted: NotedRequest[]): Promise<void> {
  await rememberValues(
    db,
    noted.map(({ request, subjects }) => ({
      requestId: request.id,
      digests: valueDigests(
        subjects.flatMap(({ subject }) => subject.identifiers),
        request.term,
      ),
    })),
  );
  const tasks = noted.flatMap(suggestions);
  if (tasks.length === 0) return;
  const given = givenRows(db, GdprTask, tasks, ['requestId', 'service', 'found'], 2);
  await db.query(
    `UPDATE gdpr_task task SET found = given.found FROM ${given.source}
     WHERE task.organization_id = $1 AND task.request_id = ANY($2::uuid[]) AND task.request_id = given.request_id
       AND task.service = given.service`,
    [currentKeys().organizationId, ...given.parameters],
  );
}

function suggestions({ request: { id, type, term }, subjects }: NotedRequest) {
  if (!term) return [];
  const reads = type === 'GET' || type === 'EXPORT';
  return [...new Set(subjects.map(({ service }) => service))].flatMap((service) => {
    const own = subjects.filter((each) => each.service === service).map(({ subject }) => subject);
    const found = mergeFound([], foundIn(term, { subjects: own }, reads));
    return found.length > 0 ? [{ requestId: id, service, found }] : [];
  });
}
