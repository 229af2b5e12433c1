/**
 * A database that is stopped, or a host that is gone, keeps its connections open and says nothing: a statement would be waited for
 * without end. Here every statement has a bound, and its connection goes with it: what was begun on it must not go on with another's.
 */
import { Client } from 'pg';

/** How long a statement may take, in milliseconds. */
export interface StatementBound {
  milliseconds: number;
}

/** Well beyond the slowest statement, which takes a fraction of a second, and before callers give up. */
export const usualStatement = 20_000;

/** The class of a pool's clients. The bound may be changed later: it holds for the statements that begin then. */
export function boundedClient(bound: StatementBound): typeof Client {
  class BoundedClient extends Client {
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
      this.timer = setTimeout(() => void this.end().catch(() => {}), bound.milliseconds).unref();
      return (super.query as (...all: unknown[]) => unknown)(...statement);
    }) as Client['query'];
  }
  return BoundedClient;
}
