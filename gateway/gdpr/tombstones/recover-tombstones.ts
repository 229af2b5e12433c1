/** Tombstones that a restored database has lost, from the checkpoints outside it (R26, R33). */
import type { EntityManager } from 'typeorm';
import type { StatedErasure } from '../../audit/anchors/loss';

const ofHex = (text: string): Buffer => Buffer.from(text, 'hex');

/**
 * Leaves the tombstones of lost erasures again, as old as the checkpoints that state them. One that was lifted since warns again.
 * @param keepFor how long they stay, in milliseconds
 */
export async function recoverTombstones(db: EntityManager, lost: StatedErasure[], keepFor: number): Promise<void> {
  for (const { organization, request, at, tombstones = [] } of lost) {
    const digests = tombstones.map((text) => {
      const [digest = '', anySource = digest] = text.split('/');
      return { digest: ofHex(digest), anySource: ofHex(anySource) };
    });
    if (digests.length === 0) continue;
    await db.query(
      `INSERT INTO gdpr_erasure_tombstone (organization_id, digest, any_source_digest, request_id, erased_at, expires_at)
       SELECT $1, given.digest, given.any_source_digest, $2, $3, $4
       FROM unnest($5::bytea[], $6::bytea[]) AS given (digest, any_source_digest)
       WHERE $4::timestamptz > now() ON CONFLICT DO NOTHING`,
      [
        organization,
        request,
        at,
        new Date(at.getTime() + keepFor),
        digests.map(({ digest }) => digest),
        digests.map(({ anySource }) => anySource),
      ],
    );
  }
}
