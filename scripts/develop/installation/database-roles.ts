/**
 * The database roles of a development installation's processes. Their passwords are derived from one secret of the data
 * directory, so that a service that is added later has one too. In production each role has a password of its own.
 */
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { keyFiles } from './key-places';

/** The password of a process's role; undefined before the first `npm start` has created the secret. */
export function developmentPassword(dataDir: string, prefix: string, name: string): string | undefined {
  const file = keyFiles(dataDir).databaseRoles;
  if (!existsSync(file)) return undefined;
  return createHmac('sha256', readFileSync(file)).update(databaseName(prefix, name)).digest('base64url');
}

/** The server's address with the role of a process; unchanged when the data directory has no secret. */
export function roleUrl(serverUrl: string, dataDir: string, prefix: string, name: string): string {
  const password = developmentPassword(dataDir, prefix, name);
  if (password === undefined) return serverUrl;
  const url = new URL(serverUrl);
  [url.username, url.password] = [databaseName(prefix, name), password];
  return url.toString();
}
