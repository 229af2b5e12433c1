/** Which subject a request is about, by digest, and who may create requests about it at this moment (R10). */
import type { EntityManager } from 'typeorm';
import { databaseTime } from './database-time';
import { currentKeys, termFingerprint, type Term } from '../../../subgraphs/kit';

/** Keyed digest of what a request is about: the same for every spelling of a term. */
export const subjectDigest = (term: Term): Buffer => currentKeys().digest(`subject:${termFingerprint(term)}`);

/**
 * Creators of requests for the same subjects wait for each other; in one order, so that none waits in a circle. Answers the
 * database's time once they are locked.
 */
export async function lockSubjects(db: EntityManager, digests: Buffer[]): Promise<Date> {
  const keys = digests.map((digest) => digest.readBigInt64BE().toString()).sort();
  const rows: { now: Date }[] = await db.query(
    'SELECT pg_advisory_xact_lock(key), clock_timestamp() AS now FROM unnest($1::bigint[]) AS key',
    [keys],
  );
  return rows.at(-1)?.now ?? databaseTime(db);
}
