/**
 * A database that is stopped, or a host that is gone, leaves its connections open and silent, so that a statement would wait
 * forever. Here every statement has a time limit. When it passes, the connection is closed: a transaction that was begun on it
 * must not go on with other statements.
 */
import type { Client } from 'pg';
import { SurvivingClient } from './surviving-client';

/** The usual time limit of a statement, in milliseconds: far more than the slowest takes, and less than callers wait. */
export const usualStatement = 20_000;

/**
 * The class of a pool's clients.
 * @param longest the time limit of a statement, in milliseconds
 */
export function boundedClient(longest: number): typeof Client {
  class BoundedClient extends SurvivingClient {
    private timer: NodeJS.Timeout | undefined;

    constructor(config?: ConstructorParameters<typeof Client>[0]) {
      super(config);
      const settle = () => clearTimeout(this.timer);
      this.on('drain', settle);
      this.once('end', settle);
    }

    // One implementation for all overloads.
    override query = ((...statement: unknown[]) => {
      clearTimeout(this.timer);
      // With a statement in progress, this closes the connection: the statement fails, and the pool opens another one.
      this.timer = setTimeout(() => void this.end().catch(() => {}), longest).unref();
      return (super.query as (...all: unknown[]) => unknown)(...statement);
    }) as Client['query'];
  }
  return BoundedClient;
}
