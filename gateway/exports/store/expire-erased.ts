/** An erasure makes packages that hold data of its subjects, and the data gathered for such packages, expire at once (R13). */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { finishedStatuses } from '../../gdpr/lifecycle';
import { sqlSet } from '../../gdpr/lifecycle-sql';
import { removedIn } from '../../gdpr/stored-values';
import { erasedParameters, reachedByErasures, requestsAboutErased } from '../../gdpr/store/subjects/erased-subjects';

/**
 * Expires every finished export that holds data of erased subjects, whatever the terms of the export and the erasure were (R13).
 * Runs in the transaction that ends the erasures, while it holds the lock of the organisation's audit log.
 */
export async function expireForErased(
  db: EntityManager,
  erasures: { id: string; subjectDigest: Buffer }[],
): Promise<void> {
  if (erasures.length === 0) return;
  await db.query(
    `WITH ${requestsAboutErased},
     request AS MATERIALIZED (
       SELECT request.id, coalesce(request.parent_id, request.id) AS family
       FROM gdpr_request request JOIN named USING (id)
       WHERE request.organization_id = $1 AND request.type = 'EXPORT' AND request.status IN ${sqlSet(finishedStatuses)}),
     part AS (
       UPDATE gdpr_export_part exported SET expires_at = now() FROM request
       WHERE exported.organization_id = $1 AND exported.request_id = request.id)
     UPDATE gdpr_export exported SET expires_at = now() FROM request
     WHERE exported.organization_id = $1 AND exported.request_id = request.family`,
    erasedParameters(erasures),
  );
}

/**
 * Expires the packages of these exports when an erasure of one of their subjects ended after the export was created (R13): it completed,
 * or a service had erased something before it failed or was cancelled. This covers the case that a service names a subject so late that
 * the erasure could not find the export.
 *
 * Runs in the transaction that closes the exports, after the package is recorded and while the transaction holds the lock of the
 * organisation's audit log: either it sees the erasure, or the erasure sees the package.
 * @param gathered the ids of the requests that gathered data for the packages
 */
export async function expireErased(db: EntityManager, gathered: string[]): Promise<void> {
  if (gathered.length === 0) return;
  await db.query(
    `WITH ${reachedByErasures(`erasure.status IN ${sqlSet(['COMPLETED'])} OR EXISTS (
       SELECT FROM gdpr_task task WHERE task.organization_id = $1 AND task.request_id = erasure.id
         AND ${removedIn('task.dispositions')})`)},
     part AS (
       UPDATE gdpr_export_part exported SET expires_at = now() FROM reached
       WHERE exported.organization_id = $1 AND exported.request_id = reached.id)
     UPDATE gdpr_export exported SET expires_at = now() FROM reached
     WHERE exported.organization_id = $1 AND exported.request_id = reached.family`,
    [currentKeys().organizationId, gathered],
  );
}
