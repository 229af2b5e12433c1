/** The whole system on one machine: PostgreSQL, the services, the gateway. For `npm start`, the demo, tests and benches. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { ApiClient } from '../api-client';
import { composeProject } from '../compose';
import { assertDevelopmentKeys, refuseProduction } from '../development-only';
import { ensureDevelopmentKeys } from '../keys';
import { assertOwnDatabases } from '../own-databases';
import { freePort, isFree } from '../ports';
import { startEmbeddedPostgres } from '../postgres';
import { isAlive } from '../postgres/postmaster';
import { defaultPort, gatewaySubgraph, serviceNames } from '../subgraphs';
import { developmentToken, type TokenClaims } from '../token';
import { ManagedProcess } from './managed-process';

export interface SystemOptions {
  dataDir: string;
  /** A PostgreSQL server to use instead of the embedded one. */
  databaseUrl?: string;
  databasePrefix?: string;
  /** The gateway's port; 0 takes free ports for all processes. */
  port: number;
  /** The services to start, when not all of them. */
  services?: readonly string[];
  /** Further variables for every process. */
  environment?: Record<string, string>;
  /** Restart what dies. Default true. */
  supervised?: boolean;
  /** False for throw-away data. */
  durable?: boolean;
  /** Further settings of the embedded PostgreSQL. */
  postgresSettings?: Record<string, string>;
  onProgress?: (message: string) => void;
}

/** The running system. */
export interface System {
  /** The gateway's GraphQL URL. */
  url: string;
  databaseUrl: string;
  databasePrefix: string;
  processes: Map<string, ManagedProcess>;
  supergraphFile: string;
  /** The environment that every process was given. */
  environment: Record<string, string>;
  token(claims: TokenClaims): Promise<string>;
  /** A client of the public API. */
  client(claims: TokenClaims): Promise<ApiClient>;
  /** Stops the gateway, then the services, then PostgreSQL. */
  stop(): Promise<void>;
}

/** Variables that every process reads, beside those that are made here. */
const passedOn = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && /^(REDIS_URL$|BLOB_|AWS_)/.test(entry[0]),
    ),
  );

/** Something that the person who starts the system must know; shown without a stack. */
class StartError extends Error {}

/**
 * Starts everything.
 * @throws StartError when a port or the data directory cannot be used, NotOursError when the keys or databases are another
 * installation's; what had started is stopped.
 */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { dataDir, onProgress = () => {}, databasePrefix = 'habeas_' } = options;
  refuseProduction('npm start');
  claimDataDirectory(dataDir);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
    releaseDataDirectory(dataDir);
  };
  try {
    const port = options.port === 0 ? await freePort() : options.port;
    await assertFreePort(port);
    assertDevelopmentKeys(dataDir);
    let { databaseUrl } = options;
    if (!databaseUrl) {
      onProgress('PostgreSQL');
      const postgres = await startEmbeddedPostgres({
        dataDir,
        durable: options.durable ?? true,
        ...(options.postgresSettings ? { settings: options.postgresSettings } : {}),
      });
      stops.push(() => postgres.stop());
      databaseUrl = postgres.url;
    }
    await assertOwnDatabases(databaseUrl, databasePrefix, dataDir);
    await ensureDevelopmentKeys(dataDir);
    // For tools that run beside the system, such as npm run seed.
    writeFileSync(path.join(dataDir, 'database-url'), databaseUrl, { mode: 0o600 });
    const supergraphFile = path.join(dataDir, 'supergraph.graphql');
    const environment: Record<string, string> = {
      PATH: process.env.PATH ?? '',
      NODE_ENV: process.env.NODE_ENV ?? 'development',
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
      HABEAS_DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      DATABASE_PREFIX: databasePrefix,
      SUPERGRAPH_FILE: supergraphFile,
      ...passedOn(),
      ...options.environment,
    };
    const managed = (name: string, script: string, at: number) =>
      new ManagedProcess({
        name,
        script: path.join(projectRoot(), 'dist', script),
        environment,
        port: at,
        logDirectory: path.join(dataDir, 'logs'),
        onEvent: onProgress,
      });
    const services = await Promise.all(
      (options.services ?? serviceNames()).map(async (name) => {
        const preferred = options.port === 0 ? undefined : defaultPort(name);
        const at = preferred && (await isFree(preferred)) ? preferred : await freePort();
        return [name, managed(name, `subgraphs/${name}/main.js`, at)] as const;
      }),
    );
    await composeProject({
      ...(options.services ? { names: [gatewaySubgraph, ...options.services] } : {}),
      urls: Object.fromEntries(services.map(([name, service]) => [name, service.url])),
      output: supergraphFile,
    });
    const gateway = managed('gateway', 'gateway/main.js', port);
    const processes = new Map([...services, ['gateway', gateway] as const]);
    stops.push(async () => void (await Promise.all(services.map(([, service]) => service.stop()))));
    stops.push(() => gateway.stop());
    const ready = async (name: string, each: ManagedProcess) => {
      await each.start();
      onProgress(name);
    };
    // The gateway serves with a service down, so it need not wait for them.
    await Promise.all([...processes].map(([name, each]) => ready(name, each)));
    if (options.supervised ?? true) for (const each of processes.values()) each.supervise();
    const token = (claims: TokenClaims) => developmentToken(dataDir, claims);
    return {
      url: gateway.url,
      databaseUrl,
      databasePrefix,
      processes,
      supergraphFile,
      environment,
      token,
      client: async (claims) => new ApiClient(gateway.url, await token(claims)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One start at a time on a data directory; a start that was killed does not stand in the way of the next. */
function claimDataDirectory(dataDir: string): void {
  const lock = path.join(dataDir, 'start.pid');
  try {
    mkdirSync(dataDir, { recursive: true });
    const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
    if (holder > 0 && holder !== process.pid && isAlive(holder)) {
      throw new StartError(
        `Habeas runs already on ${dataDir} (process ${holder}). Stop it, or set HABEAS_DATA_DIR to another directory.`,
      );
    }
    writeFileSync(lock, String(process.pid));
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(
      `The data directory ${dataDir} cannot be used: ${(error as Error).message}. Set HABEAS_DATA_DIR to a directory that you may write to.`,
    );
  }
}

const releaseDataDirectory = (dataDir: string) => rmSync(path.join(dataDir, 'start.pid'), { force: true });

async function assertFreePort(port: number): Promise<void> {
  if (!(await isFree(port)))
    throw new StartError(`Port ${port} is in use. Set PORT to another one: PORT=4001 npm start.`);
}
