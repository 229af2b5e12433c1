/**
 * Who finalises a request: one worker at a time, by a claim that it renews. Verifying and writing a package take as long as
 * they take; when the worker dies, its claim lapses and another one begins.
 */
import type { DataSource } from 'typeorm';
import { currentKeys } from '../../subgraphs/kit';
import type { GdprRequest } from '../persistence/entities';
import { ClaimLostError, lease } from './task-store';

/** A claim on a request. */
export interface FinalizeClaim {
  /** Counts the claims of this request: each attempt has a number of its own. */
  attempt: number;
  /** @throws ClaimLostError when another worker has it */
  demand(): void;
  /** Lets others have it. */
  release(): Promise<void>;
}

/** Claims a request for finalising; null when another worker has it. */
export async function claimFinalize(
  dataSource: DataSource,
  { id: requestId, status }: GdprRequest,
): Promise<FinalizeClaim | null> {
  const { organizationId } = currentKeys();
  const holds = `${lease.holds} milliseconds`;
  const [rows]: [{ finalize_attempts: number }[], number] = await dataSource.query(
    `UPDATE gdpr_request SET finalize_attempts = finalize_attempts + 1, claimed_until = now() + $3::interval,
       wake_at = now() + 2 * $3::interval
     WHERE organization_id = $1 AND id = $2 AND (claimed_until IS NULL OR claimed_until < now())
       AND status = $4
       AND wake_at IS NOT NULL
     RETURNING finalize_attempts`,
    [organizationId, requestId, holds, status],
  );
  const attempt = rows[0]?.finalize_attempts;
  if (attempt === undefined) return null;
  let lost = false;
  const renew = async () => {
    const [, renewed]: [unknown[], number] = await dataSource.query(
      `UPDATE gdpr_request SET claimed_until = now() + $4::interval, wake_at = now() + 2 * $4::interval
       WHERE organization_id = $1 AND id = $2 AND finalize_attempts = $3 AND status = $5
         AND claimed_until IS NOT NULL AND wake_at IS NOT NULL`,
      [organizationId, requestId, attempt, holds, status],
    );
    lost ||= renewed !== 1;
  };
  const heart = setInterval(() => void renew().catch(() => {}), lease.renewed);
  return {
    attempt,
    demand: () => {
      if (lost) throw new ClaimLostError();
    },
    release: async () => {
      clearInterval(heart);
      await dataSource.query(
        'UPDATE gdpr_request SET claimed_until = NULL WHERE organization_id = $1 AND id = $2 AND finalize_attempts = $3',
        [organizationId, requestId, attempt],
      );
    },
  };
}
