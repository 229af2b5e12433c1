/**
 * The one call that makes a program a PII service: a subgraph over HTTP with its own database, the contract, the check of
 * service tokens, health checks and an orderly shutdown.
 *
 * @module serve
 */
import { createServer } from './server';
import { serviceConfig } from './base/config';
import { listenAt, startFailure } from './base/config/start-failure';
import { keepHeapSmall } from './base/heap';
import { installShutdown } from './base/lifecycle';
import { createLogger } from './base/logger';
import type { ServiceDefinition } from './service-definition';
import { keepPruning } from './contract/prune-accounts';
import { Reindexer } from './reindexer';
import { startTracing } from './base/telemetry/start-tracing';
import { startService } from './start-service';

export { migratePiiSubgraph } from './migrate';

/**
 * Runs a PII service until it is told to stop.
 *
 * It reads its configuration from the environment and works in the database that `habeas migrate` (or {@link migrateService})
 * has created. It serves `POST /graphql`, `GET /attachments/:id`, `GET /health/live` and `GET /health/ready`. It exits with 1,
 * and says why, when it cannot start.
 */
export function servePiiSubgraph(definition: ServiceDefinition): void {
  keepHeapSmall();
  serve(definition).catch((error: unknown) => {
    process.stderr.write(`${definition.name} cannot start. ${startFailure(error)}\n`);
    process.exit(1);
  });
}

async function serve(definition: ServiceDefinition): Promise<void> {
  const config = serviceConfig(definition);
  const logger = createLogger(definition.name, config.logLevel);
  const endTracing = await startTracing(definition.name, config.tracing, logger);
  const service = await startService(definition, config, logger);
  const server = await createServer(definition, service, config);
  const { dataSource, keys } = service;
  const kinds = definition.personalData.indexed ?? [];
  const reindexer = new Reindexer({ dataSource, keys, profiles: config.profiles, kinds, logger });
  let stopPruning = () => Promise.resolve();
  installShutdown({
    logger,
    drainFor: config.drainFor,
    announceStop: () => server.announceStop(),
    onStop: async () => {
      await Promise.all([reindexer.stop(), stopPruning()]);
      await server.close();
      await service.stop();
      await endTracing();
    },
  });
  await listenAt(server, config);
  await reindexer.start();
  stopPruning = keepPruning(dataSource, config.keepAccounts, logger);
  logger.info({ port: config.port }, 'ready');
}
