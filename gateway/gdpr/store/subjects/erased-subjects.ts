/** Which requests are about subjects that were erased, by whatever term each was asked for: all by keyed digest (R13, R21). */
import { currentKeys } from '../../../../subgraphs/kit';

/**
 * SQL, to stand after WITH: `named`, the ids of requests about a subject of these erasures, or on the very term of one. Takes the
 * parameters of {@link erasedParameters}.
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
