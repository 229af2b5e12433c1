/** For tools that run beside the system, or while it is stopped. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { commonVariables, databaseServerUrl } from '../../subgraphs/kit/base/config';
import { startEmbeddedPostgres } from '../develop/postgres';
import { runningAt } from './gateway-here';

/** Variables of tools that use the embedded PostgreSQL unless a server is named. */
export const toolVariables = z.object({ ...commonVariables, DATABASE_URL: commonVariables.DATABASE_URL.optional() });

type ToolEnvironment = z.output<typeof toolVariables>;

/** The server that the environment names; undefined when it names none. @throws ConfigurationError */
export const givenDatabase = ({
  DATABASE_URL,
  DATABASE_PASSWORD_FILE,
}: Pick<ToolEnvironment, 'DATABASE_URL' | 'DATABASE_PASSWORD_FILE'>): string | undefined =>
  DATABASE_URL === undefined ? undefined : databaseServerUrl({ DATABASE_URL, DATABASE_PASSWORD_FILE });

/** The database server of the system that runs on the data directory; undefined when none runs. */
export const databaseOfRunningSystem = (dataDir: string): string | undefined => runningAt(dataDir, 'database-url');

/** The database server to work on: the one that is named, or the embedded one, started when the system is not running. */
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
