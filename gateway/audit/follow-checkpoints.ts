/** Verifies every organisation's audit log continuously, a few stretches at a time, beside the other work (R21, R27). */
import type { DataSource } from 'typeorm';
import { describeError, type Logger } from '../../subgraphs/kit/base/logger';
import type { KeyRing } from '../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../subgraphs/kit/base/security/organization-context';
import { returned } from '../persistence/rows';
import { checkpointBefore, followChain, stretch, verifyStretch } from './checkpoints';
import type { ChainFault } from './verify-audit-log';

/** The time after which a stretch is verified again. A PostgreSQL interval. */
const lookAgainAfter = '10 minutes';

/** The most stretches, and the most grown chains, that one turn handles. A stretch takes about 5 ms of CPU time. */
const atOnce = 80;

/** SQL: whether a chain has grown by a stretch since its newest checkpoint. */
const hasGrown = `sequence >= ${stretch} + coalesce(
  (SELECT max(sequence) FROM audit_checkpoint checkpoint WHERE checkpoint.organization_id = head.organization_id), 0)`;

/** SQL: when the next turn is due: now if a chain has grown by a stretch, else when the next stretch must be verified again. */
export const checkpointsDue = `SELECT CASE WHEN EXISTS (SELECT FROM audit_head head WHERE ${hasGrown}) THEN now()
  ELSE (SELECT min(verified_at) FROM audit_checkpoint) + interval '${lookAgainAfter}' END`;

/** What {@link followCheckpoints} needs. */
export interface FollowTools {
  dataSource: DataSource;
  keys: KeyRing;
  logger: Logger;
}

/**
 * Runs one turn: sets checkpoints in chains that have grown by a stretch, and verifies again the stretches that were verified longest
 * ago. Replicas share the work: one of them takes each stretch.
 * @param olderThan a PostgreSQL interval: stretches verified more recently are left for later
 */
export async function followCheckpoints(tools: FollowTools, olderThan = lookAgainAfter): Promise<void> {
  const { dataSource } = tools;
  const db = dataSource.manager;
  // In any order: chains that cannot be followed come again each time, and must not take all places.
  const grown: { organization_id: string; sequence: string }[] = await dataSource.query(
    `SELECT organization_id, sequence FROM audit_head head WHERE ${hasGrown} ORDER BY random() LIMIT $1`,
    [atOnce],
  );
  for (const { organization_id: organizationId, sequence } of grown)
    await look(tools, organizationId, async () => {
      const from = await checkpointBefore(db, organizationId, Number(sequence) + 1);
      const last = from && Math.min(Number(sequence), from.sequence + atOnce * stretch);
      return from && last ? followChain(db, organizationId, from, last) : null;
    });
  const due = await returned<{ organization_id: string; sequence: string }>(
    dataSource.query(
      `UPDATE audit_checkpoint SET verified_at = now() WHERE (organization_id, sequence) IN (
       SELECT organization_id, sequence FROM audit_checkpoint WHERE verified_at < now() - $1::interval
       ORDER BY verified_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING organization_id, sequence`,
      [olderThan, atOnce],
    ),
  );
  for (const { organization_id: organizationId, sequence } of due)
    await look(tools, organizationId, () => verifyStretch(db, organizationId, Number(sequence)));
}

/** Logs a fault. What fails for one organisation, such as a key that cannot be unwrapped, ends nobody else's turn (R27). */
async function look(
  { keys, logger }: FollowTools,
  organizationId: string,
  work: () => Promise<ChainFault | null>,
): Promise<void> {
  try {
    const fault = await inOrganization(await keys.evenDestroyed(organizationId), work);
    if (fault) logger.error({ organizationId, ...fault }, 'the chain of the audit log does not hold');
  } catch (error) {
    logger.error(
      { organizationId, error: describeError(error) },
      "the chain of an organisation's audit log could not be verified",
    );
  }
}
