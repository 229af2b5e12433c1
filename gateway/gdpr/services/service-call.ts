/** What every call of a PII service has: on whose behalf it is made, its token, its bounds, and why it failed. */
import type { ErrorCode } from '../../../subgraphs/kit/base/errors';
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
 * @default 30,000 ms and 8 MiB over 32 connections
 */
export type ServiceCallLimits = Partial<SubgraphLimits>;
