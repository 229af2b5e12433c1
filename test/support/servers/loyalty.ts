/** The example service of another team, as a process of its own next to a running system. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createDatabase, databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { eventually } from '../eventually';

export interface LoyaltyService {
  url: string;
  stop(): Promise<void>;
}

export interface LoyaltyOptions {
  databaseServer: string;
  databasePrefix: string;
  /** The public keys of the gateway's service tokens. */
  keysFile: string;
  port: number;
}

/** The folder of the example. */
export const loyaltyFolder = (): string => path.join(projectRoot(), 'examples', 'loyalty');

/** Starts the service on a database of its own. */
export async function startLoyalty(options: LoyaltyOptions): Promise<LoyaltyService> {
  const database = databaseName(options.databasePrefix, 'loyalty');
  await createDatabase(options.databaseServer, database);
  const child = spawn(process.execPath, [path.join(loyaltyFolder(), 'server.js')], {
    env: {
      PATH: process.env.PATH ?? '',
      PORT: String(options.port),
      DATABASE_URL: databaseUrl(options.databaseServer, database),
      SERVICE_TOKEN_JWKS_FILE: options.keysFile,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const url = `http://127.0.0.1:${options.port}/graphql`;
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`The loyalty service ended: ${said}`);
    return fetch(url, { method: 'POST' }).then(
      ({ status }) => status === 401,
      () => false,
    );
  });
  return {
    url,
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
