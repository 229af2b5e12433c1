/**
 * Keeps the development commands away from production. They make up keys, tokens and people, so they work only on what
 * `npm start` has made, as far as that can be told: by the environment and the data directory's key files (here), and by the
 * databases (`own-databases.ts`).
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ConfigurationError, type Environment } from '../../../subgraphs/kit/base/config/environment';
import { keyFiles } from './key-places';

/** Data or keys do not belong to this development installation. It is shown without a stack trace. */
export class NotOursError extends Error {}

/** @throws ConfigurationError when NODE_ENV is set to anything but development or test */
export function refuseProduction(command: string, { NODE_ENV }: Environment = process.env): void {
  if (!NODE_ENV || NODE_ENV === 'development' || NODE_ENV === 'test') return;
  throw new ConfigurationError([
    `NODE_ENV: ${command} makes development keys, tokens or people, and is not for ${NODE_ENV}; see docker-compose.yml`,
  ]);
}

/**
 * Checks the key files. The first start creates the key that signs development tokens before any other key, and a production
 * installation has no such key. @throws NotOursError when there are other keys without it
 */
export function assertDevelopmentKeys(dataDir: string): void {
  const { callerSigning } = keyFiles(dataDir);
  const directory = path.dirname(callerSigning);
  if (!existsSync(directory) || existsSync(callerSigning) || readdirSync(directory).length === 0) return;
  throw new NotOursError(
    `${directory} holds keys that no npm start made. Set HABEAS_DATA_DIR to a directory for development.`,
  );
}
