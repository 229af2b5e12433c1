/** Where the system of this machine is reached, by what its start wrote into the data directory. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dataDirectory } from '../develop/installation/key-places';
import { isAlive } from '../develop/postgres/postmaster';

/** The content of a file that the start of this data directory wrote; undefined unless the system runs. */
export function runningAt(
  dataDir: string,
  file: 'database-url' | 'gateway-url' | 'organization-profiles-file',
): string | undefined {
  const [lock, written] = [path.join(dataDir, 'start.pid'), path.join(dataDir, file)];
  const runs = existsSync(lock) && existsSync(written) && isAlive(Number(readFileSync(lock, 'utf8')));
  return runs ? readFileSync(written, 'utf8') : undefined;
}

/** The GraphQL URL of the gateway on this machine: of the system that runs on the data directory, else on `PORT` or 4000. */
export const gatewayHere = (): string =>
  runningAt(dataDirectory(), 'gateway-url') ?? `http://127.0.0.1:${process.env.PORT || 4000}/graphql`;
