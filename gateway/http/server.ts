/**
 * The gateway's HTTP server: GraphQL, health, and the public keys. Whatever is not marked as public answers only to a
 * caller's token, paths that do not exist included.
 */
import { randomUUID } from 'node:crypto';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { withoutExtras } from '../../subgraphs/kit/base/http/apollo-extras';
import { withoutRouteSchemas } from '../../subgraphs/kit/base/http/route-schemas';
import { codedError } from '../../subgraphs/kit/base/errors';
import type { Logger } from '../../subgraphs/kit/base/logger';
import { answerFormat, asEvents, isSubscription, operationText, type OperationBody } from './answer-format';
import type { GatewayConfig } from '../config';
import { RequestContext, type GatewayContext } from './context';
import { allowOrigins } from './cors';
import { FederationGateway } from '../federation/federation-gateway';
import type { SupergraphStore } from '../federation/supergraph/store';
import { addHealthChecks, type ReadinessChecks } from './health';
import { sendError } from './errors';
import { logRequests } from './request-log';
import { addHeaders } from './headers';
import type { Authenticate, Caller } from '../security/authentication';
import { errorFormatter } from '../security/errors';
import { operationLimitRules } from '../security/operation-limits';
import { refuseTooCostly } from '../security/operation-cost';
import { assertListed, safelistStore } from '../security/persisted-operations';
import type { RateCounters } from '../security/rate-counters';
import { subscriptionHandler, type Follow } from './subscriptions';
import { countRefusedToken, rateLimitPlugin, type ArgumentChecks } from '../security/rate-limits';
import { coerceVariables } from '../security/variables';
import type { ServiceTokens } from '../security/service-tokens';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every request but those for public routes. */
    caller?: Caller;
    /** A query or a mutation whose client reads nothing but events. */
    answeredAsEvents: boolean;
  }
  interface FastifyContextConfig {
    /** The route answers without a token. */
    public?: boolean;
  }
}

/** What the server is made of. */
export interface GatewayServerOptions {
  config: Pick<
    GatewayConfig,
    'introspection' | 'maximumRequestBytes' | 'operations' | 'rateLimits' | 'refusedTokens' | 'trustedProxies'
  > &
    Partial<Pick<GatewayConfig, 'allowedOrigins' | 'persistedOperations' | 'tls'>>;
  supergraphs: SupergraphStore;
  authenticate: Authenticate;
  serviceTokens: Pick<ServiceTokens, 'publicKeys'>;
  /** Where calls are counted that have a limit. */
  counters: RateCounters;
  /** How the arguments of fields with a limit are checked: what is refused for its form counts against none (R19). */
  argumentChecks?: ArgumentChecks;
  logger: Logger;
  /** Where subscriptions hear of changes; there are none without. */
  follow?: Follow;
  /** What must work for the gateway to be ready, by name; a check that is rejected stands for what does not. */
  readiness?: ReadinessChecks;
  /** Further routes. They take a token, unless their `config` says `public: true`. */
  routes?: (app: FastifyInstance) => void | Promise<void>;
}

/** An id that a proxy gave the request is kept when it is surely no more than an id. */
const requestIdPattern = /^[0-9a-f-]{16,64}$/i;

/** Builds the server, ready to listen. Closing it lets the requests under way finish first. */
export async function createGatewayServer(options: GatewayServerOptions): Promise<FastifyInstance> {
  const { config, supergraphs, logger } = options;
  const { persistedOperations } = config;
  const app = fastify({
    https: config.tls ?? null,
    schemaController: withoutRouteSchemas,
    bodyLimit: config.maximumRequestBytes,
    forceCloseConnections: 'idle',
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    // Nobody's `X-Forwarded-For` is believed but a configured proxy's.
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID();
    },
  }) as unknown as FastifyInstance;
  const gateway = new FederationGateway(supergraphs, config.operations);
  const rules = operationLimitRules(config.operations);
  const apollo = new ApolloServer<GatewayContext>({
    gateway,
    introspection: config.introspection,
    hideSchemaDetailsFromClientErrors: !config.introspection,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: config.operations.tokens },
    validationRules: rules,
    formatError: errorFormatter(logger),
    stringifyResult: (value) => JSON.stringify(value),
    // Apollo logs whole errors; ours are logged, reduced, where they are masked.
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    // What is too costly is looked at no further, and what the scopes refuse counts against no limit.
    ...(persistedOperations ? { persistedQueries: safelistStore(persistedOperations) } : {}),
    plugins: [
      ...withoutExtras(),
      costPlugin(config.operations.cost),
      scopesPlugin(supergraphs),
      rateLimitPlugin(options.counters, config.rateLimits, options.argumentChecks),
    ],
  });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());
  endConnections(app);

  app.setErrorHandler((error, _request, reply) => sendError(reply, error, logger));
  await addHeaders(app);
  await allowOrigins(app, config.allowedOrigins ?? []);
  logRequests(app, logger);
  authenticateRequests(app, options);
  app.setNotFoundHandler((_request, reply) =>
    sendError(reply, codedError('NOT_FOUND', 'There is nothing here.'), logger),
  );

  const contextOf = (request: FastifyRequest, reply: FastifyReply) =>
    Promise.resolve(new RequestContext(request, reply, logger));
  const operate = fastifyApolloHandler(apollo, { context: contextOf });
  const subscribe =
    options.follow &&
    subscriptionHandler(app, {
      gateway,
      supergraphs,
      rules,
      maximumTokens: config.operations.tokens,
      maximumCost: config.operations.cost,
      introspection: config.introspection,
      follow: options.follow,
      logger,
    });
  app.decorateRequest('answeredAsEvents', false);
  app.post('/graphql', {
    preHandler: (request, _reply, done) => {
      if (persistedOperations) assertListed(persistedOperations, request.body);
      done();
    },
    handler: (request, reply) => {
      const body = (request.body ?? {}) as OperationBody;
      const text = operationText(body, persistedOperations) ?? '';
      const { accept } = request.headers;
      if (subscribe && isSubscription(text, body.operationName, config.operations.tokens)) {
        answerFormat(accept, true);
        body.query = text;
        return subscribe(request, reply);
      }
      request.answeredAsEvents = answerFormat(accept, false) === 'events';
      if (request.answeredAsEvents) request.headers.accept = 'application/json';
      return operate.call(app, request, reply);
    },
    onSend: (request, reply, payload, done) => {
      if (!request.answeredAsEvents || reply.statusCode !== 200) return done(null, payload);
      void reply.type('text/event-stream; charset=utf-8');
      return done(null, asEvents(String(payload)));
    },
  });
  // Proxies log addresses, and an operation that stands in one would bring its terms along.
  app.get('/graphql', (_request, reply) =>
    reply
      .code(405)
      .header('allow', 'POST')
      .send({ errors: [{ message: 'Operations come by POST.', extensions: { code: 'BAD_REQUEST' } }] }),
  );
  addHealthChecks(app, { supergraph: () => Promise.resolve(supergraphs.current), ...options.readiness });
  app.get('/.well-known/jwks.json', { config: { public: true } }, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(options.serviceTokens.publicKeys),
  );
  await options.routes?.(app);
  return app;
}

/** Once the server is closing, every answer ends its connection: a kept one would hold the server up for its whole idle time. */
function endConnections(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done(null, payload);
  });
}

/** Refuses an operation before any of it runs when its answer could be too large. */
const costPlugin = (maximum: number): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ schema, document, operation, request }) => {
        if (!operation) return Promise.resolve();
        const { values = {} } = coerceVariables(schema, document, operation, request.variables);
        refuseTooCostly(schema, document, operation, values, maximum);
        return Promise.resolve();
      },
    }),
});

/** Refuses an operation as a whole, before any of it runs, when the caller's scopes do not allow all of it. */
const scopesPlugin = (supergraphs: SupergraphStore): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ schema, document, operation, contextValue }) => {
        if (contextValue instanceof RequestContext) contextValue.nameOperation(operation?.name?.value);
        if (operation) supergraphs.of(schema).scopes.refuseMissing(document, operation, contextValue.caller.scopes);
        return Promise.resolve();
      },
    }),
});

function authenticateRequests(
  app: FastifyInstance,
  { authenticate, counters, config }: Pick<GatewayServerOptions, 'authenticate' | 'counters' | 'config'>,
): void {
  app.decorateRequest('caller');
  app.addHook('onRequest', async (request) => {
    // A path that does not exist has no options.
    if ((request.routeOptions.config as { public?: boolean } | undefined)?.public) return;
    try {
      request.caller = await authenticate(request.headers.authorization);
    } catch (error) {
      if (request.headers.authorization !== undefined)
        await countRefusedToken(counters, config.refusedTokens, request.ip);
      throw error;
    }
  });
}
