/** Starts a reference in a process of its own, with what it needs to ask the services of a running system. */
import { spawn, type ChildProcess } from 'node:child_process';
import { freePort } from '../../develop/ports';
import type { System } from '../../develop/start/system';
import { writeKeyJson } from '../../operate/keys/key-files';
import { pause, type Loaded } from '../load/measure';
import { serviceTokensOf } from '../load/service-tokens';
import { organization } from '../load/systems';

/** A running reference. */
export interface Reference extends Loaded {
  name: string;
}

/** The system whose services a reference asks. */
export type AskedSystem = Pick<System, 'processes'> & { dataDir: string };

/** Milliseconds between two writes of tokens. Tokens live for a minute, and references read them as often. */
const tokensEvery = 10_000;

const servicesOf = ({ processes }: AskedSystem) => [...processes].filter(([name]) => name !== 'gateway');

/** Writes a token for each service into a file, again and again, because references sign none. @returns a function that stops it */
export async function keepTokens(system: AskedSystem, file: string): Promise<() => void> {
  const services = servicesOf(system).map(([name]) => name);
  const signer = await serviceTokensOf(system);
  const scopes = new Set(services.flatMap((service) => [`${service}:view`, `${service}:edit`]));
  const sign = async (service: string) =>
    [
      service,
      await signer.sign({ service, subject: 'bench', organizationId: organization, scopes, purpose: 'query' }),
    ] as const;
  const write = async () => writeKeyJson(file, Object.fromEntries(await Promise.all(services.map(sign))));
  await write();
  const timer = setInterval(() => void write(), tokensEvery).unref();
  return () => clearInterval(timer);
}

/** What is started, and where it answers. */
export interface ReferenceProgram {
  name: string;
  /** The script and its arguments. */
  script: string[];
  /** The folder where it runs. */
  directory: string;
  /** The path at which it answers. */
  endpoint: string;
  /** The file of tokens, which {@link keepTokens} writes. */
  tokens: string;
  environment?: Record<string, string>;
}

/** Starts a reference, and waits until it answers. @throws when it does not within a minute */
export async function startReference(
  system: AskedSystem,
  { name, script, directory, endpoint, tokens, environment }: ReferenceProgram,
): Promise<{ reference: Reference; child: ChildProcess }> {
  const port = await freePort();
  const urls = Object.fromEntries(servicesOf(system).map(([service, { url }]) => [service, url]));
  const child = spawn(process.execPath, script, {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: String(port),
      TOKENS: tokens,
      URLS: JSON.stringify(urls),
      ...environment,
    },
  });
  const url = `http://127.0.0.1:${port}${endpoint}`;
  const headers = { 'content-type': 'application/json' };
  for (let waited = 0; ; waited += 100) {
    const answers = await fetch(url, { method: 'POST', body: '{}', headers }).then(
      () => true,
      () => false,
    );
    if (answers) return { reference: { name, url, pid: child.pid ?? 0 }, child };
    if (child.exitCode !== null || waited > 60_000) {
      child.kill();
      throw new Error(`${name} did not start.`);
    }
    await pause(100);
  }
}
