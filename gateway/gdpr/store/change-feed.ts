/** Hears of changes of requests from every replica (PostgreSQL LISTEN), and tells those who follow one. */
import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import { keepAlive } from '../../../subgraphs/kit/base/persistence/session-bounds';
import { changeChannel, type RequestChange } from './changes';

const reconnectAfter = 1_000;

/** A follower of one family: what changed since it last looked. */
export interface Follower {
  /** Resolves when something changed since the last call; rejects when `signal` is aborted. */
  changed(signal: AbortSignal): Promise<void>;
  stop(): void;
}

export class ChangeFeed {
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private client: Client | undefined;
  private stopped = false;

  constructor(
    private readonly connectionString: string,
    private readonly logger: Logger,
  ) {}

  /** Connects, and connects again whenever the connection is lost. @throws when the first connection fails */
  async start(): Promise<void> {
    await this.listen();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.client?.end().catch(() => undefined);
  }

  /** Follows the family of a parent. A lost connection counts as a change: nobody knows what it held. */
  follow({ organizationId, requestId }: RequestChange): Follower {
    const own = new EventEmitter();
    let pending = false;
    const tell = () => {
      pending = true;
      own.emit('change');
    };
    const name = `${organizationId}/${requestId}`;
    this.changes.on(name, tell).on('reconnected', tell);
    return {
      async changed(signal) {
        if (!pending) await once(own, 'change', { signal });
        pending = false;
      },
      stop: () => void this.changes.off(name, tell).off('reconnected', tell),
    };
  }

  private async listen(): Promise<void> {
    const client = new Client({
      connectionString: this.connectionString,
      application_name: 'habeas changes',
      ...keepAlive,
    });
    this.client = client;
    client.on('notification', ({ payload }) => {
      const { organizationId, requestId } = JSON.parse(payload ?? '{}') as RequestChange;
      this.changes.emit(`${organizationId}/${requestId}`);
    });
    client.on('error', (error) =>
      this.logger.warn({ error: describeError(error) }, 'changes of requests cannot be heard'),
    );
    await client.connect();
    await client.query(`LISTEN ${changeChannel}`);
    client.once('end', () => void this.reconnect());
  }

  private async reconnect(): Promise<void> {
    for (;;) {
      await pause(reconnectAfter);
      if (this.stopped) return;
      try {
        await this.listen();
        this.changes.emit('reconnected');
        return;
      } catch {
        // Said where the client failed; the next turn tries again.
      }
    }
  }
}
