/** Requests and the legal holds that kept them (R31), as both are shown. */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { rowReader } from '../../../subgraphs/kit/base/persistence/read-rows';
import { GdprRequest } from '../entities';
import { serviceTransitions } from '../lifecycle';
import { LegalHold } from './legal-hold';

/** The most waiting requests of a hold that are shown. */
const mostShown = 200;

/** The holds that kept each of these requests, or a part of it, the oldest first. */
export async function holdsOfRequests(db: EntityManager, ids: readonly string[]): Promise<LegalHold[][]> {
  const rows: { request_id: string }[] = await db.query(
    `SELECT linked.request_id, hold.* FROM gdpr_request_hold linked
     JOIN gdpr_legal_hold hold ON hold.organization_id = $1 AND hold.id = linked.hold_id
     WHERE linked.organization_id = $1 AND linked.request_id = ANY($2::uuid[]) ORDER BY hold.placed_at, hold.id`,
    [currentKeys().organizationId, ids],
  );
  return ids.map((id) =>
    rows.filter((row) => row.request_id === id).map((row) => rowReader(db, LegalHold).entityOf(row)),
  );
}

/** The requests of which each of these holds keeps a part now, the oldest first. */
export async function waitingForHolds(db: EntityManager, ids: readonly string[]): Promise<GdprRequest[][]> {
  const rows: { hold_id: string }[] = await db.query(
    `SELECT asked.id AS hold_id, request.* FROM unnest($2::uuid[]) AS asked (id)
     JOIN gdpr_legal_hold hold ON hold.organization_id = $1 AND hold.id = asked.id
     CROSS JOIN LATERAL (
       SELECT request.* FROM gdpr_request_hold linked
       JOIN gdpr_request request ON request.organization_id = $1 AND request.id = linked.request_id
       WHERE linked.organization_id = $1 AND linked.hold_id = asked.id AND EXISTS (SELECT FROM gdpr_task task
         WHERE task.organization_id = $1 AND task.request_id = request.id AND task.status = $3
           AND (coalesce(linked.services, hold.services) IS NULL OR task.service = ANY(coalesce(linked.services, hold.services))))
       ORDER BY request.created_at, request.id LIMIT ${mostShown}) AS request`,
    [currentKeys().organizationId, ids, serviceTransitions.hold.to],
  );
  return ids.map((id) =>
    rows.filter((row) => row.hold_id === id).map((row) => rowReader(db, GdprRequest).entityOf(row)),
  );
}
