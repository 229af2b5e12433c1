/** The gateway's process: serves until it is told to stop; exits with 1, saying why, when it cannot start. */
import { ConfigurationError } from '../subgraphs/kit/base/config';
import { keepHeapSmall } from '../subgraphs/kit/base/heap';
import { installShutdown } from '../subgraphs/kit/base/lifecycle';
import { createLogger, describeError } from '../subgraphs/kit/base/logger';
import { loadConfig } from './config';
import { SupergraphError } from './federation/supergraph/supergraph';
import { startGateway } from './start-gateway';

keepHeapSmall();

async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger('gateway', config.logLevel);
  const gateway = await startGateway(config, logger);
  installShutdown({ logger, onStop: () => gateway.stop() });
  await gateway.server.listen({ host: config.host, port: config.port });
  logger.info({ port: config.port }, 'ready');
}

/** Why the gateway cannot start, in words. Messages that are not ours may repeat an address with its password. */
function reasonOf(error: unknown): string {
  if (error instanceof ConfigurationError || error instanceof SupergraphError) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'PORT: another program listens on this port.';
  if (code === 'ENOENT' && path) return `SUPERGRAPH_FILE: there is no file ${path}.`;
  return JSON.stringify(describeError(error));
}

main().catch((error: unknown) => {
  process.stderr.write(`The gateway cannot start. ${reasonOf(error)}\n`);
  process.exit(1);
});
