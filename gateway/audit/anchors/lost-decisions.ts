/**
 * What people decided since a backup: legal holds, and the ends of requests that they stopped (R26, R31). Without these decisions a
 * restored gateway would erase, of itself, whom somebody had decided to keep.
 */
import type { EntityManager } from 'typeorm';
import { finalizableStatuses } from '../../gdpr/lifecycle';
import { sqlSet } from '../../gdpr/lifecycle-sql';
import type { Checkpoint } from './checkpoint';

/** A legal hold in a checkpoint, with the checkpoint's number. */
export type StatedHold = Checkpoint['holds'][number] & { number: number };

/** The end of a request in a checkpoint, with the checkpoint's number. */
export type StatedEnd = Checkpoint['ends'][number] & { number: number };

/** A hold that the database does not have as it was. */
export interface LostHold extends StatedHold {
  /**
   * - `TAKEN_BACK`: the database does not know it.
   * - `STANDS_AGAIN`: it was released since, and stands in the database. It is left standing: what waited for it would begin of itself
   *   otherwise, though a decision of the last minute against that may be in no checkpoint.
   * - `UNKNOWABLE`: the database does not have the organisation's keys, so nobody can tell whom it covered.
   */
  fate: 'TAKEN_BACK' | 'STANDS_AGAIN' | 'UNKNOWABLE';
}

/** Returns those of the holds that the database does not have as they were. */
export async function lostHolds(db: EntityManager, stated: StatedHold[]): Promise<LostHold[]> {
  const rows: { place: number; fate: LostHold['fate'] }[] = await db.query(
    `SELECT lost.place::integer AS place, CASE WHEN found.id IS NOT NULL THEN 'STANDS_AGAIN'
       WHEN EXISTS (SELECT FROM organization_key WHERE organization_id = lost.organization AND wrapped <> '') THEN 'TAKEN_BACK'
       ELSE 'UNKNOWABLE' END AS fate
     FROM unnest($1::text[], $2::uuid[], $3::boolean[]) WITH ORDINALITY AS lost (organization, id, released, place)
     LEFT JOIN gdpr_legal_hold found ON found.organization_id = lost.organization AND found.id = lost.id
     WHERE found.id IS NULL
       OR (lost.released AND found.released_at IS NULL AND (found.until IS NULL OR found.until > clock_timestamp()))
     ORDER BY place`,
    [
      stated.map(({ organization }) => organization),
      stated.map(({ hold }) => hold),
      stated.map(({ releasedAt }) => releasedAt !== null),
    ],
  );
  return rows.flatMap(({ place, fate }) => {
    const hold = stated[place - 1];
    return hold ? [{ ...hold, fate }] : [];
  });
}

/** Returns the ends of requests that go on in the database. One that is being closed asks no service to change anything any more. */
export async function lostEnds(db: EntityManager, stated: StatedEnd[]): Promise<StatedEnd[]> {
  const rows: { place: number }[] = await db.query(
    `SELECT lost.place::integer AS place FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS lost (organization, id, place)
     JOIN gdpr_request request ON request.organization_id = lost.organization AND request.id = lost.id
     WHERE request.completed_at IS NULL AND request.status NOT IN ${sqlSet(finalizableStatuses)} ORDER BY place`,
    [stated.map(({ organization }) => organization), stated.map(({ request }) => request)],
  );
  return rows.flatMap(({ place }) => stated[place - 1] ?? []);
}
