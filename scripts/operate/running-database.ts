/** For tools that run beside the system, or while it is down. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { commonVariables, databaseServerUrl } from '../../subgraphs/kit/base/config';
import { startEmbeddedPostgres } from '../develop/postgres';
import { isAlive } from '../develop/postgres/postmaster';

/** Variables of tools that work on the embedded PostgreSQL when no server is named. */
export const toolVariables = z.object({ ...commonVariables, DATABASE_URL: commonVariables.DATABASE_URL.optional() });

type ToolEnvironment = z.output<typeof toolVariables>;

/** The server that the environment names, if it names one. @throws ConfigurationError */
export const givenDatabase = ({
  DATABASE_URL,
  DATABASE_PASSWORD_FILE,
}: Pick<ToolEnvironment, 'DATABASE_URL' | 'DATABASE_PASSWORD_FILE'>): string | undefined =>
  DATABASE_URL === undefined ? undefined : databaseServerUrl({ DATABASE_URL, DATABASE_PASSWORD_FILE });

/** The database server to work on: the one that is named, or the embedded one, started when the system is not running. */
export async function runningDatabase(env: ToolEnvironment): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = givenDatabase(env);
  if (given) return { url: given, stop: () => Promise.resolve() };
  const dataDir = env.HABEAS_DATA_DIR;
  const running = path.join(dataDir, 'database-url');
  const lock = path.join(dataDir, 'start.pid');
  if (existsSync(lock) && existsSync(running) && isAlive(Number(readFileSync(lock, 'utf8')))) {
    return { url: readFileSync(running, 'utf8'), stop: () => Promise.resolve() };
  }
  const postgres = await startEmbeddedPostgres({ dataDir });
  return { url: postgres.url, stop: () => postgres.stop() };
}
