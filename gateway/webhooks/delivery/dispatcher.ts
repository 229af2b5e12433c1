/**
 * The dispatcher: looks for deliveries that are due, and makes their attempts (R32). Any number of processes may run one: a delivery is
 * claimed by its row. When a process dies, its deliveries are due again once their leases have expired, under the same ids.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import { claimDeliveries, dueEndpoints, endDeliveries, firstEndpoint, type DueEndpoint } from './claim-deliveries';
import { Pause } from '../../persistence/pause';
import type { ReceiverNetwork } from '../endpoints/receiver-address';
import { recordAttempt } from './record-attempt';
import { Rooms } from './rooms';
import { send, type Answer } from './send';
import { secretsAt, signedHeaders } from '../endpoints/signature';
import type { WebhookDelivery } from './webhook-delivery';
import type { WebhookEndpoint } from '../endpoints/webhook-endpoint';

export interface DispatcherTools {
  dataSource: DataSource;
  keys: KeyRing;
  network: ReceiverNetwork;
  logger: Logger;
}

/** How long a busy dispatcher waits before it looks again, and after it has room again, in milliseconds. */
const lookEvery = 500;
const lookSoon = 25;

/**
 * The longest wait of an idle dispatcher, in milliseconds. It is notified of new deliveries and knows when waiting ones are due; a lost
 * notification delays a delivery by this much.
 */
const longestPause = 5_000;

/** How long attempts under way may take to end when the process stops, in milliseconds. */
const endWithin = 5_000;

export class Dispatcher {
  private readonly rooms = new Rooms();
  private readonly underWay = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly breakingOff = new AbortController();
  private loop: Promise<void> = Promise.resolve();
  private after = firstEndpoint;
  private readonly pause = new Pause();

  constructor(private readonly tools: DispatcherTools) {}

  /** Begins to look. */
  start(): void {
    this.loop = this.look();
  }

  /** To be called when some process has written deliveries. A busy dispatcher looks soon anyway. */
  deliveriesDue(): void {
    if (this.underWay.size === 0) this.pause.end();
  }

  /** Takes no more deliveries. Attempts under way have a moment to end; after that another process makes them again. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.pause.end();
    await this.loop;
    const late = pause(endWithin, undefined, { ref: false });
    await Promise.race([Promise.all(this.underWay), late]);
    this.breakingOff.abort();
    await Promise.all(this.underWay);
  }

  private async look(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      let wait = lookEvery;
      try {
        wait = await this.turn();
      } catch (error) {
        this.tools.logger.error({ error: describeError(error) }, 'webhooks that are due could not be looked for');
      }
      // Attempts that end together are followed by one look.
      if (!this.stopping.signal.aborted) await pause(lookSoon);
      await this.pause.wait(wait);
    }
  }

  /** Begins what there is room for and returns for how long there will be nothing else to do. */
  private async turn(): Promise<number> {
    const { dataSource } = this.tools;
    const { found, next, dueIn } = await dueEndpoints(dataSource, this.after);
    this.after = next;
    const enabled = new Map<string, WebhookEndpoint>();
    for (const { id, endpoint } of found) {
      if (endpoint?.enabled) enabled.set(id, endpoint);
      else await endDeliveries(dataSource, id, endpoint ? 'ENDPOINT_DISABLED' : 'ENDPOINT_DELETED');
    }
    const rooms = this.rooms.share([...enabled].map(([id, endpoint]) => dueOf(id, endpoint)));
    for (const delivery of await claimDeliveries(dataSource, rooms)) {
      const endpoint = enabled.get(delivery.endpointId);
      if (endpoint) this.begin(delivery, endpoint);
    }
    const more = found.length > 0 || this.underWay.size > 0 || next !== firstEndpoint;
    return more ? lookEvery : Math.min(dueIn, longestPause);
  }

  private begin(delivery: WebhookDelivery, endpoint: WebhookEndpoint): void {
    const { endpointId, organizationId } = delivery;
    this.rooms.begin(endpointId, organizationId);
    const attempt = this.attempt(delivery, endpoint)
      .catch((error: unknown) =>
        this.tools.logger.error({ endpointId, error: describeError(error) }, 'a webhook could not be sent'),
      )
      .finally(() => {
        this.rooms.end(endpointId, organizationId);
        this.underWay.delete(attempt);
        this.pause.end();
      });
    this.underWay.add(attempt);
  }

  private async attempt(delivery: WebhookDelivery, endpoint: WebhookEndpoint): Promise<void> {
    const { dataSource, keys } = this.tools;
    const own = await keys.evenDestroyed(delivery.organizationId);
    await inOrganization(own, async () => {
      const answer = own.destroyed ? keysDestroyed : await this.send(delivery, endpoint);
      // Broken off: whichever process finds it next makes it again.
      if (this.breakingOff.signal.aborted && answer.error !== null) return;
      await recordAttempt(dataSource, delivery, answer);
    });
  }

  private async send({ id, body }: WebhookDelivery, endpoint: WebhookEndpoint): Promise<Answer> {
    const at = new Date();
    const { url } = endpoint;
    if (url === null) return internal;
    const headers = signedHeaders(id, body, secretsAt(endpoint, at), at);
    return send({ url, headers, body }, this.tools.network, this.breakingOff.signal);
  }
}

const dueOf = (id: string, { organizationId, failingSince }: NonNullable<DueEndpoint['endpoint']>) => ({
  id,
  organizationId,
  failing: failingSince !== null,
});

const keysDestroyed: Answer = { statusCode: null, error: 'KEYS_DESTROYED', retryAfter: 0 };
const internal: Answer = { statusCode: null, error: 'INTERNAL', retryAfter: 0 };
