/**
 * Keyed digests of the subjects that a request is about, beside its term. They decide what the request contradicts (R10), how far a
 * retry may go (R24), whose data its package holds (R13), and by what it is found (R21). For a value they are the subjects that it
 * matched when the request was made and, if the request changes nothing, those that services reported later. For an id they are the
 * subjects that belong to it.
 */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../../../subgraphs/kit';
import type { GdprRequest } from '../../entities';
import type { ServiceSubject } from '../../../../subgraphs/kit/base/contract/answers';
import { idTermOf } from '../../services/subjects';
import { subjectDigest } from './subject-locks';

/** The digest of a subject: that of a request on its id. */
export const digestOfSubject = (subject: Pick<ServiceSubject, 'type' | 'id' | 'contactListId'>): Buffer =>
  subjectDigest(idTermOf(subject));

/** Remembers whom requests matched. */
export async function rememberSubjects(
  db: EntityManager,
  matched: { requestId: string; digests: Buffer[] }[],
): Promise<void> {
  const rows = matched.flatMap(({ requestId, digests }) => digests.map((digest) => ({ requestId, digest })));
  if (rows.length === 0) return;
  await db.query(
    `INSERT INTO gdpr_matched_subject (organization_id, request_id, subject_digest)
     SELECT $1, given.* FROM unnest($2::uuid[], $3::bytea[]) AS given ON CONFLICT DO NOTHING`,
    [currentKeys().organizationId, rows.map(({ requestId }) => requestId), rows.map(({ digest }) => digest)],
  );
}

/**
 * The subjects that a request is about beside its term, as digests in hexadecimal. Null when this is not known, because the
 * request was made before they were stored.
 */
export async function recallSubjects(
  db: EntityManager,
  { id, type, agreed }: Pick<GdprRequest, 'id' | 'type' | 'agreed'>,
): Promise<ReadonlySet<string> | null> {
  if (!agreed && (type === 'DELETE' || type === 'UPDATE')) return null;
  const rows: { digest: string }[] = await db.query(
    `SELECT encode(subject_digest, 'hex') AS digest FROM gdpr_matched_subject WHERE organization_id = $1 AND request_id = $2`,
    [currentKeys().organizationId, id],
  );
  return new Set([...(agreed?.subjects ?? []), ...rows.map(({ digest }) => digest)]);
}

/** Whether a subject is one of those; always true when they are not known. */
export const isMatched = (
  matched: ReadonlySet<string> | null,
  subject: Pick<ServiceSubject, 'type' | 'id' | 'contactListId'>,
): boolean => matched?.has(digestOfSubject(subject).toString('hex')) ?? true;
