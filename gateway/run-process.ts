/** How a process of the gateway begins and ends: serves until it is told to stop; exits with 1, saying why, when it cannot start. */
import type { FastifyInstance } from 'fastify';
import { ConfigurationError } from '../subgraphs/kit/base/config';
import { keepHeapSmall } from '../subgraphs/kit/base/heap';
import { installShutdown } from '../subgraphs/kit/base/lifecycle';
import { createLogger, describeError, type Logger } from '../subgraphs/kit/base/logger';
import { startTracing } from '../subgraphs/kit/base/telemetry/start-tracing';
import { DatabaseBehindError } from './audit/anchors/audit-anchors';
import { loadConfig, type GatewayConfig } from './config';
import { SupergraphError } from './federation/supergraph/supergraph-error';

/** What serves. */
export interface RunningProcess {
  /** Ready to listen. */
  server: FastifyInstance;
  /** Lets what is under way finish, and closes everything. */
  stop: () => Promise<void>;
}

/** Puts a process together. @param onBehind is called when the database turns out to be older than its audit log's checkpoints */
export type StartProcess = (
  config: GatewayConfig,
  logger: Logger,
  onBehind: (error: Error) => void,
) => Promise<RunningProcess>;

/**
 * The process that serves what is built.
 * @param stop closes all but the server; also when nothing could be built
 * @throws what building threw
 */
export async function serving(
  stop: () => Promise<void>,
  build: () => Promise<FastifyInstance>,
): Promise<RunningProcess> {
  try {
    const server = await build();
    return {
      server,
      async stop() {
        await server.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Runs a process of the gateway.
 * @param name what it is called in the log, and where it says why it cannot start
 * @param port its port when `PORT` is not set
 */
export function runProcess(name: string, port: number, start: StartProcess): void {
  keepHeapSmall();
  run(name, port, start).catch((error: unknown) => {
    process.stderr.write(`The ${name} cannot start. ${reasonOf(error)}\n`);
    process.exit(1);
  });
}

async function run(name: string, port: number, start: StartProcess): Promise<void> {
  const config = loadConfig(undefined, port);
  const logger = createLogger(name, config.logLevel);
  const endTracing = await startTracing(name, config.tracing, logger);
  const { server, stop } = await start(config, logger, (error) => refuseToGoOn(name, error));
  installShutdown({
    logger,
    drainFor: config.drainFor,
    announceStop: () => server.announceStop(),
    onStop: async () => {
      await stop();
      await endTracing();
    },
  });
  await server.listen({ host: config.host, port: config.port });
  logger.info({ port: config.port }, 'ready');
}

/** Why it cannot start, in words. Messages that are not ours may repeat an address with its password. */
function reasonOf(error: unknown): string {
  if (error instanceof ConfigurationError || error instanceof SupergraphError || error instanceof DatabaseBehindError)
    return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'PORT: another program listens on this port.';
  if (code === 'ENOENT' && path) return `SUPERGRAPH_FILE: there is no file ${path}.`;
  return JSON.stringify(describeError(error));
}

/** The next start says the same, until somebody has acknowledged it: nothing is done on a database that forgot what it did. */
function refuseToGoOn(name: string, error: Error): void {
  process.stderr.write(`The ${name} cannot go on. ${error.message}\n`);
  process.exit(1);
}
