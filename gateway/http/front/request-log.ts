/**
 * One log line for each request, with allowed fields only: nothing from query strings, headers, variables or documents, whose
 * values may be personal data.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Logger } from '../../../subgraphs/kit/base/logger';

declare module 'fastify' {
  interface FastifyRequest {
    /** The name of the GraphQL operation, once it is known. */
    operationName?: string | undefined;
  }
}

/** Known to this process only, so that nobody can find the name of a digest by trying names. */
const nameKey = randomBytes(32);

/** A client chooses the names of its operations, which may contain a person's name. The log has a digest instead. */
const digestOf = (name: string): string => createHmac('sha256', nameKey).update(name).digest('hex').slice(0, 12);

export function logRequests(app: FastifyInstance, logger: Logger): void {
  app.decorateRequest('operationName');
  app.addHook('onResponse', (request, reply, done) => {
    const level = request.routeOptions.url?.startsWith('/health/') ? 'debug' : 'info';
    if (!logger.isLevelEnabled(level)) return done();
    const line = {
      requestId: request.id,
      method: request.method,
      // The pattern of the route; an address that matches none is not logged.
      path: request.routeOptions.url ?? '(unknown)',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
      organizationId: request.caller?.organizationId,
      operation: request.operationName === undefined ? undefined : digestOf(request.operationName),
    };
    logger[level](line, 'request');
    return done();
  });
}
