import { Client } from 'pg';

/**
 * A connection whose end does not end the process. PostgreSQL may end a session at any moment (an operator ends it, or the server
 * stops), and `pg` reports it as an `error` event, sometimes as two. Pools listen while a connection is idle, and callers while a
 * statement runs, but nobody listens in between, and an `error` event without a listener ends the process. The next statement
 * fails anyway.
 */
export class SurvivingClient extends Client {
  constructor(config?: ConstructorParameters<typeof Client>[0]) {
    super(config);
    this.on('error', () => {});
  }
}
