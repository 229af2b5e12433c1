/** The embedded PostgreSQL of a running system: when it dies, it is started again at the same address. */
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from '../postgres';
import { Restarts } from './restarts';

/** Callbacks of the supervision. */
export interface SupervisionEvents {
  /** Called when the server has died, and when it is back. */
  onEvent: (message: string) => void;
  /** Called when the server is not started again: the system cannot work without it. */
  onGivenUp: (message: string) => void;
}

export class SupervisedPostgres {
  private readonly stopped = new AbortController();
  private readonly restarts = new Restarts();
  private starting: Promise<unknown> = Promise.resolve();
  private server: EmbeddedPostgres | undefined;

  constructor(
    private readonly options: Omit<EmbeddedPostgresOptions, 'signal'>,
    private readonly events: SupervisionEvents,
  ) {}

  /** Starts the server. @returns its URL, which never changes. @throws when it does not start, or is stopped meanwhile */
  async start(): Promise<string> {
    const port = Number(this.server && new URL(this.server.url).port);
    const starting = startEmbeddedPostgres({
      ...this.options,
      ...(port ? { port } : {}),
      signal: this.stopped.signal,
    });
    this.starting = starting.catch(() => {});
    const server = await starting;
    this.server = server;
    return server.url;
  }

  /** From now on a server that ends is started again, until `stop`. */
  supervise(): void {
    void this.server?.ended.then((how) => this.restart(`PostgreSQL ended with ${how}`));
  }

  /** Stops the server in order, also during its start. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.starting;
    await this.server?.stop();
  }

  private async restart(what: string): Promise<void> {
    const { signal } = this.stopped;
    if (signal.aborted) return;
    const delay = this.restarts.next();
    if (delay === null) return this.events.onGivenUp(`${what}, and does not start again`);
    this.events.onEvent(`${what}; it is started again in ${delay / 1000} s.`);
    try {
      await pause(delay, undefined, { signal });
      await this.start();
    } catch (error) {
      return this.restart((error as Error).message);
    }
    this.restarts.succeeded();
    this.events.onEvent('PostgreSQL is back.');
    this.supervise();
  }
}
