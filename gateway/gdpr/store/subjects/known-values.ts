/**
 * Keyed digests of the values that requests know of their subjects, beside their terms. By them a request that was made by id is
 * found by the person's e-mail address, even when nothing else is left of it (R21).
 */
import type { EntityManager } from 'typeorm';
import { currentKeys, termFingerprint, type Term } from '../../../../subgraphs/kit';
import type { FoundIdentifier } from '../../stored-values';
import { ofAnySource } from '../../services/any-source';
import { termOf } from '../../services/found-identifiers';
import { formerSubjectDigests, subjectDigest } from './subject-locks';

/** The values of one request. */
export interface KnownValues {
  requestId: string;
  digests: Buffer[];
}

/** The most values of one request that are stored. */
const maximumKnown = 1_000;

/** The digest by which an external id is found whoever gave it, apart from the digest of an id of which no system is known. */
const anySourceDigest = (term: Term): Buffer => currentKeys().digest(`subject-of-any-source:${termFingerprint(term)}`);

/** The digests by which a request is found that knows a term: of an external id with its system also the one for any system. */
function termDigests(term: Term): Buffer[] {
  const ofAny = ofAnySource(term);
  return ofAny ? [subjectDigest(term), anySourceDigest(ofAny)] : [subjectDigest(term)];
}

/**
 * The digests of terms that requests know by which a term is sought. An external id of one system is also found where no system is
 * known: the services do not always know it, and earlier versions stored none.
 */
export function soughtDigests(term: Term): Buffer[] {
  const ofAny = ofAnySource(term);
  return [
    subjectDigest(term),
    ...(ofAny ? [subjectDigest(ofAny)] : []),
    ...(term.type === 'EXTERNAL_ID' && !ofAny ? [anySourceDigest(term)] : []),
    ...formerSubjectDigests(term),
  ];
}

/**
 * The digests of identifiers, each once; those that identify nobody have none.
 * @param asked the term of a request, which it knows too
 */
export function valueDigests(identifiers: FoundIdentifier[], asked: Term | null = null): Buffer[] {
  const digests = new Map<string, Buffer>();
  const add = (term: Term) => {
    for (const digest of termDigests(term)) digests.set(digest.toString('hex'), digest);
  };
  // The digest of any other term is the request's own already.
  if (asked && ofAnySource(asked)) add(asked);
  for (const identifier of identifiers) {
    if (digests.size >= maximumKnown) break;
    const term = termOf(identifier);
    if (term) add(term);
  }
  return [...digests.values()];
}

/** Remembers values of requests. */
export async function rememberValues(db: EntityManager, known: KnownValues[]): Promise<void> {
  const rows = known.flatMap(({ requestId, digests }) => digests.map((digest) => ({ requestId, digest })));
  if (rows.length === 0) return;
  await db.query(
    `INSERT INTO gdpr_known_value (organization_id, request_id, digest)
     SELECT $1, given.* FROM unnest($2::uuid[], $3::bytea[]) AS given ON CONFLICT DO NOTHING`,
    [currentKeys().organizationId, rows.map(({ requestId }) => requestId), rows.map(({ digest }) => digest)],
  );
}

/**
 * How many subjects a request by a value matched, as found when it was made and by its services since, and whether one of them holds the
 * very value of its term, which it then matched exactly (R3).
 * @param term null once it was reduced: nobody can tell then
 */
export async function matchOf(
  db: EntityManager,
  requestId: string,
  term: Term | null,
): Promise<{ subjects: number; exact: boolean }> {
  const [match]: { subjects: number; exact: boolean }[] = await db.query(
    `SELECT (SELECT count(*)::int FROM gdpr_matched_subject WHERE organization_id = $1 AND request_id = $2) AS subjects,
       EXISTS (SELECT FROM gdpr_known_value WHERE organization_id = $1 AND request_id = $2 AND digest = ANY($3::bytea[])) AS exact`,
    [currentKeys().organizationId, requestId, term ? soughtDigests(term) : []],
  );
  return match ?? { subjects: 0, exact: false };
}

/**
 * SQL: the ids of requests that are about what one of these digests names, or know it.
 * @param digests an array, of `soughtDigests`
 */
export const requestsKnowing = (organization: string, digests: string): string =>
  `SELECT id FROM gdpr_request WHERE organization_id = ${organization} AND subject_digest = ANY(${digests})
   UNION SELECT request_id FROM gdpr_matched_subject WHERE organization_id = ${organization} AND subject_digest = ANY(${digests})
   UNION SELECT request_id FROM gdpr_known_value WHERE organization_id = ${organization} AND digest = ANY(${digests})`;
