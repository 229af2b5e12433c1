/**
 * Listens for what every replica notifies of (PostgreSQL LISTEN): changes of requests, work that is due, and services that join or
 * are retired. It passes this on to followers of requests and to workers.
 */
import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import { keepAlive } from '../../../subgraphs/kit/base/persistence/session-bounds';
import { servicesChannel } from '../../registry/registered-service';
import { changeChannel, workChannel, type DueWork, type RequestChange } from './changes';

const reconnectAfter = 1_000;

/** A follower of one family: what changed since it last looked. */
export interface Follower {
  /** Resolves when something changed since the last call; rejects when `signal` is aborted. */
  changed(signal: AbortSignal): Promise<void>;
  stop(): void;
}

export class ChangeFeed {
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private readonly due = new EventEmitter().setMaxListeners(0);
  private client: Client | undefined;
  private stopped = false;

  constructor(
    /** The server's, past a pooler. */
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

  /** Follows the family of a parent. A lost connection counts as a change, since notifications may have been lost with it. */
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

  /** Calls back when work is due. A lost connection counts as work of every kind, since notifications may have been lost with it. */
  onDue(tell: Record<DueWork, () => void>): void {
    for (const [work, told] of Object.entries(tell)) this.due.on(work, told).on('reconnected', told);
  }

  /** Calls back when services may have joined or been retired. @returns a function that ends this */
  onServices(heard: () => void): () => void {
    this.changes.on(servicesChannel, heard).on('reconnected', heard);
    return () => void this.changes.off(servicesChannel, heard).off('reconnected', heard);
  }

  private async listen(): Promise<void> {
    const client = new Client({
      connectionString: this.connectionString,
      application_name: 'habeas changes',
      ...keepAlive,
    });
    this.client = client;
    client.on('notification', ({ channel, payload }) => {
      if (channel === workChannel) return void this.due.emit(payload ?? '');
      if (channel === servicesChannel) {
        this.changes.emit(servicesChannel);
        return;
      }
      const { organizationId, requestId } = JSON.parse(payload ?? '{}') as RequestChange;
      this.changes.emit(`${organizationId}/${requestId}`);
    });
    client.on('error', (error) =>
      this.logger.warn({ error: describeError(error) }, 'changes of requests cannot be heard'),
    );
    await client.connect();
    await client.query(`LISTEN ${changeChannel}; LISTEN ${workChannel}; LISTEN ${servicesChannel}`);
    await this.warnOfPooler(client);
    client.once('end', () => void this.reconnect());
  }

  /** A transaction pooler accepts LISTEN and never delivers anything. It is recognised by the process id that it invents. */
  private async warnOfPooler(client: Client): Promise<void> {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    if (rows[0]?.pid !== (client as Client & { processID: number | null }).processID)
      this.logger.warn('DATABASE_DIRECT_URL: changes are listened for through a pooler, which may not pass them on');
  }

  private async reconnect(): Promise<void> {
    for (;;) {
      await pause(reconnectAfter);
      if (this.stopped) return;
      try {
        await this.listen();
        this.changes.emit('reconnected');
        this.due.emit('reconnected');
        return;
      } catch {
        // The client's own error was logged already; the next turn tries again.
      }
    }
  }
}
