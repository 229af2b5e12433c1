/**
 * A database that is stopped, or a host that is gone, keeps its connections open and says nothing: a statement would be waited for
 * without end. Here every statement has a bound, and its connection goes with it: what was begun on it must not go on with another's.
 */
import type { Client } from 'pg';
import { SurvivingClient } from './surviving-client';

/** How long a statement may take, in milliseconds: well beyond the slowest, which takes a fraction of a second, and less than callers wait. */
export const usualStatement = 20_000;

/**
 * The class of a pool's clients.
 * @param longest how long a statement may take, in milliseconds
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

    // One implementation stands for all the ways to call it.
    override query = ((...statement: unknown[]) => {
      clearTimeout(this.timer);
      // With a statement under way, this cuts the connection; the statement fails, and the pool opens another.
      this.timer = setTimeout(() => void this.end().catch(() => {}), longest).unref();
      return (super.query as (...all: unknown[]) => unknown)(...statement);
    }) as Client['query'];
  }
  return BoundedClient;
}
