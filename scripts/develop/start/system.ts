/** The whole system on one machine: PostgreSQL, the services, the gateway. Used by `npm start`, the demo, tests and benches. */
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { servicesFile } from '../../../gateway/config/supergraph-place';
import { shippedSupergraph } from '../../../gateway/federation/composition/shipped-supergraph';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { programFile } from '../../cli/command';
import { ApiClient } from '../api-client';
import { roleUrl } from '../installation/database-roles';
import { assertDevelopmentKeys, refuseProduction } from '../installation/development-only';
import { ensureDevelopmentKeys } from '../installation/keys';
import { assertOwnDatabases } from '../installation/own-databases';
import { freePort, isFree } from '../ports';
import { defaultPort, gatewaySubgraph, serviceNames } from '../subgraphs';
import { developmentToken, type TokenClaims } from '../token';
import { claimDataDirectory, releaseDataDirectory, StartError } from './data-directory';
import { watchDisk } from './disk';
import { handedOn } from './environment';
import { ManagedProcess } from './managed-process';
import { startInTurns } from './start-in-turns';
import { StopStack } from './stop-stack';
import { SupervisedPostgres } from './supervised-postgres';

export interface SystemOptions {
  dataDir: string;
  /** A PostgreSQL server to use instead of the embedded one. */
  databaseUrl?: string;
  databasePrefix?: string;
  /** Starts a pooler (PgBouncer) for the server's address. The processes work through it, and listen on direct connections. */
  openPooler?: (databaseUrl: string) => Promise<string>;
  /** The gateway's port; 0 takes free ports for all processes. */
  port: number;
  /** The services to start. @default all */
  services?: readonly string[];
  /**
   * The organisation whose callers may register services, which then join while the system runs. When absent, the supergraph is
   * read from `supergraphFile`.
   */
  managedBy?: string;
  /** Further variables for every process. */
  environment?: Record<string, string>;
  /** Whether processes that die are restarted. @default true */
  supervised?: boolean;
  /** False for throw-away data. */
  durable?: boolean;
  /** Further settings of the embedded PostgreSQL. */
  postgresSettings?: Record<string, string>;
  onProgress?: (message: string) => void;
  /** Stops everything in order, at any moment; a start in progress then throws. */
  signal?: AbortSignal;
}

/** The running system. */
export interface System {
  /** The gateway's GraphQL URL. */
  url: string;
  /** The administrator's address of the server. No process of the system has it. */
  databaseUrl: string;
  databasePrefix: string;
  processes: Map<string, ManagedProcess>;
  /** Only written without `managedBy`. */
  supergraphFile: string;
  /** The gateway's environment. It includes that of the services, except for their roles. */
  environment: Record<string, string>;
  token(claims: TokenClaims): Promise<string>;
  /** A client of the public API. */
  client(claims: TokenClaims): Promise<ApiClient>;
  /** Resolves with the reason when a process has died too often: the system cannot go on, and must be stopped. */
  failed: Promise<string>;
  /** Stops the gateway, then the services, then PostgreSQL. */
  stop(): Promise<void>;
}

/**
 * Starts everything.
 * @throws StartError when a port or the data directory cannot be used, NotOursError when the keys or databases belong to another
 * installation, or the reason of `signal` when it aborts. Everything that had started is then stopped.
 */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { dataDir, onProgress = () => {}, databasePrefix = 'habeas_', signal, supervised = true } = options;
  refuseProduction('npm start');
  claimDataDirectory(dataDir);
  const stops = new StopStack();
  stops.push(() => releaseDataDirectory(dataDir));
  const stop = () => stops.run();
  signal?.addEventListener('abort', () => void stop().catch(() => {}));
  let giveUp: (reason: string) => void = () => {};
  const failed = new Promise<string>((resolve) => (giveUp = resolve));
  try {
    signal?.throwIfAborted();
    if (supervised) stops.push(watchDisk(dataDir, onProgress));
    const port = options.port === 0 ? await freePort() : options.port;
    await assertFreePort(port);
    assertDevelopmentKeys(dataDir);
    let { databaseUrl } = options;
    if (!databaseUrl) {
      onProgress('PostgreSQL');
      const postgres = new SupervisedPostgres(
        {
          dataDir,
          durable: options.durable ?? true,
          ...(options.postgresSettings ? { settings: options.postgresSettings } : {}),
        },
        { onEvent: onProgress, onGivenUp: giveUp },
      );
      stops.push(() => postgres.stop());
      databaseUrl = await postgres.start();
      if (supervised) postgres.supervise();
    }
    await assertOwnDatabases(databaseUrl, databasePrefix, dataDir);
    await ensureDevelopmentKeys(dataDir);
    // For tools that run beside the system (`scripts/operate/running-system.ts`).
    writeFileSync(path.join(dataDir, 'database-url'), databaseUrl, { mode: 0o600 });
    await migrateDatabases(databaseUrl, options);
    const supergraphFile = path.join(dataDir, 'supergraph.graphql');
    const serverUrl = (await options.openPooler?.(databaseUrl)) ?? databaseUrl;
    const made = (name: string) => ({
      PATH: process.env.PATH ?? '',
      HABEAS_DATA_DIR: dataDir,
      DATABASE_URL: roleUrl(serverUrl, dataDir, databasePrefix, name),
      DATABASE_PREFIX: databasePrefix,
    });
    const fixed = {
      ...handedOn('gateway'),
      ...made(gatewayDatabase),
      ...(options.openPooler
        ? { DATABASE_DIRECT_URL: roleUrl(databaseUrl, dataDir, databasePrefix, gatewayDatabase) }
        : {}),
    };
    const handed = handedOn('service');
    const ofService = (name: string) => ({ ...handed, ...made(name), ...options.environment });
    const profiles = options.environment?.ORGANIZATION_PROFILES_FILE ?? handed.ORGANIZATION_PROFILES_FILE;
    writeFileSync(path.join(dataDir, 'organization-profiles-file'), profiles ? path.resolve(profiles) : '');
    const managed = (name: string, environment: Record<string, string>, at: number) =>
      new ManagedProcess({
        name,
        program: name,
        environment,
        port: at,
        logDirectory: path.join(dataDir, 'logs'),
        onEvent: onProgress,
        onGivenUp: giveUp,
      });
    const services = await Promise.all(
      (options.services ?? serviceNames()).map(async (name) => {
        const preferred = options.port === 0 ? undefined : defaultPort(name);
        const at = preferred && (await isFree(preferred)) ? preferred : await freePort();
        return [name, managed(name, ofService(name), at)] as const;
      }),
    );
    const urls = Object.fromEntries(services.map(([name, service]) => [name, service.url]));
    const supergraph = await placeSupergraph(options, urls, supergraphFile);
    const environment = { ...fixed, ...supergraph, ...options.environment };
    const gateway = managed('gateway', environment, port);
    const processes = new Map([...services, ['gateway', gateway] as const]);
    signal?.throwIfAborted();
    stops.push(async () => void (await Promise.all(services.map(([, service]) => service.stop()))));
    stops.push(() => gateway.stop());
    const ready = async (name: string, each: ManagedProcess) => {
      await each.start();
      onProgress(name);
    };
    // The gateway takes longest, and is ready at about the same time as the last service: it can serve while services are down, but its
    // worker should not find them so.
    const middle = services.length >> 1;
    await startInTurns([...services.slice(0, middle), ['gateway', gateway], ...services.slice(middle)], ready, signal);
    writeFileSync(path.join(dataDir, 'gateway-url'), gateway.url);
    if (supervised) for (const each of processes.values()) each.supervise();
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
      failed,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Stores the addresses of the services. @returns the variables with which the gateway's processes find them */
async function placeSupergraph(
  { dataDir, managedBy, services }: SystemOptions,
  urls: Record<string, string>,
  supergraphFile: string,
): Promise<Record<string, string>> {
  const named = path.join(dataDir, servicesFile);
  if (managedBy === undefined) {
    await writeSupergraph(services, urls, supergraphFile);
    rmSync(named, { force: true });
    return { SUPERGRAPH_FILE: supergraphFile };
  }
  const list = Object.entries(urls).map(([name, url]) => `${name}=${url}`);
  // For operators' commands that run beside the system.
  writeFileSync(named, list.join(','));
  return { SUPERGRAPH_SERVICES: list.join(','), SUPERGRAPH_MANAGED_BY: managedBy };
}

/** Writes the supergraph of the services: that of the release with their addresses, if they are all there. */
async function writeSupergraph(
  services: readonly string[] | undefined,
  urls: Record<string, string>,
  file: string,
): Promise<void> {
  const own = `http://127.0.0.1:${defaultPort(gatewaySubgraph)}/graphql`;
  const shipped = shippedSupergraph(new Map(Object.entries({ [gatewaySubgraph]: own, ...urls })));
  if (shipped !== undefined) return writeFileSync(file, shipped);
  // Imported only when it is used, because it is large.
  const { composeProject } = await import('../compose.js');
  const names = services ? { names: [gatewaySubgraph, ...services] } : {};
  await composeProject({ ...names, urls, output: file });
}

/** Migrates in a process of its own, whose memory is freed at its end. @throws StartError */
function migrateDatabases(
  databaseUrl: string,
  { dataDir, databasePrefix = 'habeas_', services, signal }: SystemOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const only = services ? ['--only', gatewayDatabase, ...services] : [];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [programFile(), 'migrate', ...only], {
      env: { HABEAS_DATA_DIR: dataDir, DATABASE_URL: databaseUrl, DATABASE_PREFIX: databasePrefix },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    signal?.addEventListener('abort', () => child.kill());
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new StartError(said.trim()))));
  });
}

async function assertFreePort(port: number): Promise<void> {
  if (!(await isFree(port)))
    throw new StartError(`Port ${port} is in use. Set PORT to another one: PORT=4001 npm start.`);
}
