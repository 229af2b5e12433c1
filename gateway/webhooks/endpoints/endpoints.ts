/** Creates, changes and removes endpoints (R32). */
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { codedError, currentKeys, inputError, isId } from '../../../subgraphs/kit';
import { assertKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { rowReader } from '../../../subgraphs/kit/base/persistence/read-rows';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import { transact } from '../../persistence/transact';
import { databaseTime } from '../../gdpr/store/database-time';
import { checkedUrl } from './endpoint-url';
import { webhookEvents, type WebhookEvent } from '../events';
import type { ReceiverNetwork } from './receiver-address';
import { endpointText } from '../delivery/record-attempt';
import { newSecret, replacing } from './signature';
import { WebhookEndpoint, type DisabledReason } from './webhook-endpoint';

/** The most endpoints of an organisation (R27). */
const mostEndpoints = 20;

/** The longest overlap of a new secret with the previous one, in hours. */
const longestOverlap = 168;

/** What endpoints work with. */
export interface EndpointTools {
  dataSource: DataSource;
  config: { webhooks: ReceiverNetwork };
}

/** As the schema has it. */
export interface EndpointInput {
  url: string;
  events?: WebhookEvent[] | null;
}

/** An endpoint with its secret, which is shown once. */
export interface EndpointSecret {
  endpoint: WebhookEndpoint;
  secret: string;
}

const noEndpoint = (argument: string) => codedError('NOT_FOUND', 'There is no such endpoint.', { argument });

/** Each event once; null for all events, including those of later versions. @throws BAD_USER_INPUT */
function checkedEvents(events: WebhookEvent[] | null | undefined): WebhookEvent[] | null {
  if (events?.length === 0) throw inputError('input.events', 'input.events names one event at least; all when absent.');
  return events ? webhookEvents.filter((event) => events.includes(event)) : null;
}

/**
 * An endpoint, locked until the end of the transaction.
 * @param lock `KEY SHARE` only prevents its deletion. It is for callers that lock deliveries next, because the end of an attempt locks first
 *   the delivery and then the endpoint
 * @throws NOT_FOUND
 */
export async function lockEndpoint(
  db: EntityManager,
  id: string,
  argument = 'id',
  lock: 'NO KEY UPDATE' | 'KEY SHARE' = 'NO KEY UPDATE',
): Promise<WebhookEndpoint> {
  if (!isId(id)) throw noEndpoint(argument);
  const rows: object[] = await db.query(
    `SELECT * FROM webhook_endpoint WHERE organization_id = $1 AND id = $2 FOR ${lock}`,
    [currentKeys().organizationId, id],
  );
  if (!rows[0]) throw noEndpoint(argument);
  return rowReader(db, WebhookEndpoint).entityOf(rows[0]);
}

/** Runs work with the organisation's keys. */
const withKeys = <T>({ dataSource }: EndpointTools, work: (db: EntityManager) => Promise<T>): Promise<T> => {
  currentKeys().assertUsable();
  return transact(dataSource, async (db) => {
    await assertKeys(db, currentKeys().organizationId);
    return work(db);
  });
};

const changed = (actor: string, action: AuditEvent['action'], id: string, more: string): AuditEvent => ({
  actor,
  action,
  detail: `${endpointText(id)}, ${more}`,
});

const heard = (events: WebhookEvent[] | null): string => events?.join(' ') ?? 'all events';

/** `webhookEndpoints`: the oldest first. */
export const listEndpoints = ({ dataSource }: EndpointTools): Promise<WebhookEndpoint[]> =>
  dataSource.manager.find(WebhookEndpoint, {
    where: { organizationId: currentKeys().organizationId },
    order: { id: 'ASC' },
  });

/** `createWebhookEndpoint`. @throws BAD_USER_INPUT; WEBHOOK_ADDRESS_REFUSED */
export async function createEndpoint(
  tools: EndpointTools,
  actor: string,
  input: EndpointInput,
): Promise<EndpointSecret> {
  const events = checkedEvents(input.events);
  currentKeys().assertUsable();
  const url = await checkedUrl(input.url, tools.config.webhooks);
  const { organizationId } = currentKeys();
  const secret = newSecret();
  return withKeys(tools, async (db) => {
    // Endpoints that are created at once are counted one after the other.
    await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`webhook endpoints of ${organizationId}`]);
    if ((await db.countBy(WebhookEndpoint, { organizationId })) >= mostEndpoints)
      throw inputError('input', `input: an organisation has ${mostEndpoints} endpoints at most.`);
    const endpoint = Object.assign(new WebhookEndpoint(), {
      organizationId,
      id: uuidv7(),
      url,
      events,
      secret,
      previousSecret: null,
      previousUntil: null,
      earlierSecrets: null,
      enabled: true,
      disabledReason: null,
      failingSince: null,
      createdAt: await databaseTime(db),
    });
    await db.insert(WebhookEndpoint, endpoint);
    await appendAudit(db, [changed(actor, 'WEBHOOK_ENDPOINT_CREATED', endpoint.id, heard(events))]);
    return { endpoint, secret };
  });
}

/** What enabling or disabling changes. */
const enabling = (enabled: boolean | null | undefined): Partial<WebhookEndpoint> =>
  enabled == null
    ? {}
    : enabled
      ? { enabled, disabledReason: null, failingSince: null }
      : { enabled, disabledReason: 'BY_CALLER' satisfies DisabledReason };

/** `updateWebhookEndpoint`. @throws BAD_USER_INPUT; NOT_FOUND; WEBHOOK_ADDRESS_REFUSED */
export async function updateEndpoint(
  tools: EndpointTools,
  actor: string,
  { id, input, enabled }: { id: string; input: EndpointInput; enabled?: boolean | null },
): Promise<WebhookEndpoint> {
  const events = checkedEvents(input.events);
  currentKeys().assertUsable();
  const url = await checkedUrl(input.url, tools.config.webhooks);
  return withKeys(tools, async (db) => {
    const endpoint = await lockEndpoint(db, id);
    const changes = { url, events, ...enabling(enabled) };
    await db.update(WebhookEndpoint, keyOf(endpoint), changes);
    const state = enabled == null ? [] : [enabled ? 'enabled' : 'disabled'];
    const address = url === endpoint.url ? [] : ['another address'];
    await appendAudit(db, [
      changed(actor, 'WEBHOOK_ENDPOINT_CHANGED', endpoint.id, [heard(events), ...address, ...state].join(', ')),
    ]);
    return Object.assign(endpoint, changes);
  });
}

/**
 * `rotateWebhookSecret`: the secret before signs too until the overlap has passed, and so do those before it until theirs have: the receiver
 * may know only one of them, if an answer was lost. Without an overlap the new secret signs alone.
 * @throws BAD_USER_INPUT; NOT_FOUND
 */
export async function rotateSecret(
  tools: EndpointTools,
  actor: string,
  { id, overlapHours }: { id: string; overlapHours: number },
): Promise<EndpointSecret> {
  if (overlapHours < 0 || overlapHours > longestOverlap)
    throw inputError('overlapHours', `overlapHours takes 0 to ${longestOverlap}.`);
  const secret = newSecret();
  return withKeys(tools, async (db) => {
    const endpoint = await lockEndpoint(db, id);
    const now = await databaseTime(db);
    const until = new Date(now.getTime() + overlapHours * 3_600_000);
    const changes = { secret, ...replacing(endpoint, now, until) };
    await db.update(WebhookEndpoint, keyOf(endpoint), changes);
    const before = `${overlapHours === 0 ? 'all those before' : 'the one before'} until ${until.toISOString()}`;
    await appendAudit(db, [changed(actor, 'WEBHOOK_SECRET_ROTATED', endpoint.id, before)]);
    return { endpoint: Object.assign(endpoint, changes), secret };
  });
}

/** `deleteWebhookEndpoint`. Its deliveries stay listed; pending ones fail. @throws NOT_FOUND */
export const deleteEndpoint = ({ dataSource }: EndpointTools, actor: string, id: string): Promise<true> =>
  transact(dataSource, async (db) => {
    const endpoint = await lockEndpoint(db, id);
    await db.delete(WebhookEndpoint, keyOf(endpoint));
    await appendAudit(db, [{ actor, action: 'WEBHOOK_ENDPOINT_DELETED', detail: endpointText(endpoint.id) }]);
    return true as const;
  });

const keyOf = ({ organizationId, id }: WebhookEndpoint) => ({ organizationId, id });
