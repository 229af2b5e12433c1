/** Opens what every gateway process consists of, whatever it serves: the `gdpr` subgraph, tokens, callers' keys and limits. */
import type { FastifyInstance } from 'fastify';
import type { Logger } from '../subgraphs/kit/base/logger';
import type { GatewayConfig } from './config';
import type { LoadedSupergraph, SupergraphStore } from './federation/supergraph/store';
import { sourceOf } from './federation/supergraph/sources/source';
import { argumentChecksBy } from './gdpr/requests/argument-checks';
import { createGdprSubgraph, type GdprSubgraph } from './gdpr/subgraph';
import { createAuthenticator, type Authenticate } from '../subgraphs/kit/base/security/caller-token';
import { openCallerKeys } from '../subgraphs/kit/base/security/caller-keys';
import { addMetrics } from './http/metrics';
import { MemoryCounters, RedisCounters, type RateCounters } from './security/rate-limits/rate-counters';
import { furtherCalls, innerCalls } from './security/rate-limits/rate-limits';
import { ServiceTokens } from './security/service-tokens';

export interface GatewayParts {
  authenticate: Authenticate;
  /** Counts calls for the rate limits. */
  counters: RateCounters;
  serviceTokens: ServiceTokens;
  gdpr: GdprSubgraph;
  /** Closes all parts. */
  close(): Promise<void>;
}

/**
 * Opens the parts of a process, such as its database.
 * @param onBehind called when the database turns out to be older than the checkpoints of its audit log (R26)
 */
export async function openParts(
  config: GatewayConfig,
  logger: Logger,
  onBehind: (error: Error) => void,
): Promise<GatewayParts> {
  const serviceTokens = await ServiceTokens.configured(config);
  const authenticate = createAuthenticator(config.callers, await openCallerKeys(config.callers.keys));
  const counters = config.redisUrl ? new RedisCounters(config.redisUrl, logger) : new MemoryCounters();
  const gdpr = await createGdprSubgraph({
    config,
    countFurther: furtherCalls(counters, config.rateLimits),
    countCalls: innerCalls(counters, config.rateLimits),
    publicKeys: serviceTokens.publicKeys,
    signStatement: (statement, type) => serviceTokens.signStatement(statement, type),
    signDetached: (bytes, type) => serviceTokens.signDetached(bytes, type),
    logger,
    onBehind,
    signToken: (service, { organizationId, actor, requestId }) =>
      serviceTokens.sign({
        service,
        organizationId,
        subject: actor,
        scopes: noScopes,
        purpose: 'gdpr',
        ...(requestId === undefined ? {} : { requestId }),
      }),
  });
  return {
    authenticate,
    counters,
    serviceTokens,
    gdpr,
    async close() {
      await gdpr.stop();
      await counters.close();
    },
  };
}

/** Loads the supergraph, passes it and every later one to the `gdpr` subgraph, and then starts the subgraph's work. */
export async function serveSupergraph(
  supergraphs: SupergraphStore<LoadedSupergraph>,
  { config, gdpr, work }: { config: GatewayConfig; gdpr: GdprSubgraph; work: boolean },
): Promise<void> {
  supergraphs.on('changed', (next) => gdpr.useSupergraph(next));
  const source = 'services' in config.supergraph ? gdpr.registered(config.supergraph) : sourceOf(config.supergraph);
  gdpr.registry.connect({
    check: (sdl) => supergraphs.check(sdl),
    reload: async () => void (await supergraphs.load(source)),
  });
  await supergraphs.load(source);
  supergraphs.watch(source);
  gdpr.start({ work });
}

/** The options that the server of every process for callers has, whatever it serves. */
export const doorOf = (parts: GatewayParts, config: GatewayConfig, logger: Logger) => ({
  ...parts,
  config,
  argumentChecks: argumentChecksBy((organizationId) => config.profiles.of(organizationId)),
  logger,
  readiness: readinessOf(parts.gdpr),
  routes: (app: FastifyInstance) => {
    parts.gdpr.addRoutes(app);
    addMetrics(app, (registry) => parts.gdpr.addGauges(registry));
  },
});

/** The readiness checks of a process with a database: those that must pass, and those without which it goes on serving. */
export const readinessOf = (gdpr: GdprSubgraph) => ({
  required: { database: () => gdpr.ready() },
  optional: { store: () => gdpr.storeReady() },
});

/** Tokens for the contract have no scopes: services check their purpose, and callers' scopes do not apply. */
const noScopes: ReadonlySet<string> = new Set();
