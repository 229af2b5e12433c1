/** For tools that run beside the system, or while it is down. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedPostgres } from '../develop/postgres';
import { isAlive } from '../develop/postgres/postmaster';

/** The database server to work on: the one that is configured, or the embedded one, started when the system is not running. */
export async function runningDatabase(
  dataDir: string,
  given = process.env.DATABASE_URL,
): Promise<{ url: string; stop: () => Promise<void> }> {
  if (given) return { url: given, stop: () => Promise.resolve() };
  const running = path.join(dataDir, 'database-url');
  const lock = path.join(dataDir, 'start.pid');
  if (existsSync(lock) && existsSync(running) && isAlive(Number(readFileSync(lock, 'utf8')))) {
    return { url: readFileSync(running, 'utf8'), stop: () => Promise.resolve() };
  }
  const postgres = await startEmbeddedPostgres({ dataDir });
  return { url: postgres.url, stop: () => postgres.stop() };
}
