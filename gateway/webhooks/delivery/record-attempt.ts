/** Records the end of an attempt: on the delivery, and on its endpoint, which is disabled when it is gone, refused, or only fails (R32). */
import type { DataSource, EntityManager } from 'typeorm';
import { appendAudit } from '../../audit/audit-log';
import { returned } from '../../persistence/rows';
import { nextDelay } from './backoff';
import type { Answer } from './send';
import type { WebhookDelivery } from './webhook-delivery';
import type { DisabledReason } from '../endpoints/webhook-endpoint';

/** An endpoint that has only failed for this long is disabled. */
const failsFor = '5 days';

/** An attempt that was made. */
export type Attempted = Pick<WebhookDelivery, 'organizationId' | 'id' | 'endpointId' | 'attempts' | 'round'>;

/** How an endpoint names itself in the log. */
export const endpointText = (id: string): string => `endpoint ${id}`;

/** Records an attempt by its number. It changes nothing when another worker has made the attempt again meanwhile. */
export async function recordAttempt(dataSource: DataSource, attempted: Attempted, answer: Answer): Promise<void> {
  await dataSource.transaction(async (db) => {
    if (!(await writeDelivery(db, attempted, answer))) return;
    if (answer.error === null) await endpointWorks(db, attempted);
    else await endpointFails(db, attempted, answer);
  });
}

/** Why an answer disables the endpoint at once. */
const disabledBy = ({ statusCode, error }: Answer): DisabledReason | null =>
  statusCode === 410 ? 'GONE' : error === 'ADDRESS_REFUSED' ? 'ADDRESS_REFUSED' : null;

async function writeDelivery(db: EntityManager, attempted: Attempted, answer: Answer): Promise<boolean> {
  const { statusCode, error, retryAfter } = answer;
  const hopeless = disabledBy(answer) !== null || error === 'KEYS_DESTROYED';
  const delay = error === null || hopeless ? null : nextDelay(attempted.round, retryAfter);
  const written = await returned(
    db.query(
      `UPDATE webhook_delivery SET leased_until = NULL, last_status_code = $4, last_error = $5,
         next_attempt_at = clock_timestamp() + $6 * interval '1 millisecond',
         delivered_at = CASE WHEN $5::text IS NULL THEN clock_timestamp() END,
         failed_at = CASE WHEN $5::text IS NOT NULL AND $6::double precision IS NULL THEN clock_timestamp() END
       WHERE organization_id = $1 AND id = $2 AND attempts = $3 AND leased_until IS NOT NULL RETURNING 1`,
      [attempted.organizationId, attempted.id, attempted.attempts, statusCode, error, delay],
    ),
  );
  return written.length > 0;
}

const endpointWorks = (db: EntityManager, { organizationId, endpointId }: Attempted): Promise<unknown> =>
  db.query(
    `UPDATE webhook_endpoint SET failing_since = NULL
     WHERE organization_id = $1 AND id = $2 AND failing_since IS NOT NULL`,
    [organizationId, endpointId],
  );

async function endpointFails(
  db: EntityManager,
  { organizationId, endpointId }: Attempted,
  answer: Answer,
): Promise<void> {
  if (answer.error === 'KEYS_DESTROYED') return;
  const reason = disabledBy(answer);
  const disabled = await returned<{ disabled_reason: DisabledReason }>(
    db.query(
      `WITH failing AS (
         SELECT id, coalesce(failing_since, clock_timestamp()) AS since FROM webhook_endpoint
         WHERE organization_id = $1 AND id = $2 AND enabled
           AND (failing_since IS NULL OR $3::text IS NOT NULL OR failing_since < clock_timestamp() - interval '${failsFor}')
         FOR NO KEY UPDATE)
       UPDATE webhook_endpoint endpoint SET failing_since = failing.since,
         enabled = $3::text IS NULL AND failing.since >= clock_timestamp() - interval '${failsFor}',
         disabled_reason = coalesce($3, CASE WHEN failing.since < clock_timestamp() - interval '${failsFor}' THEN $4 END)
       FROM failing WHERE endpoint.organization_id = $1 AND endpoint.id = failing.id
       RETURNING endpoint.disabled_reason`,
      [organizationId, endpointId, reason, 'FAILING' satisfies DisabledReason],
    ),
  );
  const why = disabled[0]?.disabled_reason;
  if (why)
    await appendAudit(db, [
      { actor: 'habeas', action: 'WEBHOOK_ENDPOINT_DISABLED', detail: `${endpointText(endpointId)}, ${why}` },
    ]);
}
