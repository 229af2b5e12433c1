/** The systems that are measured. They are kept between runs, because a million people take a while to make. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { programFile } from '../../cli/command';
import { keyFiles } from '../../develop/installation/key-places';
import { startSystem, type System } from '../../develop/start/system';
import { developmentIssuer } from '../../../gateway/web/development-token';

/** The organisation of the made-up people. */
export const organization = 'bench';

/** Rate limits that are far above the load of a bench. */
export const withoutLimits: Record<string, string> = Object.fromEntries(
  ['SUBJECTS', 'REPORTS', 'REQUESTS', 'READS'].flatMap((name) =>
    [`RATE_LIMIT_${name}`, `RATE_LIMIT_${name}_ORGANIZATION`].map((variable) => [variable, '1000000/1']),
  ),
);

export interface BenchSystem extends System {
  dataDir: string;
  /** The milliseconds from the start to readiness, with the data in place. */
  startedIn: number;
  people: number;
}

export interface BenchSystemOptions {
  /** A short name for its directory and databases. */
  name: string;
  /** The least number of people in it. */
  people: number;
  /** The PostgreSQL server of another system. @default its own */
  databaseUrl?: string;
  environment?: Record<string, string>;
  onProgress: (line: string) => void;
}

/** The environment of a production system, with the keys that the first start created. */
export function inProduction(dataDir: string): Record<string, string> {
  const files = keyFiles(dataDir);
  return {
    NODE_ENV: 'production',
    // No link of its answers is followed.
    PUBLIC_URL: 'http://127.0.0.1',
    ENCRYPTION_KEYS_FILE: files.encryption,
    SERVICE_TOKEN_SIGNING_KEY_FILE: files.serviceSigning,
    SERVICE_TOKEN_JWKS_FILE: files.services,
    CALLER_JWKS_FILE: files.callers,
    CALLER_ISSUER: developmentIssuer,
  };
}

/** The directory of bench data. */
export const benchDirectory = (): string => path.join(projectRoot(), '.habeas', 'bench');

/** Starts a system with at least this many people, and makes those that are missing. */
export async function openBenchSystem(options: BenchSystemOptions): Promise<BenchSystem> {
  const { name, people, databaseUrl, onProgress } = options;
  const dataDir = path.join(benchDirectory(), name);
  mkdirSync(dataDir, { recursive: true });
  const databasePrefix = `bench_${name}_`;
  const began = performance.now();
  const system = await startSystem({
    dataDir,
    databasePrefix,
    port: 0,
    supervised: false,
    // Statistics of the statements.
    postgresSettings: { shared_preload_libraries: 'pg_stat_statements' },
    environment: { LOG_LEVEL: 'warn', ...inProduction(dataDir), ...withoutLimits, ...options.environment },
    ...(databaseUrl ? { databaseUrl } : {}),
  });
  const startedIn = performance.now() - began;
  const marker = path.join(dataDir, `people-${people}`);
  if (!existsSync(marker)) {
    onProgress(`${name}: making ${people} people, once`);
    const seed = [programFile(), 'seed', '--people', String(people), '--quiet'];
    await promisify(execFile)(process.execPath, [...seed, '--organization', organization], {
      env: { ...process.env, HABEAS_DATA_DIR: dataDir, DATABASE_PREFIX: databasePrefix },
    });
    writeFileSync(marker, '');
  }
  return { ...system, dataDir, startedIn, people };
}
