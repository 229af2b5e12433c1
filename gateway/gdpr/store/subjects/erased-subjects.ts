/** Finds the requests about subjects that were erased, by keyed digest and whatever their term (R13, R21). */
import { currentKeys } from '../../../../subgraphs/kit';

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

/** The organisation, the erasures, and what each is about. */
export const erasedParameters = (erasures: { id: string; subjectDigest: Buffer }[]): unknown[] => [
  currentKeys().organizationId,
  erasures.map(({ id }) => id),
  erasures.map(({ subjectDigest }) => subjectDigest),
];
