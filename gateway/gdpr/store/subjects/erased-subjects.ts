/** Finds the requests about subjects that were erased, by keyed digest and whatever their term (R13, R21). */
import { currentKeys } from '../../../../subgraphs/kit';
import { finishedStatuses } from '../../lifecycle';
import { sqlSet } from '../../lifecycle-sql';

/**
 * SQL for a WITH clause: `named`, the ids of requests about a subject of these erasures or on the same term as one of them. Its
 * parameters are {@link erasedParameters}.
 */
export const requestsAboutErased = `erased AS MATERIALIZED (
  SELECT unnest($3::bytea[]) AS digest
  UNION SELECT subject_digest FROM gdpr_matched_subject WHERE organization_id = $1 AND request_id = ANY($2::uuid[])),
named AS MATERIALIZED (
  SELECT request.id FROM erased JOIN gdpr_request request ON request.organization_id = $1 AND request.subject_digest = erased.digest
  UNION SELECT matched.request_id FROM erased
  JOIN gdpr_matched_subject matched ON matched.organization_id = $1 AND matched.subject_digest = erased.digest)`;

/**
 * SQL for a WITH clause: `reached`, the ids and families of those of the requests in `$2` about a subject of which an erasure ended after
 * they were created; `$1` is the organisation.
 * @param counted which erasures count: a condition on `erasure`, a request that has ended, and on `naming`, with the `family` of the
 * request that it reaches
 */
export const reachedByErasures = (counted: string): string => `asked AS MATERIALIZED (
  SELECT id, created_at, coalesce(parent_id, id) AS family, subject_digest FROM gdpr_request
  WHERE organization_id = $1 AND id = ANY($2::uuid[])),
subject AS MATERIALIZED (
  SELECT id, created_at, family, subject_digest AS digest FROM asked
  UNION SELECT id, created_at, family, matched.subject_digest FROM asked
  JOIN gdpr_matched_subject matched ON matched.organization_id = $1 AND matched.request_id = asked.id),
naming AS (
  SELECT subject.id, subject.created_at, subject.family, erasure.id AS erasure FROM subject
  JOIN gdpr_request erasure ON erasure.organization_id = $1 AND erasure.subject_digest = subject.digest
  UNION SELECT subject.id, subject.created_at, subject.family, matched.request_id FROM subject
  JOIN gdpr_matched_subject matched ON matched.organization_id = $1 AND matched.subject_digest = subject.digest),
reached AS MATERIALIZED (
  SELECT naming.id, naming.family FROM naming JOIN gdpr_request erasure ON erasure.organization_id = $1
    AND erasure.id = naming.erasure AND erasure.type = 'DELETE' AND erasure.status IN ${sqlSet(finishedStatuses)}
    AND erasure.completed_at >= naming.created_at
  WHERE ${counted})`;

/** The organisation, the erasures, and what each is about. */
export const erasedParameters = (erasures: { id: string; subjectDigest: Buffer }[]): unknown[] => [
  currentKeys().organizationId,
  erasures.map(({ id }) => id),
  erasures.map(({ subjectDigest }) => subjectDigest),
];
