import { Client } from 'pg';

/**
 * A connection whose end is nobody's death. PostgreSQL tells a session that an operator ended, or whose server goes down, at any
 * moment, and `pg` passes that on as an `error` event, sometimes two of them. Pools listen while a connection idles, and callers while a
 * statement runs; in between nobody does, and an event that nobody listens to ends the process. The next statement fails anyway.
 */
export class SurvivingClient extends Client {
  constructor(config?: ConstructorParameters<typeof Client>[0]) {
    super(config);
    this.on('error', () => {});
  }
}
