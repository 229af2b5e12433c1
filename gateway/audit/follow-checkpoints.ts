/** Follows every organisation's audit log again and again, a few stretches at a time, beside the other work of a gateway (R21, R27). */
import type { DataSource } from 'typeorm';
import type { Logger } from '../../subgraphs/kit/base/logger';
import type { KeyRing } from '../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../subgraphs/kit/base/security/organization-context';
import { returned } from '../persistence/rows';
import { checkpointBefore, followChain, stretch, verifyStretch } from './checkpoints';

/** How old the last look at a stretch may become before the next, as PostgreSQL's interval. */
const lookAgainAfter = '10 minutes';

/** Stretches and chains that one turn takes. A thousand entries take some 20 ms of a processor. */
const atOnce = 20;

/** SQL: that a chain has grown by a stretch. */
const hasGrown = `sequence >= ${stretch} + coalesce(
  (SELECT max(sequence) FROM audit_checkpoint checkpoint WHERE checkpoint.organization_id = head.organization_id), 0)`;

/** SQL: when a chain has grown, or the next stretch is to be followed again. */
export const checkpointsDue = `SELECT CASE WHEN EXISTS (SELECT FROM audit_head head WHERE ${hasGrown}) THEN now()
  ELSE (SELECT min(verified_at) FROM audit_checkpoint) + interval '${lookAgainAfter}' END`;

/** What following the log works with. */
export interface FollowTools {
  dataSource: DataSource;
  keys: KeyRing;
  logger: Logger;
}

/**
 * One turn: sets checkpoints in chains that have grown by a stretch, and follows the stretches again that were looked at the longest
 * ago. Replicas share the work: each stretch is taken by one of them.
 * @param olderThan as PostgreSQL's interval
 */
export async function followCheckpoints(tools: FollowTools, olderThan = lookAgainAfter): Promise<void> {
  const { dataSource, keys } = tools;
  const grown: { organization_id: string; sequence: string }[] = await dataSource.query(
    `SELECT organization_id, sequence FROM audit_head head WHERE ${hasGrown} LIMIT $1`,
    [atOnce],
  );
  for (const { organization_id: organizationId, sequence } of grown)
    await inOrganization(await keys.evenDestroyed(organizationId), async () => {
      const db = dataSource.manager;
      const from = await checkpointBefore(db, organizationId, Number(sequence) + 1);
      const last = from && Math.min(Number(sequence), from.sequence + atOnce * stretch);
      if (from && last) tell(tools, organizationId, await followChain(db, organizationId, from, last));
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
    await inOrganization(await keys.evenDestroyed(organizationId), async () =>
      tell(tools, organizationId, await verifyStretch(dataSource.manager, organizationId, Number(sequence))),
    );
}

function tell({ logger }: FollowTools, organizationId: string, fault: object | null): void {
  if (fault) logger.error({ organizationId, ...fault }, 'the audit log does not say what was written');
}
