/** Deliveries that are due, endpoint by endpoint: as many of each as there is room for (R27, R32). */
import type { DataSource } from 'typeorm';
import { rowReader } from '../../../subgraphs/kit/base/persistence/read-rows';
import { returned } from '../../persistence/rows';
import type { DeliveryError } from './webhook-delivery';
import { WebhookDelivery } from './webhook-delivery';
import { WebhookEndpoint } from '../endpoints/webhook-endpoint';

/** How long an attempt has until its delivery is due again, in milliseconds: longer than any attempt takes. */
const leaseHolds = 40_000;

/** How many endpoints one look finds. The next look finds those after them. */
const endpointsSeen = 1_000;

/** How many deliveries of disabled or deleted endpoints one look ends. */
const endedAtOnce = 500;

/** An endpoint with deliveries that are due; without its row when it was deleted. */
export interface DueEndpoint {
  id: string;
  endpoint: WebhookEndpoint | null;
}

/** What a look finds. */
export interface DueEndpoints {
  found: DueEndpoint[];
  /** Where the next look begins. */
  next: string;
  /** In how many milliseconds deliveries of the other endpoints that were seen will be due. */
  dueIn: number;
}

/** Before every id. */
export const firstEndpoint = '00000000-0000-0000-0000-000000000000';

/**
 * Endpoints with deliveries that are due. Each is found by one index lookup, however many deliveries it has.
 * @param after the endpoint after which the look begins
 */
export async function dueEndpoints({ manager }: DataSource, after: string): Promise<DueEndpoints> {
  const following = (than: string) =>
    `(SELECT endpoint_id FROM webhook_delivery WHERE next_attempt_at IS NOT NULL AND endpoint_id > ${than}
      ORDER BY endpoint_id LIMIT 1)`;
  const rows: ({ pending: string; due_in: number } & Record<string, unknown>)[] = await manager.query(
    `WITH RECURSIVE pending AS (
       SELECT endpoint_id, 1 AS place FROM ${following('$1')} AS first
       UNION ALL SELECT next.endpoint_id, pending.place + 1 FROM pending
       CROSS JOIN LATERAL ${following('pending.endpoint_id')} AS next WHERE pending.place < $2)
     SELECT pending.endpoint_id AS pending, endpoint.*, (SELECT (extract(epoch FROM
         min(delivery.next_attempt_at) - clock_timestamp()) * 1000)::float FROM webhook_delivery delivery
       WHERE delivery.endpoint_id = pending.endpoint_id AND delivery.next_attempt_at IS NOT NULL) AS due_in
     FROM pending LEFT JOIN webhook_endpoint endpoint ON endpoint.id = pending.endpoint_id
     ORDER BY pending.endpoint_id`,
    [after, endpointsSeen],
  );
  const reader = rowReader(manager, WebhookEndpoint);
  const found = rows
    .filter(({ due_in: dueIn }) => dueIn <= 0)
    .map((row) => ({ id: row.pending, endpoint: row.id === null ? null : reader.entityOf(row) }));
  return {
    found,
    next: rows.length < endpointsSeen ? firstEndpoint : (rows.at(-1)?.pending ?? firstEndpoint),
    dueIn: Math.min(...rows.flatMap(({ due_in: dueIn }) => (dueIn > 0 ? dueIn : []))),
  };
}

/** Claims deliveries that are due, the oldest first. @param rooms how many of each endpoint */
export async function claimDeliveries(
  { manager }: DataSource,
  rooms: { id: string; room: number }[],
): Promise<WebhookDelivery[]> {
  if (rooms.length === 0) return [];
  const rows = await returned<object>(
    manager.query(
      `UPDATE webhook_delivery delivery SET attempts = attempts + 1, round = round + 1,
         leased_until = clock_timestamp() + $3 * interval '1 millisecond',
         next_attempt_at = clock_timestamp() + $3 * interval '1 millisecond'
       FROM (SELECT due.* FROM unnest($1::uuid[], $2::integer[]) AS open (endpoint_id, room)
         CROSS JOIN LATERAL (SELECT organization_id, id FROM webhook_delivery
           WHERE endpoint_id = open.endpoint_id AND next_attempt_at <= clock_timestamp()
           ORDER BY next_attempt_at, id LIMIT open.room FOR NO KEY UPDATE SKIP LOCKED) AS due) AS due
       WHERE delivery.organization_id = due.organization_id AND delivery.id = due.id RETURNING delivery.*`,
      [rooms.map(({ id }) => id), rooms.map(({ room }) => room), leaseHolds],
    ),
  );
  return rows.map((row) => rowReader(manager, WebhookDelivery).entityOf(row));
}

/** Ends the due deliveries of a disabled or deleted endpoint as failed. Once it is enabled, a caller may send them again. */
export const endDeliveries = ({ manager }: DataSource, endpointId: string, error: DeliveryError): Promise<unknown> =>
  manager.query(
    `UPDATE webhook_delivery delivery SET next_attempt_at = NULL, leased_until = NULL, failed_at = clock_timestamp(), last_error = $2
     FROM (SELECT organization_id, id FROM webhook_delivery WHERE endpoint_id = $1 AND next_attempt_at <= clock_timestamp()
       ORDER BY next_attempt_at, id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED) AS due
     WHERE delivery.organization_id = due.organization_id AND delivery.id = due.id`,
    [endpointId, error, endedAtOnce],
  );
