/** Other gateways over the same services, each in a process of its own, and the handwritten baseline. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JWK } from 'jose';
import { ServiceTokens } from '../../../gateway/security/service-tokens';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { keyFiles } from '../../develop/installation/key-places';
import { freePort } from '../../develop/ports';
import { writeKeyJson } from '../../operate/keys/key-files';
import { pause, type Loaded } from '../load/measure';
import { referenceProgram } from './program';
import { benchDirectory, organization, type BenchSystem } from '../load/systems';

export interface OtherGateway extends Loaded {
  name: string;
}

const source = path.join(projectRoot(), 'scripts', 'bench', 'references', 'other-gateways');

/** Copies the other gateways beside the bench's data and installs them there, because they are no dependencies of Habeas. */
function install(onProgress: (line: string) => void): string {
  const directory = path.join(benchDirectory(), 'other-gateways');
  mkdirSync(directory, { recursive: true });
  const wanted = readFileSync(path.join(source, 'package-lock.json'), 'utf8');
  const marker = path.join(directory, 'installed.json');
  for (const file of ['package.json', 'package-lock.json', 'apollo.mjs', 'gateway.config.mjs', 'tokens.mjs'])
    copyFileSync(path.join(source, file), path.join(directory, file));
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return directory;
  onProgress('installing the other gateways, once');
  // By the lock file: otherwise newer versions of their dependencies may need another Node.
  execFileSync('npm', ['ci', '--engine-strict', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(marker, wanted);
  return directory;
}

/** Milliseconds between two writes of tokens. Tokens live for a minute, and the other gateways read them as often. */
const tokensEvery = 10_000;

/** Writes a token for each service into a file, again and again, because other gateways sign none. @returns a function that stops it */
async function keepTokens(system: BenchSystem, services: string[], file: string): Promise<() => void> {
  const signer = await ServiceTokens.open(
    JSON.parse(readFileSync(keyFiles(system.dataDir).serviceSigning, 'utf8')) as JWK,
  );
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

/** Starts @apollo/gateway, Hive Gateway and the handwritten baseline. */
export async function startOtherGateways(
  system: BenchSystem,
  onProgress: (line: string) => void,
): Promise<{ otherGateways: OtherGateway[]; stop: () => void }> {
  const directory = install(onProgress);
  const services = [...system.processes].filter(([name]) => name !== 'gateway');
  const urls = Object.fromEntries(services.map(([name, { url }]) => [name, url]));
  const tokens = path.join(directory, 'tokens.json');
  const forgetTokens = await keepTokens(system, Object.keys(urls), tokens);
  const supergraph = path.join(directory, 'supergraph.graphql');
  // The others do not support scopes, and refuse a supergraph with an unknown security feature.
  writeFileSync(supergraph, readFileSync(system.supergraphFile, 'utf8').replaceAll(', for: SECURITY', ''));
  const children: ChildProcess[] = [];
  const start = async (name: string, script: string[], endpoint: string): Promise<OtherGateway> => {
    const port = await freePort();
    const child = spawn(process.execPath, script, {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        PORT: String(port),
        SUPERGRAPH: supergraph,
        TOKENS: tokens,
        URLS: JSON.stringify(urls),
      },
    });
    children.push(child);
    const url = `http://127.0.0.1:${port}${endpoint}`;
    for (let waited = 0; ; waited += 100) {
      const answers = await fetch(url, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      }).then(
        () => true,
        () => false,
      );
      if (answers) break;
      if (child.exitCode !== null || waited > 60_000) throw new Error(`${name} did not start.`);
      await pause(100);
    }
    return { name, url, pid: child.pid ?? 0 };
  };
  const stop = () => {
    forgetTokens();
    children.forEach((child) => child.kill());
  };
  try {
    const otherGateways = [
      await start('@apollo/gateway', ['apollo.mjs'], '/graphql'),
      await start('Hive Gateway', ['node_modules/@graphql-hive/gateway/dist/bin.js', 'supergraph'], '/graphql'),
      await start('by hand', [referenceProgram('handwritten-baseline')], '/'),
    ];
    return { otherGateways, stop };
  } catch (error) {
    stop();
    throw error;
  }
}
