/** Says that a request changed, to every replica: PostgreSQL NOTIFY, sent when the change commits. */
import type { EntityManager } from 'typeorm';

export const changeChannel = 'gdpr_request_changed';

/** A change of a request or of one of its related requests; ids only. */
export interface RequestChange {
  organizationId: string;
  /** The family's parent. */
  requestId: string;
}

/** Publishes a change in the transaction that makes it. */
export async function publishChange(db: EntityManager, organizationId: string, requestId: string): Promise<void> {
  await db.query('SELECT pg_notify($1, $2)', [
    changeChannel,
    JSON.stringify({ organizationId, requestId } satisfies RequestChange),
  ]);
}
