/** For tools that run beside the system, or while it is stopped. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import {
  commonVariables,
  databaseServerUrl,
  parseEnvironment,
  type Environment,
} from '../../subgraphs/kit/base/config';
import { startEmbeddedPostgres } from '../develop/postgres';
import { isAlive } from '../develop/postgres/postmaster';

/** Variables of tools that use the embedded PostgreSQL unless a server is named. */
export const toolVariables = z.object({ ...commonVariables, DATABASE_URL: commonVariables.DATABASE_URL.optional() });

type ToolEnvironment = z.output<typeof toolVariables>;

/** The server that the environment names; undefined when it names none. @throws ConfigurationError */
export const givenDatabase = ({
  DATABASE_URL,
  DATABASE_PASSWORD_FILE,
}: Pick<ToolEnvironment, 'DATABASE_URL' | 'DATABASE_PASSWORD_FILE'>): string | undefined =>
  DATABASE_URL === undefined ? undefined : databaseServerUrl({ DATABASE_URL, DATABASE_PASSWORD_FILE });

/** The content of a file that the start of this data directory wrote; undefined unless the system runs. */
function runningAt(dataDir: string, file: 'database-url' | 'gateway-url'): string | undefined {
  const [lock, written] = [path.join(dataDir, 'start.pid'), path.join(dataDir, file)];
  const runs = existsSync(lock) && existsSync(written) && isAlive(Number(readFileSync(lock, 'utf8')));
  return runs ? readFileSync(written, 'utf8') : undefined;
}

/** The database server of the system that runs on the data directory; undefined when none runs. */
export const databaseOfRunningSystem = (dataDir: string): string | undefined => runningAt(dataDir, 'database-url');

/** The GraphQL URL of the gateway on this machine: of the system that runs on the data directory, else on `PORT` or 4000. */
export function gatewayHere(environment: Environment = process.env): string {
  const { HABEAS_DATA_DIR: dataDir } = parseEnvironment(toolVariables, environment);
  return runningAt(dataDir, 'gateway-url') ?? `http://127.0.0.1:${environment.PORT || 4000}/graphql`;
}

/** The database server to work on: the named one, or the embedded one, which is started if the system does not run. */
export async function runningDatabase(env: ToolEnvironment): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = givenDatabase(env);
  if (given) return { url: given, stop: () => Promise.resolve() };
  const dataDir = env.HABEAS_DATA_DIR;
  const url = databaseOfRunningSystem(dataDir);
  if (url !== undefined) return { url, stop: () => Promise.resolve() };
  if (!existsSync(path.join(dataDir, 'postgres')))
    throw new Error(`there are no databases in ${dataDir}: npm start makes them, and DATABASE_URL names others.`);
  const postgres = await startEmbeddedPostgres({ dataDir });
  return { url: postgres.url, stop: () => postgres.stop() };
}
