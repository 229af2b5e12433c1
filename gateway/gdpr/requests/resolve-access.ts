/** Resolves the term of a request or its preview, also for access to what legal holds keep of somebody who is half erased (R31). */
import { GraphQLError } from 'graphql';
import type { EntityManager } from 'typeorm';
import { currentKeys, type IdTerm, type Term } from '../../../subgraphs/kit';
import { rowReader } from '../../../subgraphs/kit/base/persistence/read-rows';
import { GdprRequest } from '../entities';
import { doneStatuses, serviceTransitions, type RequestType } from '../lifecycle';
import { sqlSet } from '../lifecycle-sql';
import type { PiiServices } from '../services/pii-services';
import type { ServiceCallScope } from '../services/service-call';
import { idDigests, isKept } from '../store/holds/holds';
import { planOfMembers, resolveTerm, type PlannedMember, type RequestPlan } from './resolve';

/**
 * Resolves a term like {@link resolveTerm}. While a legal hold keeps a part of an erasure, the owner of the id may no longer know it.
 * GET and EXPORT go on all the same: they are about the erasure's family.
 * @throws what {@link resolveTerm} throws
 */
export async function resolveRequest(
  db: EntityManager,
  services: PiiServices,
  scope: ServiceCallScope,
  type: RequestType,
  term: Term,
): Promise<RequestPlan> {
  if (term.kind === 'value' || isKept(type)) return resolveTerm(services, scope, type, term);
  try {
    const plan = await resolveTerm(services, scope, type, term);
    const [{ subject }] = plan.members;
    return subject ? plan : ((await keptFamily(db, type, term)) ?? plan);
  } catch (error) {
    const kept = isNotFound(error) ? await keptFamily(db, type, term) : null;
    if (!kept) throw error;
    return kept;
  }
}

const isNotFound = (error: unknown): boolean =>
  error instanceof GraphQLError && error.extensions.code === 'SUBJECT_NOT_FOUND';

/** The plan of access to the family of an erasure of which a legal hold keeps a part; null when there is none. */
async function keptFamily(db: EntityManager, type: RequestType, term: IdTerm): Promise<RequestPlan | null> {
  const rows: object[] = await db.query(
    `WITH family AS MATERIALIZED (
       SELECT coalesce(parent_id, id) AS id FROM gdpr_request request
       WHERE organization_id = $1 AND subject_digest = ANY($2::bytea[]) AND type = 'DELETE' AND status NOT IN ${sqlSet(doneStatuses)}
         AND EXISTS (SELECT FROM gdpr_task task
           WHERE task.organization_id = $1 AND task.request_id = request.id AND task.status = $3)
       ORDER BY created_at DESC LIMIT 1)
     SELECT request.* FROM family
     JOIN gdpr_request request ON request.organization_id = $1 AND (request.id = family.id OR request.parent_id = family.id)
     ORDER BY request.parent_id NULLS FIRST, request.id`,
    [currentKeys().organizationId, idDigests(term), serviceTransitions.hold.to],
  );
  // Requests of the family that are done hold no term any more, and no data are left of whom they were about.
  const [first, ...others] = rows
    .map((row) => rowReader(db, GdprRequest).entityOf(row))
    .flatMap(({ term: own }): PlannedMember[] => (own ? [{ term: own, subject: null }] : []));
  return first ? planOfMembers(type, term, [first, ...others]) : null;
}
