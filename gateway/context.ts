import type { Logger } from '../subgraphs/kit/logger';
import type { Caller } from './security/authentication';

/** What everything that works on one operation gets: who asks, and under which id it is logged. */
export interface GatewayContext {
  readonly caller: Caller;
  /** One for each HTTP request; handed on to the services as `x-request-id`. */
  readonly requestId: string;
  readonly logger: Logger;
}
