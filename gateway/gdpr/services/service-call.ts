/** What every call of a PII service has: on whose behalf it is made, its token, its bounds, and why it failed. */
import type { ErrorCode } from '../../../subgraphs/kit/base/errors';
import type { CallFailure, CallFailureKind } from '../../federation/execution/service-connection';
import type { SubgraphLimits } from '../../federation/execution/subgraph-limits';

/** On whose behalf, and for which request, a service is called. */
export interface ServiceCallScope {
  organizationId: string;
  /** The caller's subject. */
  actor: string;
  /** The data-subject request; absent for searches that belong to none. */
  requestId?: string;
  /** Once it has aborted, no further call is made, and a read under way is given up. */
  signal?: AbortSignal;
}

/** Signs the service token of one call. */
export type SignServiceToken = (service: string, scope: ServiceCallScope) => Promise<string>;

/** Why a call failed. The message is ours and fit for a request's `lastError`: it names no host and repeats no answer. */
export class ServiceCallError extends Error {
  constructor(
    readonly service: string,
    readonly code: Extract<ErrorCode, `SERVICE_${string}`>,
    message: string,
    /** The service's own code, when it answered with an error. */
    readonly serviceCode?: string,
  ) {
    super(message);
    this.name = 'ServiceCallError';
  }
}

/**
 * Bounds of every call.
 * @default 30,000 ms and 8 MiB over 32 connections, and as many for searches
 */
export type ServiceCallLimits = Partial<SubgraphLimits>;

/** The bounds of every call, with those that were not given. */
export const callLimits = ({
  timeout = 30_000,
  connections = 32,
  maximumResponseBytes = 8 * 1024 * 1024,
  tls = {},
}: ServiceCallLimits): Required<SubgraphLimits> => ({ timeout, connections, maximumResponseBytes, tls });

/** What undici takes for an answer of any size: a file or a stream is bounded by whoever reads it. */
export const unlimited = -1;

const codes = {
  TIMEOUT: 'SERVICE_TIMEOUT',
  UNREACHABLE: 'SERVICE_UNAVAILABLE',
  ABANDONED: 'SERVICE_UNAVAILABLE',
  TOO_LARGE: 'SERVICE_REPLY_TOO_LARGE',
  INVALID: 'SERVICE_REPLY_INVALID',
} as const satisfies Record<CallFailureKind, ServiceCallError['code']>;

/** The error for a call that failed on its way. @param timeout the milliseconds that it was given */
export function callError(service: string, { kind, reason }: CallFailure, timeout: number): ServiceCallError {
  const messages: Record<CallFailureKind, string> = {
    TIMEOUT: `The service did not answer within ${Math.ceil(timeout / 1000)} s.`,
    UNREACHABLE: 'The service cannot be reached.',
    ABANDONED: 'The caller left before the service answered.',
    TOO_LARGE: `The service ${reason}.`,
    INVALID: `The service ${reason}.`,
  };
  return new ServiceCallError(service, codes[kind], messages[kind]);
}
