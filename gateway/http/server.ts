/**
 * The HTTP server of an API: GraphQL, health, and the public keys. It serves a supergraph or the `gdpr` subgraph alone. Limits on form,
 * cost, scopes and rates are checked here, once for each operation, and nowhere else.
 */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { apolloOptions, apolloPlugins } from '../../subgraphs/kit/base/http/apollo';
import { addHealthChecks, type Readiness } from '../../subgraphs/kit/base/http/health';
import type { ServerConfig } from './config';
import { RequestContext, type GatewayContext } from './context';
import type { ServedApi } from '../federation/served-api';
import { createFront, type FrontOptions } from './front/front';
import { addGraphqlRoute, plainJsonPlugin } from './graphql/graphql-route';
import { addSchemaRoute } from './graphql/schema-route';
import { noIntrospectionRule, operationLimitRules } from '../security/operation-limits';
import { refuseTooCostly } from '../security/operation-cost';
import { RegisteredOperations } from '../security/persisted-operations';
import { operateWith, type Operate } from './graphql/operate';
import { operationMetricsPlugin } from './operation-metrics';
import { subscriptionHandler } from './graphql/subscriptions';
import { Turns } from './turns/turns';
import { rateLimitPlugin, type ArgumentChecks } from '../security/rate-limits/rate-limit-plugin';
import { coerceVariables } from '../security/variables';
import type { ServiceTokens } from '../security/service-tokens';

/** What the server is made of. */
export interface GatewayServerOptions extends FrontOptions {
  config: ServerConfig;
  api: ServedApi;
  serviceTokens: Pick<ServiceTokens, 'publicKeys'>;
  /** Whether subscriptions may be sent by GET too, as routers do. */
  subscriptionsByGet?: boolean;
  /** Checks of the arguments of limited fields: a call that is refused for its form counts against no limit (R19). */
  argumentChecks?: ArgumentChecks;
  /** Further dependencies: those that must work for the gateway to be ready, and those that it can do without. */
  readiness?: Readiness;
  /** Further routes. They require a token, unless their `config` says `public: true`. */
  routes?: (app: FastifyInstance, tools: RouteTools) => void | Promise<void>;
}

/** What further routes are made with. */
export interface RouteTools {
  /** Runs operations for a route. */
  operate: Operate;
  /** The places of this server. Every operation that runs takes one (R27). */
  turns: Turns;
}

/** Builds the server, ready to listen. Closing it lets the requests under way finish first. */
export async function createGatewayServer(options: GatewayServerOptions): Promise<FastifyInstance> {
  const { config, api, logger } = options;
  const persisted = config.persistedOperations ?? new RegisteredOperations();
  // The names of listed operations are the operator's own; any other name may contain a value of a person.
  const named = config.persistedOperations !== undefined;
  const rules = [...operationLimitRules(config.operations), ...(config.introspection ? [] : [noIntrospectionRule])];
  const apollo = new ApolloServer<GatewayContext>({
    ...apolloOptions(logger),
    gateway: api,
    // Introspection is refused by a rule of ours, which says why.
    introspection: true,
    hideSchemaDetailsFromClientErrors: !config.introspection,
    csrfPrevention: true,
    parseOptions: { maxTokens: config.operations.tokens },
    validationRules: rules,
    persistedQueries: { cache: persisted.cache },
    plugins: [
      ...apolloPlugins(),
      plainJsonPlugin,
      operationMetricsPlugin(named),
      // In this order an operation that is too costly is checked no further, and one that the scopes refuse counts against no limit.
      costPlugin(config.operations.cost),
      scopesPlugin(api),
      rateLimitPlugin(options.counters, config.rateLimits, options.argumentChecks),
    ],
  });
  await apollo.start();
  const unwatch = config.persistedOperations?.watch(logger);
  const app = await createFront(options);
  app.addHook('onClose', async () => {
    unwatch?.();
    await apollo.stop();
  });

  const subscribe = subscriptionHandler(app, {
    api,
    rules,
    maximumTokens: config.operations.tokens,
    maximumCost: config.operations.cost,
    introspection: config.introspection,
    counters: options.counters,
    rateLimits: config.rateLimits,
    logger,
  });
  const { subscriptionsByGet = false } = options;
  const maximumTokens = config.operations.tokens;
  const turns = new Turns();
  app.decorateRequest('place', null);
  addGraphqlRoute(app, { apollo, persisted, maximumTokens, subscribe, subscriptionsByGet, turns, logger });
  addSchemaRoute(app, api);
  const { required, optional } = options.readiness ?? { required: {} };
  addHealthChecks(app, {
    required: { supergraph: () => Promise.resolve(api.current), ...required },
    optional: { ...optional, limits: () => options.counters.check() },
  });
  app.get('/.well-known/jwks.json', { config: { public: true } }, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(options.serviceTokens.publicKeys),
  );
  await options.routes?.(app, { operate: operateWith(apollo, logger), turns });
  return app;
}

/** Refuses an operation before any of it runs when its answer could be too large. */
const costPlugin = (maximum: number): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ schema, document, operation, request }) => {
        if (!operation) return Promise.resolve();
        const { values } = coerceVariables(schema, document, operation, request.variables);
        // Errors of variables are reported when the operation is executed.
        if (values) refuseTooCostly(schema, document, operation, values, maximum);
        return Promise.resolve();
      },
    }),
});

/** Refuses an operation as a whole, before any of it runs, when the caller's scopes do not allow all of it. */
const scopesPlugin = (api: ServedApi): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ schema, document, operation, contextValue }) => {
        if (contextValue instanceof RequestContext) contextValue.nameOperation(operation?.name?.value);
        if (operation) api.of(schema).scopes.refuseMissing(document, operation, contextValue.caller.scopes);
        return Promise.resolve();
      },
    }),
});
