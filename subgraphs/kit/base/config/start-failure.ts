/** Why a process cannot start, in words that name the variable to change. */
import type { FastifyInstance } from 'fastify';
import { describeError } from '../logger';
import { ConfigurationError } from './environment';

/** Starts to listen. @throws ConfigurationError naming `PORT` or `HOST` */
export async function listenAt(server: FastifyInstance, { host, port }: { host: string; port: number }): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new ConfigurationError([
      {
        EADDRINUSE: 'PORT: another program listens on this port',
        EACCES: 'PORT: this user may not listen on this port',
      }[code] ?? `HOST: this machine cannot listen there (${code})`,
    ]);
  }
}

/** Codes of a directory that cannot be used. */
const ofDirectories = new Set(['EACCES', 'ENOENT', 'ENOTDIR', 'EPERM', 'EROFS', 'ENOSPC']);

/** The reason of a failed start. Messages of other libraries are not shown, since they may repeat an address with its password. */
export function startFailure(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message;
  const { code = '', path } = error as NodeJS.ErrnoException;
  if (path !== undefined && ofDirectories.has(code))
    return `${path} cannot be used (${code}): BLOB_DIRECTORY, AUDIT_ANCHOR_DIRECTORY or HABEAS_DATA_DIR names it.`;
  return JSON.stringify(describeError(error));
}
