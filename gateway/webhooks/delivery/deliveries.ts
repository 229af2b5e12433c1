/** What callers do with deliveries: list them, send them again, send a test event (R32). */
import type { DataSource, EntityManager } from 'typeorm';
import { checkedTime, codedError, currentKeys, inputError, isId, type PageArguments } from '../../../subgraphs/kit';
import { checkedFirst } from '../../../subgraphs/kit/base/persistence/keyset';
import { rowReader } from '../../../subgraphs/kit/base/persistence/read-rows';
import { appendAudit } from '../../audit/audit-log';
import { pageInTime } from '../../persistence/time-cursor';
import { returned } from '../../persistence/rows';
import { transact } from '../../persistence/transact';
import { lockEndpoint, type EndpointTools } from '../endpoints/endpoints';
import { testType } from '../events';
import { endpointText } from './record-attempt';
import { WebhookDelivery } from './webhook-delivery';

export type DeliveryStatus = 'PENDING' | 'DELIVERED' | 'FAILED';

/** How many deliveries one call sends again. */
const redeliveredAtOnce = 10_000;

export const statusOf = ({
  deliveredAt,
  failedAt,
}: Pick<WebhookDelivery, 'deliveredAt' | 'failedAt'>): DeliveryStatus =>
  deliveredAt ? 'DELIVERED' : failedAt ? 'FAILED' : 'PENDING';

/** SQL of the same. */
const hasStatus: Record<DeliveryStatus, string> = {
  PENDING: 'delivery.nextAttemptAt IS NOT NULL',
  DELIVERED: 'delivery.deliveredAt IS NOT NULL',
  FAILED: 'delivery.failedAt IS NOT NULL',
};

export interface DeliveryFilter extends PageArguments {
  endpointId?: string | null;
  status?: DeliveryStatus | null;
}

/** `webhookDeliveries`: the newest first, by keyset. @throws BAD_USER_INPUT */
export async function listDeliveries(dataSource: DataSource, { endpointId, status, first, after }: DeliveryFilter) {
  const limit = checkedFirst(first);
  const builder = dataSource
    .createQueryBuilder(WebhookDelivery, 'delivery')
    .where('delivery.organizationId = :organizationId', { organizationId: currentKeys().organizationId });
  if (endpointId != null)
    builder.andWhere(isId(endpointId) ? 'delivery.endpointId = :endpointId' : 'false', { endpointId });
  if (status != null) builder.andWhere(hasStatus[status]);
  return pageInTime(builder, 'createdAt', { limit, after: after ?? null });
}

/** An enabled endpoint. @throws NOT_FOUND; BAD_USER_INPUT while it is disabled */
async function keepEnabled(db: EntityManager, id: string, argument: string) {
  const endpoint = await lockEndpoint(db, id, argument, 'KEY SHARE');
  if (!endpoint.enabled) throw inputError(argument, `${argument}: the endpoint is disabled; enable it first.`);
  return endpoint;
}

/** `testWebhookEndpoint`: an event without content, sent like any other. @throws NOT_FOUND; BAD_USER_INPUT */
export const testEndpoint = ({ dataSource }: EndpointTools, actor: string, id: string): Promise<WebhookDelivery> =>
  transact(dataSource, async (db) => {
    currentKeys().assertUsable();
    const endpoint = await keepEnabled(db, id, 'id');
    const body = JSON.stringify({ type: testType, timestamp: new Date().toISOString(), data: {} });
    const rows: object[] = await db.query(
      `INSERT INTO webhook_delivery (organization_id, id, endpoint_id, body, created_at, next_attempt_at)
       SELECT $1, gen_random_uuid(), $2, $3, at, at FROM date_trunc('milliseconds', clock_timestamp()) AS at RETURNING *`,
      [endpoint.organizationId, endpoint.id, body],
    );
    await appendAudit(db, [{ actor, action: 'WEBHOOK_TESTED', detail: endpointText(endpoint.id) }]);
    return rowReader(db, WebhookDelivery).entityOf(rows[0] as object);
  });

export interface Redelivery {
  endpointId: string;
  deliveryId?: string | null;
  failedSince?: unknown;
}

/**
 * `redeliverWebhooks`: makes deliveries due now, in a new round and under the same ids. An attempt that is under way is not interrupted.
 * @returns how many; those that failed first come first, 10,000 at most
 * @throws BAD_USER_INPUT; NOT_FOUND
 */
export function redeliver(
  { dataSource }: EndpointTools,
  actor: string,
  { endpointId, deliveryId, failedSince }: Redelivery,
): Promise<number> {
  if ((deliveryId == null) === (failedSince == null))
    throw inputError('deliveryId', 'Give either deliveryId or failedSince.');
  const since = failedSince == null ? null : checkedTime('failedSince', failedSince);
  return transact(dataSource, async (db) => {
    const endpoint = await keepEnabled(db, endpointId, 'endpointId');
    const of = [endpoint.organizationId, endpoint.id] as const;
    const count = since === null ? await sendOneAgain(db, of, deliveryId ?? '') : await sendFailedAgain(db, of, since);
    const what = since === null ? `delivery ${deliveryId}` : `${count} deliveries that failed`;
    await appendAudit(db, [{ actor, action: 'WEBHOOKS_REDELIVERED', detail: `${endpointText(endpoint.id)}, ${what}` }]);
    return count;
  });
}

/** What is due from now on, in a new round. */
const dueAgain = `round = 0, next_attempt_at = clock_timestamp(), leased_until = NULL, delivered_at = NULL, failed_at = NULL`;
const notUnderWay = '(leased_until IS NULL OR leased_until <= clock_timestamp())';

async function sendOneAgain(db: EntityManager, of: readonly [string, string], id: string): Promise<number> {
  const found: unknown[] = isId(id)
    ? await db.query(
        'SELECT FROM webhook_delivery WHERE organization_id = $1 AND endpoint_id = $2 AND id = $3 FOR NO KEY UPDATE',
        [...of, id],
      )
    : [];
  if (found.length === 0) throw codedError('NOT_FOUND', 'There is no such delivery.', { argument: 'deliveryId' });
  const rows = await returned(
    db.query(
      `UPDATE webhook_delivery SET ${dueAgain} WHERE organization_id = $1 AND endpoint_id = $2 AND id = $3 AND ${notUnderWay} RETURNING 1`,
      [...of, id],
    ),
  );
  return rows.length;
}

async function sendFailedAgain(db: EntityManager, of: readonly [string, string], since: Date): Promise<number> {
  const rows = await returned(
    db.query(
      `UPDATE webhook_delivery SET ${dueAgain} WHERE organization_id = $1 AND id = ANY(ARRAY(
         SELECT id FROM webhook_delivery WHERE organization_id = $1 AND endpoint_id = $2 AND failed_at >= $3
         ORDER BY failed_at LIMIT $4 FOR NO KEY UPDATE)) RETURNING 1`,
      [...of, since, redeliveredAtOnce],
    ),
  );
  return rows.length;
}
