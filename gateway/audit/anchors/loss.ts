/** Finds out whether the database is older than its checkpoints: restored from a backup, or set back by somebody (R21, R26). */
import type { EntityManager } from 'typeorm';
import { genesisHash } from '../audit-log';
import { statedHeads, type AnchoredHead, type Checkpoint } from './checkpoint';
import type { CheckpointStore } from './checkpoint-store';
import { lostEnds, lostHolds, type LostHold, type StatedEnd, type StatedHold } from './lost-decisions';

/** What checkpoints state and the database lacks. */
export interface Loss {
  /** The number of the newest checkpoint. */
  newest: number;
  /** When the newest checkpoint that the database knows was made; null when that checkpoint was not read. */
  from: Date | null;
  /** When the newest checkpoint was made. */
  to: Date;
  /** The organisations whose log is shorter than what was anchored or differs from it: the anchored and the current head. */
  organizations: { organization: string; anchored: AnchoredHead; now: AnchoredHead }[];
  /** The completed erasures that the database does not know. */
  erasures: StatedErasure[];
  /** The restrictions that the database does not know, or does not know as lifted. */
  restrictions: StatedRestriction[];
  /** The legal holds that the database does not know, or does not know as released. */
  holds: LostHold[];
  /** The requests that a person stopped, and that go on in the database. */
  ends: StatedEnd[];
}

/** A restriction in a checkpoint, with the checkpoint's number. */
export type StatedRestriction = Checkpoint['restrictions'][number] & { number: number };

/** A completed erasure in a checkpoint, with the time of the checkpoint. */
export type StatedErasure = Checkpoint['erasures'][number] & { at: Date };

const dateOf = ({ iat }: Checkpoint) => new Date(iat * 1_000);

/** Returns the current heads in the database, by organisation. An organisation without a log has none. */
async function headsOf(db: EntityManager, organizations: string[]): Promise<Map<string, AnchoredHead>> {
  const rows: { organization: string; size: string; hash: string }[] = await db.query(
    'SELECT organization_id AS organization, sequence AS size, hash FROM audit_head WHERE organization_id = ANY($1::text[])',
    [organizations],
  );
  return new Map(
    rows.map(({ organization, size, hash }) => [organization, { organization, size: Number(size), hash }]),
  );
}

/** Returns those of the heads that the log contradicts. `there` says whether the log has an entry of that number at all. */
export async function contradicted<T extends AnchoredHead>(
  db: EntityManager,
  heads: T[],
): Promise<(T & { there: boolean })[]> {
  const rows: { place: number; hash: string | null }[] = await db.query(
    `SELECT place::integer AS place, entry.hash FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS head (organization, size, place)
     LEFT JOIN audit_entry entry ON entry.organization_id = head.organization AND entry.sequence = head.size`,
    [heads.map(({ organization }) => organization), heads.map(({ size }) => size)],
  );
  const hashes = new Map(rows.map(({ place, hash }) => [place - 1, hash]));
  return heads.flatMap((head, index) => {
    const hash = hashes.get(index) ?? null;
    return head.size === 0 || hash === head.hash ? [] : [{ ...head, there: hash !== null }];
  });
}

async function unknownErasures(db: EntityManager, erasures: StatedErasure[]): Promise<StatedErasure[]> {
  const rows: { place: number }[] = await db.query(
    `SELECT lost.place::integer AS place
     FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS lost (organization, request, place)
     WHERE NOT EXISTS (SELECT 1 FROM gdpr_erasure WHERE organization_id = lost.organization AND request_id = lost.request)`,
    [erasures.map(({ organization }) => organization), erasures.map(({ request }) => request)],
  );
  return rows.flatMap(({ place }) => erasures[place - 1] ?? []);
}

async function unknownRestrictions(db: EntityManager, stated: StatedRestriction[]): Promise<StatedRestriction[]> {
  const rows: { place: number }[] = await db.query(
    `SELECT lost.place::integer AS place
     FROM unnest($1::text[], $2::uuid[], $3::boolean[]) WITH ORDINALITY AS lost (organization, id, lifted, place)
     WHERE NOT EXISTS (SELECT FROM gdpr_restriction found WHERE found.organization_id = lost.organization
       AND found.id = lost.id AND (found.lifted_at IS NOT NULL OR NOT lost.lifted))`,
    [
      stated.map(({ organization }) => organization),
      stated.map(({ restriction }) => restriction),
      stated.map(({ liftedAt }) => liftedAt !== null),
    ],
  );
  return rows.flatMap(({ place }) => stated[place - 1] ?? []);
}

/** What several checkpoints state together; later ones replace earlier ones. */
export interface Stated extends Pick<Loss, 'newest' | 'erasures' | 'restrictions' | 'ends'> {
  /** When each valid checkpoint was made, by number. */
  times: Map<number, Date>;
  /** The digest of the newest valid checkpoint. */
  digest: string | null;
  /** The newest head of each organisation. */
  heads: AnchoredHead[];
  holds: StatedHold[];
}

/** Reads the checkpoints from a number on. */
export async function statedSince(store: CheckpointStore, first: number): Promise<Stated> {
  const newest = await store.newest();
  const times = new Map<number, Date>();
  let newestDigest: string | null = null;
  const claims = new Map<string, AnchoredHead>();
  const erasures: StatedErasure[] = [];
  const restrictions = new Map<string, StatedRestriction>();
  const holds = new Map<string, StatedHold>();
  const ends = new Map<string, StatedEnd>();
  for await (const { number, found } of store.range(Math.max(1, first), newest)) {
    if (typeof found === 'string') continue;
    times.set(number, dateOf(found.checkpoint));
    newestDigest = found.digest;
    for (const head of statedHeads(found.checkpoint)) claims.set(head.organization, head);
    const at = dateOf(found.checkpoint);
    for (const each of found.checkpoint.restrictions) restrictions.set(each.restriction, { ...each, number });
    for (const each of found.checkpoint.holds) holds.set(each.hold, { ...each, number });
    for (const each of found.checkpoint.ends) ends.set(each.request, { ...each, number });
    erasures.push(...found.checkpoint.erasures.map((erasure) => ({ ...erasure, at })));
  }
  return {
    newest,
    times,
    digest: newestDigest,
    heads: [...claims.values()],
    erasures,
    restrictions: [...restrictions.values()],
    holds: [...holds.values()],
    ends: [...ends.values()],
  };
}

/**
 * Compares the database with checkpoints.
 * @param known the newest checkpoint that the database knows; it shows how old the database is
 * @returns what the database lacks; null when the logs hold all that the checkpoints state
 */
export async function lossOf(db: EntityManager, stated: Stated, known: { number: number }): Promise<Loss | null> {
  const { newest, times, heads, erasures, restrictions, holds, ends } = stated;
  const lost = await contradicted(db, heads);
  const to = [...times.values()].at(-1);
  if (lost.length === 0 || !to) return null;
  // The database had what is older; it may have been deleted at the end of its retention.
  const newer = <T extends { number: number }>(all: T[]) => all.filter(({ number }) => number > known.number);
  const now = await headsOf(
    db,
    lost.map(({ organization }) => organization),
  );
  return {
    newest,
    from: times.get(known.number) ?? null,
    to,
    organizations: lost.map((anchored) => ({
      organization: anchored.organization,
      anchored,
      now: now.get(anchored.organization) ?? {
        organization: anchored.organization,
        size: 0,
        hash: genesisHash,
      },
    })),
    erasures: await unknownErasures(db, erasures),
    restrictions: await unknownRestrictions(db, newer(restrictions)),
    holds: await lostHolds(db, newer(holds)),
    ends: await lostEnds(db, newer(ends)),
  };
}
