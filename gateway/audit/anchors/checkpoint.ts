/**
 * A checkpoint: a signed statement of where the audit log stood, kept outside the database (R21; as the signed tree heads of
 * RFC 6962). Whoever has the database alone can rewrite a chain, and cannot make it agree with a checkpoint.
 *
 * Checkpoints are numbered from 1. Each names the digest of the one before and states the heads that have moved since, so one
 * that is taken away or exchanged is noticed too. It holds ids, numbers, hashes and keyed digests, and nothing personal: whom a
 * restriction is on stands there encrypted with the organisation's key.
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
  /** Keyed digest of the subject, and its id, encrypted with the organisation's key: both in hexadecimal. */
  digest: z.string(),
  term: z.string(),
  placedAt: z.iso.datetime(),
  liftedAt: z.iso.datetime().nullable(),
  informedAt: z.iso.datetime().nullable(),
});

const statement = z.object({
  iat: z.number(),
  number: z.number().int().positive(),
  /** SHA-256 of the checkpoint before, as it is stored; null of the first. */
  previous: z.string().nullable(),
  /** The organisations whose log has grown since: how many entries it has, and the newest one's hash. */
  heads: z.array(head),
  /**
   * Erasures that were completed within what the heads have grown by: a database that lost them can be told which they were, and
   * by the keyed digests of their tombstones, which values warn (R33).
   */
  erasures: z.array(
    z.object({ organization: z.string(), request: z.string(), tombstones: z.array(z.string()).optional() }),
  ),
  /**
   * Restrictions of processing that were placed or lifted within what the heads have grown by, as they stood: the services hold them, and
   * a database that lost one could never lift it (R26, R34).
   */
  restrictions: z.array(restriction).default([]),
  /**
   * Organisations whose log was set back by a restored backup that somebody has acknowledged: where it stood then, and the
   * newest entry up to which it agreed with the checkpoints before.
   */
  restored: z.array(head.extend({ agreed: z.number().int().nonnegative() })).default([]),
});

/** Where an organisation's log stood. */
export type AnchoredHead = z.output<typeof head>;
/** What a checkpoint states. `iat` is in seconds. */
export type Checkpoint = z.output<typeof statement>;

/** A checkpoint as it is stored. */
export interface StoredCheckpoint {
  checkpoint: Checkpoint;
  digest: string;
}

/** The heads that a checkpoint states, of whatever reason. */
export const statedHeads = ({ heads, restored }: Checkpoint): AnchoredHead[] => [...heads, ...restored];

/** Signs a checkpoint. Answers what is to be stored, and its digest. */
export async function signCheckpoint(
  sign: SignStatement,
  checkpoint: Checkpoint,
): Promise<{ jws: string; digest: string }> {
  const jws = await sign({ iss: 'habeas-gateway', ...checkpoint }, checkpointType);
  return { jws, digest: statementDigest(jws) };
}

/** Reads a stored checkpoint; null when none of the keys signed it, or it is no checkpoint. */
export async function verifyCheckpoint(jws: string, keys: JWTVerifyGetKey): Promise<StoredCheckpoint | null> {
  try {
    const stated = await verifyStatement(jws, checkpointType, keys);
    return { checkpoint: statement.parse(stated), digest: statementDigest(jws) };
  } catch {
    return null;
  }
}
