/** A whole Hive Gateway, as its own program starts it, with the configuration of `examples/router`. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { endOf } from '../../../scripts/develop/postgres/child-end';
import { freePort } from '../../../scripts/develop/ports';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { eventually } from '../eventually';

export interface HiveGateway {
  /** Its GraphQL URL. */
  url: string;
  stop(): Promise<void>;
}

/** @param supergraph the file that it watches. @param logFile the file for its log */
export async function startHiveGateway(supergraph: string, logFile: string): Promise<HiveGateway> {
  const port = await freePort();
  const program = path.join(projectRoot(), 'node_modules', '@graphql-hive', 'gateway', 'dist', 'bin.js');
  const config = path.join(projectRoot(), 'examples', 'router', 'hive-gateway.config.mjs');
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(
    process.execPath,
    [program, 'supergraph', '--config-path', config, '--host', '127.0.0.1', '--port', String(port)],
    { env: { PATH: process.env.PATH, SUPERGRAPH_FILE: supergraph }, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  const ended = endOf(child);
  const url = `http://127.0.0.1:${port}`;
  const ready = async () => {
    if (child.exitCode !== null)
      throw new Error(`Hive Gateway has ended: ${readFileSync(logFile, 'utf8').slice(-2_000)}`);
    return (await fetch(`${url}/readiness`).catch(() => undefined))?.ok ?? false;
  };
  await eventually(ready, 60_000);
  return {
    url: `${url}/graphql`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
