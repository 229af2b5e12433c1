/**
 * Listens for what every replica notifies of (PostgreSQL LISTEN): changes of requests, work that is due, and services that join or
 * are retired. It passes this on to followers of requests and to workers.
 */
import { EventEmitter, once } from 'node:events';
import { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import { keepAlive } from '../../../subgraphs/kit/base/persistence/session-bounds';
import { servicesChannel } from '../../registry/registered-service';
import { changeChannel, workChannel, type DueWork, type RequestChange } from './changes';

const reconnectAfter = 1_000;
/** Milliseconds that a server may take to close a connection that the feed ends. */
const closesWithin = 1_000;

/** A connection, which can be ended whether or not the server still answers. */
interface Line {
  client: Client;
  socket: Socket;
}

/** A follower of one family: what changed since it last looked. */
export interface Follower {
  /** Resolves when something changed since the last call; rejects when `signal` is aborted. */
  changed(signal: AbortSignal): Promise<void>;
  stop(): void;
}

export class ChangeFeed {
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private readonly due = new EventEmitter().setMaxListeners(0);
  private line: Line | undefined;
  private stopped = false;

  constructor(
    /** The server's, past a pooler. */
    private readonly connectionString: string,
    private readonly logger: Logger,
    /** Milliseconds that connecting, and each statement, may take. */
    private readonly patience = 10_000,
  ) {}

  /** Connects, and connects again whenever the connection is lost. @throws when the first connection fails */
  async start(): Promise<void> {
    await this.listen();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.line) await end(this.line);
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
    const socket = new Socket();
    const client = new Client({
      connectionString: this.connectionString,
      application_name: 'habeas changes',
      ...keepAlive,
      connectionTimeoutMillis: this.patience,
      query_timeout: this.patience,
      stream: () => socket,
    });
    this.line = { client, socket };
    client.on('notification', ({ channel, payload }) => this.hear(channel, payload));
    client.on('error', (error) => this.warn(error));
    // `connect` says nothing of a connection that is ended meanwhile.
    const ended = new Promise<never>((_, reject) => {
      client.once('end', () => reject(new Error('The connection has ended.')));
    });
    try {
      await Promise.race([this.begin(client), ended]);
    } catch (error) {
      // A server that refuses LISTEN, as a standby does, would keep the session.
      await end(this.line);
      throw error;
    }
    client.once('end', () => void this.reconnect());
  }

  private async begin(client: Client): Promise<void> {
    await client.connect();
    await client.query(`LISTEN ${changeChannel}; LISTEN ${workChannel}; LISTEN ${servicesChannel}`);
    await this.warnOfPooler(client);
  }

  private hear(channel: string, payload: string | undefined): void {
    if (channel === workChannel) return void this.due.emit(payload ?? '');
    if (channel === servicesChannel) return void this.changes.emit(servicesChannel);
    const { organizationId, requestId } = JSON.parse(payload ?? '{}') as RequestChange;
    this.changes.emit(`${organizationId}/${requestId}`);
  }

  private warn(error: unknown): void {
    this.logger.warn({ error: describeError(error) }, 'changes of requests cannot be heard');
  }

  /** A transaction pooler accepts LISTEN and never delivers anything. It is recognised by the process id that it invents. */
  private async warnOfPooler(client: Client): Promise<void> {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    if (rows[0]?.pid !== (client as Client & { processID: number | null }).processID)
      this.logger.warn('DATABASE_DIRECT_URL: changes are listened for through a pooler, which may not pass them on');
  }

  private async reconnect(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      await pause(reconnectAfter);
      if (this.stopped) return;
      try {
        await this.listen();
        this.changes.emit('reconnected');
        this.due.emit('reconnected');
        return;
      } catch (error) {
        // Said once: it would be the same every second.
        if (attempt === 1) this.warn(error);
      }
    }
  }
}

/** Ends a connection in bounded time. */
async function end({ client, socket }: Line): Promise<void> {
  const late = setTimeout(() => socket.destroy(), closesWithin);
  await client.end().catch(() => undefined);
  clearTimeout(late);
}
