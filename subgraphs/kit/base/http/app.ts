/** The HTTP server that the gateway and every service start from: how it refuses, fails and ends. */
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
import { clientErrors } from './client-errors';
import { frameworkErrors, sendError } from './errors';
import { readJsonBodies } from './json-body';
import { withoutRouteSchemas } from './route-schemas';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the route answers without a token: always, or those requests for which the function says so. */
    public?: boolean | ((request: Pick<FastifyRequest, 'headers' | 'query'>) => boolean);
  }
}

export interface AppOptions {
  /** The largest body of a request, in bytes. */
  bodyLimit: number;
  /** TLS of the server; plain HTTP when absent. */
  tls?: ServerTls | undefined;
  /** Throws an error for a body that is not to be parsed. @default every body is parsed */
  assertParsable?: (json: Buffer) => void;
  /** The proxies whose `X-Forwarded-For` is trusted. @default none */
  trustedProxies?: string[];
  /** Answers a malformed address in the form of the server's part that it belongs to. @returns false where there is no other form */
  refuseAddress?: ((request: FastifyRequest, reply: FastifyReply) => boolean) | undefined;
  /** Makes the body of the answer to what is no HTTP request, in the form of the part that its address belongs to; null likewise. */
  refuseConnection?: ((error: GraphQLError, address: string, requestId: string) => object | null) | undefined;
  logger: Logger;
}

/** The longest parameter of a path: an id of 200 characters, each of four bytes, percent-encoded. */
const maxParamLength = 200 * 4 * 3;

/** The request ids of a proxy that are kept: those that can hold nothing but an id. */
const requestIdPattern = /^[0-9a-f-]{16,64}$/i;

/** Makes a server without routes. Failures and refusals outside of GraphQL are answered as a GraphQL response. */
export function createApp(options: AppOptions): FastifyInstance {
  const { bodyLimit, tls, trustedProxies = [], refuseAddress, refuseConnection, assertParsable, logger } = options;
  const app = fastify({
    https: tls ?? null,
    schemaController: withoutRouteSchemas,
    bodyLimit,
    routerOptions: { maxParamLength },
    forceCloseConnections: 'idle',
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID();
    },
    // `endConnections` answers these, with a code of the table.
    return503OnClosing: false,
    frameworkErrors: frameworkErrors(refuseAddress),
    clientErrorHandler: clientErrors(refuseConnection),
  }) as unknown as FastifyInstance;
  // Fastify parses plain text too, but an operation must come as JSON.
  app.removeContentTypeParser('text/plain');
  readJsonBodies(app, assertParsable);
  app.setErrorHandler((error, _request, reply) => sendError(reply, error, logger));
  app.setNotFoundHandler((_request, reply) => sendError(reply, codedError('NOT_FOUND'), logger));
  traceRequests(app);
  endConnections(app);
  return app;
}

/** Whether a request is answered without a token. A path that does not exist has no options. */
export function isPublic(
  request: Pick<FastifyRequest, 'headers' | 'query'> & { routeOptions: { config?: unknown } },
): boolean {
  const { public: open = false } = (request.routeOptions.config ?? {}) as FastifyContextConfig;
  return typeof open === 'function' ? open(request) : open;
}

/**
 * Once the server is closing, every answer closes its connection: an open one would delay the end of the server by its whole idle
 * time. Requests that still come over such a connection are refused, so that the caller turns to another process.
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
