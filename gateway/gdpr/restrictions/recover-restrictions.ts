/** Restrictions that a restored database has lost, from the checkpoints outside it (R26, R34): the services hold them still. */
import type { EntityManager } from 'typeorm';
import type { StatedRestriction } from '../../audit/anchors/loss';

/**
 * Takes lost restrictions back under their own ids, as they stood: the services are told at once. Their references and who asked for them
 * are gone. Those of organisations whose keys the database does not have cannot be read, and are not taken back.
 */
export async function recoverRestrictions(db: EntityManager, lost: StatedRestriction[]): Promise<void> {
  for (const { organization, restriction, ground, digest, term, placedAt, liftedAt, informedAt } of lost) {
    // One that was lifted makes room for one that was placed after it.
    if (liftedAt !== null)
      await db.query(
        `UPDATE gdpr_restriction SET lifted_at = $3, informed_at = $4, run_at = now(), attempts = 0
         WHERE organization_id = $1 AND id = $2 AND lifted_at IS NULL`,
        [organization, restriction, liftedAt, informedAt],
      );
    await db.query(
      `INSERT INTO gdpr_restriction
         (organization_id, id, ground, subject_digest, term, created_at, lifted_at, informed_at, run_at)
       SELECT $1, $2, $3, decode($4, 'hex'), decode($5, 'hex'), $6, $7, $8, now()
       WHERE EXISTS (SELECT FROM organization_key WHERE organization_id = $1) ON CONFLICT DO NOTHING`,
      [organization, restriction, ground, digest, term, placedAt, liftedAt, informedAt],
    );
  }
}
