/** Subjects that a service reports while a request runs: the request is about them too, and is found by what is known of them (R13, R21). */
import type { EntityManager } from 'typeorm';
import type { GdprRequest } from '../../entities';
import { changesByValue } from '../../reach/merge-sets';
import type { ServiceSubject } from '../../../../subgraphs/kit/base/contract/answers';
import { digestOfSubject, rememberSubjects } from '../../store/subjects/matched-subjects';
import { rememberValues, valueDigests } from '../../store/subjects/known-values';

/**
 * Stores the subjects of an answer before anything is done with it. An erasure or rectification by a value is about the subjects
 * that it matched when it was made, not about later ones (R25).
 */
export async function noteFound(
  db: EntityManager,
  { id: requestId, subjectDigest, subject, ...request }: GdprRequest,
  subjects: ServiceSubject[],
): Promise<void> {
  if (changesByValue(request)) return;
  const others = subjects.map(digestOfSubject).filter((digest) => !digest.equals(subjectDigest));
  const known = new Set(valueDigests(subject?.identifiers ?? []).map((digest) => digest.toString('hex')));
  const values = valueDigests(subjects.flatMap(({ identifiers }) => identifiers));
  await rememberSubjects(db, [{ requestId, digests: others }]);
  await rememberValues(db, [{ requestId, digests: values.filter((digest) => !known.has(digest.toString('hex'))) }]);
}
