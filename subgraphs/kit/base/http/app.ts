/** The HTTP server that the gateway and every service begin with: how it refuses, fails and ends. */
import { randomUUID } from 'node:crypto';
import fastify, {
  type FastifyContextConfig,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { GraphQLError } from 'graphql';
import type { ServerTls } from '../config';
import { codedError } from '../errors';
import type { Logger } from '../logger';
import { traceRequests } from '../telemetry/trace-requests';
import { answerClientError } from './client-errors';
import { frameworkErrors, sendError } from './errors';
import { withoutRouteSchemas } from './route-schemas';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route answers without a token; or does so to some requests. */
    public?: boolean | ((request: Pick<FastifyRequest, 'headers' | 'query'>) => boolean);
  }
}

export interface AppOptions {
  /** The largest body of a request, in bytes. */
  bodyLimit: number;
  /** Plain HTTP when absent. */
  tls?: ServerTls | undefined;
  /** The proxies whose `X-Forwarded-For` is believed; nobody's is when there are none. */
  trustedProxies?: string[];
  /** Answers an address that cannot be read, in the form of its part of the server. @returns false where it has no other form */
  refuseAddress?: ((error: GraphQLError, request: FastifyRequest, reply: FastifyReply) => boolean) | undefined;
  logger: Logger;
}

/** An id that a proxy gave the request is kept when it is surely no more than an id. */
const requestIdPattern = /^[0-9a-f-]{16,64}$/i;

/** Makes a server without routes. What fails or is refused outside of GraphQL is answered in the form of a GraphQL response. */
export function createApp({ bodyLimit, tls, trustedProxies = [], refuseAddress, logger }: AppOptions): FastifyInstance {
  const app = fastify({
    https: tls ?? null,
    schemaController: withoutRouteSchemas,
    bodyLimit,
    forceCloseConnections: 'idle',
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID();
    },
    // In our words, by `endConnections`.
    return503OnClosing: false,
    frameworkErrors: frameworkErrors(refuseAddress),
    clientErrorHandler: answerClientError,
  }) as unknown as FastifyInstance;
  // The framework reads plain text too, and an operation comes as JSON.
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((error, _request, reply) => sendError(reply, error, logger));
  app.setNotFoundHandler((_request, reply) => sendError(reply, codedError('NOT_FOUND'), logger));
  traceRequests(app);
  endConnections(app);
  return app;
}

/** Whether a request is let in without a token. A path that does not exist has no options. */
export function isPublic(
  request: Pick<FastifyRequest, 'headers' | 'query'> & { routeOptions: { config?: unknown } },
): boolean {
  const { public: open = false } = (request.routeOptions.config ?? {}) as FastifyContextConfig;
  return typeof open === 'function' ? open(request) : open;
}

/**
 * Once the server is closing, every answer ends its connection: a kept one would hold the server up for its whole idle time. What
 * still comes over such a connection is sent elsewhere.
 */
function endConnections(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  app.addHook('onRequest', (_request, _reply, done) =>
    closing ? done(codedError('SERVICE_UNAVAILABLE', 'This process is stopping.')) : done(),
  );
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done(null, payload);
  });
}
