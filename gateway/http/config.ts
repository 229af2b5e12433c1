/** What the HTTP server is told: the part of the configuration that it is handed as it is. */
import type { ServerTls } from '../../subgraphs/kit/base/config';
import type { OperationLimits } from '../security/operation-limits';
import type { Safelist } from '../security/persisted-operations';
import type { Rate } from '../security/rate-limits/rate-counters';
import type { RateLimitRules } from '../security/rate-limits/rate-limits';
import type { AllowedOrigins } from './front/cors';

export interface ServerConfig {
  introspection: boolean;
  /** The largest body of an operation, in bytes. */
  maximumRequestBytes: number;
  operations: OperationLimits;
  /** The rate limits of what finds people, reads their data or creates requests (R19). */
  rateLimits: RateLimitRules;
  /** How many refused tokens an address may send before it is told to wait. */
  refusedTokens: Rate;
  /** Proxies whose `X-Forwarded-For` is believed. */
  trustedProxies: string[];
  /** Origins whose pages may call the gateway. */
  allowedOrigins: AllowedOrigins;
  /** The only operations that are served, when there is a list. */
  persistedOperations: Safelist | undefined;
  /** TLS of the gateway's own server. */
  tls: ServerTls | undefined;
}
