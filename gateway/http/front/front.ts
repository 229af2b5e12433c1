/**
 * What every server of the gateway's processes begins with: headers, the log, and callers' tokens. Every route
 * that is not marked as public requires a token, and so do paths that do not exist.
 */
import type { FastifyInstance } from 'fastify';
import { codeOf } from '../../../subgraphs/kit/base/errors/code-of';
import { createApp, isPublic, type AppOptions } from '../../../subgraphs/kit/base/http/app';
import type { Logger } from '../../../subgraphs/kit/base/logger';
import type { Authenticate, Caller } from '../../../subgraphs/kit/base/security/caller-token';
import type { RateCounters } from '../../security/rate-limits/rate-counters';
import { countRefusedToken } from '../../security/rate-limits/rate-limits';
import { compressAnswers } from './compression';
import type { ServerConfig } from '../config';
import { allowOrigins } from './cors';
import { addHeaders } from './headers';
import { assertFewValues } from './json-body';
import { logRequests } from './request-log';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every request but those for public routes. */
    caller?: Caller;
  }
}

export interface FrontOptions extends Pick<AppOptions, 'refuseAddress' | 'refuseConnection'> {
  config: Pick<ServerConfig, 'maximumRequestBytes' | 'tls' | 'trustedProxies' | 'allowedOrigins' | 'refusedTokens'>;
  authenticate: Authenticate;
  /** Counts calls that are limited. */
  counters: RateCounters;
  logger: Logger;
}

/** A server without routes. */
export async function createFront(options: FrontOptions): Promise<FastifyInstance> {
  const { config, logger, refuseAddress, refuseConnection } = options;
  const { maximumRequestBytes: bodyLimit, tls, trustedProxies } = config;
  const app = createApp({
    bodyLimit,
    tls,
    trustedProxies,
    refuseAddress,
    refuseConnection,
    assertParsable: assertFewValues,
    logger,
  });
  await addHeaders(app);
  await compressAnswers(app);
  await allowOrigins(app, config.allowedOrigins);
  logRequests(app, logger);
  authenticateRequests(app, options);
  return app;
}

function authenticateRequests(app: FastifyInstance, { authenticate, counters, config }: FrontOptions): void {
  app.decorateRequest('caller');
  app.addHook('onRequest', async (request) => {
    if (isPublic(request)) return;
    try {
      request.caller = await authenticate(request.headers.authorization);
    } catch (error) {
      // Keys that cannot be fetched are no fault of the caller's.
      if (request.headers.authorization !== undefined && codeOf(error) === 'UNAUTHENTICATED')
        await countRefusedToken(counters, config.refusedTokens, request.ip);
      throw error;
    }
  });
}
