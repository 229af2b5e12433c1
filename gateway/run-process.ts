/** Runs a gateway process: it serves until it is told to stop. If it cannot start, it prints the reason and exits with 1. */
import type { FastifyInstance } from 'fastify';
import { listenAt, startFailure } from '../subgraphs/kit/base/config/start-failure';
import { keepHeapSmall } from '../subgraphs/kit/base/heap';
import { installShutdown } from '../subgraphs/kit/base/lifecycle';
import { createLogger, type Logger } from '../subgraphs/kit/base/logger';
import { startTracing } from '../subgraphs/kit/base/telemetry/start-tracing';
import { DatabaseBehindError } from './audit/anchors/audit-anchors';
import { loadConfig, type GatewayConfig } from './config';
import { SupergraphError } from './federation/supergraph/supergraph-error';

/** A process that was put together. */
export interface RunningProcess {
  /** The server, ready to listen. */
  server: FastifyInstance;
  /** Lets work in progress finish, and closes everything. */
  stop: () => Promise<void>;
}

/** Puts a process together. @param onBehind called when the database turns out to be older than its audit log's checkpoints */
export type StartProcess = (
  config: GatewayConfig,
  logger: Logger,
  onBehind: (error: Error) => void,
) => Promise<RunningProcess>;

/**
 * Makes the process for a server.
 * @param stop closes everything but the server; called when the process stops, and when `build` fails
 * @param build builds the server
 * @throws what `build` throws
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
 * @param name its name in logs and messages
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
  await listenAt(server, config);
  logger.info({ port: config.port }, 'ready');
}

function reasonOf(error: unknown): string {
  if (error instanceof SupergraphError || error instanceof DatabaseBehindError) return error.message;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && path && syscall === 'open') return `SUPERGRAPH_FILE: there is no file ${path}.`;
  return startFailure(error);
}

/** Ends a process whose database is older than its checkpoints. It cannot start again until somebody acknowledges the restore (R26). */
function refuseToGoOn(name: string, error: Error): void {
  process.stderr.write(`The ${name} cannot go on. ${error.message}\n`);
  process.exit(1);
}
