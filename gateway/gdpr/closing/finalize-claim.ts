/**
 * Who finalises a request: one worker at a time, by a claim that it renews. Verifying and writing a package take as long as
 * they take; when the worker dies, its claim lapses and another one begins.
 */
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { rowReader } from '../../../subgraphs/kit/base/persistence/read-rows';
import { GdprRequest, GdprTask } from '../entities';
import { returned } from '../../persistence/rows';
import { GroupCommit } from '../../persistence/group-commit';
import { finalizableStatuses } from '../lifecycle';
import { sqlSet } from '../lifecycle-sql';
import { lease, leaseEnd } from '../store/lease';
import { ClaimLostError } from '../store/requests-and-tasks';

/** A claim on a request, with the rows as they stand for as long as it holds. */
export interface FinalizeClaim {
  request: GdprRequest;
  /** By service. */
  tasks: GdprTask[];
  /** @throws ClaimLostError when another worker has it */
  demand(): void;
  /** Lets others have the request. @param closed its row says so already */
  end(closed: boolean): Promise<void>;
}

/** SQL: when a sweep looks after the request, should its worker not end it: once the claim has lapsed for sure. */
const wakeAfter = `${leaseEnd} + interval '${lease.holds} milliseconds'`;

/** Claims of one process: requests of an organisation are claimed, and their claims renewed, together. */
export class FinalizeClaims {
  private readonly claims: GroupCommit<string, { request: GdprRequest; tasks: GdprTask[] } | null>;
  private readonly renewals: GroupCommit<GdprRequest, boolean>;

  constructor(private readonly dataSource: DataSource) {
    // Jobs that were fetched together are claimed together; a renewal has time.
    this.claims = new GroupCommit((ids) => claimRequests(dataSource.manager, ids), 1);
    this.renewals = new GroupCommit((requests) => renewClaims(dataSource.manager, requests), 100);
  }

  /** Claims a request that is to be finalised, or verified once more; null for any other, and when another worker has it. */
  async claim(requestId: string): Promise<FinalizeClaim | null> {
    const claimed = await this.claims.add(requestId);
    if (!claimed) return null;
    const { request } = claimed;
    let lost = false;
    const renew = async () => {
      lost ||= !(await this.renewals.add(request));
    };
    const heart = setInterval(() => void renew().catch(() => {}), lease.renewed);
    return {
      ...claimed,
      demand: () => {
        if (lost) throw new ClaimLostError();
      },
      end: async (closed) => {
        clearInterval(heart);
        if (closed) return;
        const { organizationId, id, finalizeAttempts } = request;
        await this.dataSource.query(
          'UPDATE gdpr_request SET claimed_until = NULL WHERE organization_id = $1 AND id = $2 AND finalize_attempts = $3',
          [organizationId, id, finalizeAttempts],
        );
      },
    };
  }
}

async function claimRequests(db: EntityManager, ids: string[]) {
  const { organizationId } = currentKeys();
  const rows = await returned<object>(
    db.query(
      `UPDATE gdpr_request SET finalize_attempts = finalize_attempts + 1, claimed_until = ${leaseEnd},
         wake_at = ${wakeAfter}
       WHERE organization_id = $1 AND id = ANY(ARRAY(
         SELECT id FROM gdpr_request WHERE organization_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR NO KEY UPDATE))
         AND (claimed_until IS NULL OR claimed_until < clock_timestamp())
         AND status IN ${sqlSet(finalizableStatuses)} AND wake_at IS NOT NULL
       RETURNING *`,
      [organizationId, ids],
    ),
  );
  const requests = new Map(
    rows.map((row) => rowReader(db, GdprRequest).entityOf(row)).map((request) => [request.id, request]),
  );
  const tasks = await tasksOf(db, [...requests.keys()]);
  return ids.map((id) => {
    const request = requests.get(id);
    // A job that came twice is the first one's.
    requests.delete(id);
    return request ? { request, tasks: tasks.filter(({ requestId }) => requestId === id) } : null;
  });
}

async function tasksOf(db: EntityManager, requestIds: string[]): Promise<GdprTask[]> {
  if (requestIds.length === 0) return [];
  const rows: object[] = await db.query(
    'SELECT * FROM gdpr_task WHERE organization_id = $1 AND request_id = ANY($2::uuid[]) ORDER BY service',
    [currentKeys().organizationId, requestIds],
  );
  return rows.map((row) => rowReader(db, GdprTask).entityOf(row));
}

/** A row that is being written at this moment is left alone, so that nobody waits in a circle; its writer knows the claim. */
async function renewClaims(db: EntityManager, requests: GdprRequest[]): Promise<boolean[]> {
  const rows: { id: string }[] = await db.query(
    `WITH given AS MATERIALIZED (
       SELECT * FROM unnest($2::uuid[], $3::integer[], $4::text[]) AS given (id, finalize_attempts, status)),
     held AS MATERIALIZED (
       SELECT request.id FROM gdpr_request request JOIN given USING (id, finalize_attempts, status)
       WHERE request.organization_id = $1 AND request.id = ANY($2::uuid[])
         AND request.claimed_until IS NOT NULL AND request.wake_at IS NOT NULL),
     free AS MATERIALIZED (
       SELECT request.id FROM gdpr_request request JOIN given USING (id, finalize_attempts, status)
       WHERE request.organization_id = $1 AND request.id = ANY($2::uuid[])
         AND request.claimed_until IS NOT NULL AND request.wake_at IS NOT NULL
       FOR NO KEY UPDATE OF request SKIP LOCKED),
     renewed AS (
       UPDATE gdpr_request SET claimed_until = ${leaseEnd}, wake_at = ${wakeAfter}
       WHERE organization_id = $1 AND id = ANY(ARRAY(SELECT id FROM free)))
     SELECT id FROM held`,
    [
      currentKeys().organizationId,
      requests.map(({ id }) => id),
      requests.map(({ finalizeAttempts }) => finalizeAttempts),
      requests.map(({ status }) => status),
    ],
  );
  const renewed = new Set(rows.map(({ id }) => id));
  return requests.map(({ id }) => renewed.has(id));
}
