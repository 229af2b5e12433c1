/** Puts the gateway together, from its configuration to a server that is ready to listen. */
import type { FastifyInstance } from 'fastify';
import { openDisk } from '../subgraphs/kit/base/blobs/disk';
import type { Logger } from '../subgraphs/kit/base/logger';
import type { GatewayConfig } from './config';
import { inProcessExecutor } from './federation/execution/in-process-executor';
import { SubgraphConnections } from './federation/execution/executor';
import { sourceOf } from './federation/supergraph/source';
import { SupergraphStore } from './federation/supergraph/store';
import { argumentChecks } from './gdpr/requests/argument-checks';
import { createGdprSubgraph } from './gdpr/subgraph';
import { createAuthenticator } from './security/authentication';
import { openCallerKeys } from './security/caller-keys';
import { MemoryCounters, RedisCounters } from './security/rate-counters';
import { furtherCalls } from './security/rate-limits';
import { ServiceTokens } from './security/service-tokens';
import { addMetrics } from './http/metrics';
import { createGatewayServer } from './http/server';

/** The gateway's own subgraph, which runs in this process. */
const ownSubgraph = 'gdpr';

/** A gateway that serves. */
export interface Gateway {
  server: FastifyInstance;
  supergraphs: SupergraphStore;
  /** Lets what is under way finish, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Opens the database, loads the supergraph, starts the worker and builds the server. Services need not be up: what is
 * asked of one that is down is answered with an error that names it.
 */
export async function startGateway(config: GatewayConfig, logger: Logger): Promise<Gateway> {
  const serviceTokens = await ServiceTokens.open(config.serviceSigningKey, config.serviceKeys);
  const counters = config.redisUrl ? new RedisCounters(config.redisUrl, logger) : new MemoryCounters();
  const callerKeys = await openCallerKeys(config.callers.keys);
  const connections = new SubgraphConnections(config.subgraphs, serviceTokens);
  const gdpr = await createGdprSubgraph({
    databaseUrl: config.databaseUrl,
    databasePrefix: config.databasePrefix,
    databasePoolSize: config.databasePoolSize,
    masterKeys: config.masterKeys,
    timeLimits: config.timeLimits,
    callLimits: config.serviceCalls,
    exportDisk: await openDisk(config.blobs, 'exports'),
    attachmentLimits: config.attachments,
    packageExpiresAfter: config.packageExpiresAfter,
    publicUrl: config.publicUrl,
    verifyAgainAfter: config.verifyAgainAfter,
    countFurther: furtherCalls(counters, config.rateLimits),
    signStatement: (statement, type) => serviceTokens.signStatement(statement, type),
    signDetached: (bytes, type) => serviceTokens.signDetached(bytes, type),
    logger,
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
  const gdprExecutor = inProcessExecutor(ownSubgraph, gdpr);
  const supergraphs = new SupergraphStore(
    (name, url) => (name === ownSubgraph ? gdprExecutor : connections.executor(name, url)),
    logger,
  );
  supergraphs.on('changed', (next) => {
    gdpr.useSupergraph(next);
    connections.retain([...next.subgraphs].filter(([name]) => name !== ownSubgraph).map(([, url]) => url));
  });
  const stop = async () => {
    supergraphs.close();
    await gdpr.stop();
    await connections.close();
    await counters.close();
  };
  try {
    const source = sourceOf(config.supergraph);
    await supergraphs.load(source);
    supergraphs.watch(source);
    gdpr.startWorker();
    const { issuer, audience } = config.callers;
    const server = await createGatewayServer({
      config,
      supergraphs,
      authenticate: createAuthenticator({ issuer, audience, keys: callerKeys }),
      serviceTokens,
      counters,
      argumentChecks,
      logger,
      follow: (caller, id, signal) => gdpr.follow(caller, id, signal),
      readiness: { database: () => gdpr.ready() },
      routes: (app) => {
        gdpr.addRoutes(app);
        addMetrics(app, (registry) => gdpr.addGauges(registry));
      },
    });
    return {
      server,
      supergraphs,
      stop: async () => {
        await server.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The contract is guarded by the token's purpose; no caller's scopes reach it. */
const noScopes: ReadonlySet<string> = new Set();
