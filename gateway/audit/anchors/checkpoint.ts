/**
 * A checkpoint is a signed statement of the heads of the audit log, kept outside the database (R21; like the signed tree heads of
 * RFC 6962). Somebody with access to the database alone could rewrite a chain, but could not make it agree with a checkpoint.
 *
 * Checkpoints are numbered from 1. Each states the digest of the previous one and the heads that have moved since, so removing or
 * replacing one is noticed too. A checkpoint contains ids, numbers, hashes and keyed digests, but no readable personal data: the
 * subject of a restriction or legal hold is encrypted with the organisation's key.
 */
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { statementDigest, verifyStatement, type SignStatement } from '../../security/signed-statement';

/** The JWS header's `typ`. */
const checkpointType = 'habeas-checkpoint+jwt';

const head = z.object({ organization: z.string(), size: z.number().int().nonnegative(), hash: z.string() });

const restriction = z.object({
  organization: z.string(),
  restriction: z.string(),
  ground: z.string(),
  /** The keyed digest of the subject, in hexadecimal. */
  digest: z.string(),
  /** The subject's id, encrypted with the organisation's key, in hexadecimal. */
  term: z.string(),
  placedAt: z.iso.datetime(),
  liftedAt: z.iso.datetime().nullable(),
  informedAt: z.iso.datetime().nullable(),
});

const hold = z.object({
  organization: z.string(),
  hold: z.string(),
  ground: z.string(),
  /** The services whose data are kept; null: all. */
  services: z.array(z.string()).nullable(),
  /** Whom it covers: keyed digests, in hexadecimal. */
  digests: z.array(z.string()),
  /** The person's id and the number of the claim, encrypted with the organisation's key, in hexadecimal. */
  term: z.string().nullable(),
  reference: z.string().nullable(),
  placedAt: z.iso.datetime(),
  until: z.iso.datetime().nullable(),
  releasedAt: z.iso.datetime().nullable(),
});

const end = z.object({
  organization: z.string(),
  request: z.string(),
  /** The status in which it ended: `CANCELLED` or `REJECTED`. */
  end: z.string(),
  at: z.iso.datetime(),
  /** Why it was rejected. */
  reason: z.string().nullable(),
});

const statement = z.object({
  iat: z.number(),
  number: z.number().int().positive(),
  /** The SHA-256 of the previous checkpoint as it is stored; null for the first. */
  previous: z.string().nullable(),
  /** The organisations whose log has grown since: its number of entries, and the hash of the newest. */
  heads: z.array(head),
  /**
   * The erasures that were completed in the entries since the previous heads, with the keyed digests of their tombstones (R33). From
   * them a database that lost these erasures learns which they were.
   */
  erasures: z.array(
    z.object({ organization: z.string(), request: z.string(), tombstones: z.array(z.string()).optional() }),
  ),
  /**
   * The restrictions that were placed or lifted in the entries since the previous heads, with their state. The services still enforce
   * a restriction that the database lost; without this record nobody could lift it (R26, R34).
   */
  restrictions: z.array(restriction).default([]),
  /**
   * The legal holds that were placed or released in the entries since the previous heads, with their state. A database that lost one
   * would let somebody be erased whose data must be kept (R26, R31).
   */
  holds: z.array(hold).default([]),
  /**
   * The requests that a person cancelled or rejected in the entries since the previous heads. A database that lost the end of one would
   * go on with it (R26).
   */
  ends: z.array(end).default([]),
  /**
   * The organisations whose log was set back by a restored backup, once somebody acknowledged it: the head of the log at that time,
   * and the newest entry up to which the log agreed with earlier checkpoints.
   */
  restored: z.array(head.extend({ agreed: z.number().int().nonnegative() })).default([]),
});

/** The head of an organisation's log in a checkpoint: its number of entries, and the hash of the newest. */
export type AnchoredHead = z.output<typeof head>;
/** The contents of a checkpoint. `iat` is in seconds. */
export type Checkpoint = z.output<typeof statement>;

export interface StoredCheckpoint {
  checkpoint: Checkpoint;
  /** The SHA-256 of the checkpoint as it is stored. */
  digest: string;
}

/** Returns all heads of a checkpoint: those that have grown, and those that an acknowledged restore set back. */
export const statedHeads = ({ heads, restored }: Checkpoint): AnchoredHead[] => [...heads, ...restored];

/** Signs a checkpoint. @returns the JWS to store, and its digest */
export async function signCheckpoint(
  sign: SignStatement,
  checkpoint: Checkpoint,
): Promise<{ jws: string; digest: string }> {
  const jws = await sign({ iss: 'habeas-gateway', ...checkpoint }, checkpointType);
  return { jws, digest: statementDigest(jws) };
}

/** Verifies a stored checkpoint. @returns null when none of the keys signed it, or it is not a checkpoint */
export async function verifyCheckpoint(jws: string, keys: JWTVerifyGetKey): Promise<StoredCheckpoint | null> {
  try {
    const stated = await verifyStatement(jws, checkpointType, keys);
    return { checkpoint: statement.parse(stated), digest: statementDigest(jws) };
  } catch {
    return null;
  }
}
