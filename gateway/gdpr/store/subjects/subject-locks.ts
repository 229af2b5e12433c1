/** Which subject a request is about, by digest, and who may create requests about it at this moment (R10). */
import type { EntityManager } from 'typeorm';
import { databaseTime } from '../database-time';
import { currentKeys, formerFingerprints, termFingerprint, type Term } from '../../../../subgraphs/kit';

/** Keyed digest of what a request is about: the same for every spelling of a term. */
export const subjectDigest = (term: Term): Buffer => digestOf(termFingerprint(term));

/** The digests that earlier versions stored for the requests of a term. They may be another person's too (`formerFingerprints`). */
export const formerSubjectDigests = (term: Term): Buffer[] => formerFingerprints(term).map(digestOf);

const digestOf = (fingerprint: string): Buffer => currentKeys().digest(`subject:${fingerprint}`);

/**
 * The lock of a subject: one of 256 of the organisation. A value may match thousands of subjects, and the locks of all
 * transactions share one table of the database; two subjects that happen to share a lock wait briefly for each other.
 */
const lockKey = (digest: Buffer): string =>
  currentKeys().digest(`subject-lock:${digest.readUInt8()}`).readBigInt64BE().toString();

/**
 * Locks subjects, so that creators of requests on the same ones wait for each other; always in the same order, which prevents
 * deadlocks. Returns the database's time once they are locked.
 */
export async function lockSubjects(db: EntityManager, digests: Buffer[]): Promise<Date> {
  const keys = [...new Set(digests.map(lockKey))].sort();
  const rows: { now: Date }[] = await db.query(
    'SELECT pg_advisory_xact_lock(key), clock_timestamp() AS now FROM unnest($1::bigint[]) AS key',
    [keys],
  );
  return rows.at(-1)?.now ?? databaseTime(db);
}
