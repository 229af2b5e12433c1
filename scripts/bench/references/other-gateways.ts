/** Other gateways over the same services, each in a process of its own, and the handwritten baseline. */
import { execFileSync, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { benchDirectory, type BenchSystem } from '../load/systems';
import { referenceProgram } from './program';
import { keepTokens, startReference, type Reference } from './start-reference';

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

/** Starts @apollo/gateway, Hive Gateway and the handwritten baseline. */
export async function startOtherGateways(
  system: BenchSystem,
  onProgress: (line: string) => void,
): Promise<{ otherGateways: Reference[]; stop: () => void }> {
  const directory = install(onProgress);
  const tokens = path.join(directory, 'tokens.json');
  const forgetTokens = await keepTokens(system, tokens);
  const supergraph = path.join(directory, 'supergraph.graphql');
  // The others do not support scopes, and refuse a supergraph with an unknown security feature.
  writeFileSync(supergraph, readFileSync(system.supergraphFile, 'utf8').replaceAll(', for: SECURITY', ''));
  const children: ChildProcess[] = [];
  const start = async (name: string, script: string[], endpoint: string): Promise<Reference> => {
    const environment = { SUPERGRAPH: supergraph };
    const { reference, child } = await startReference(system, {
      name,
      script,
      directory,
      endpoint,
      tokens,
      environment,
    });
    children.push(child);
    return reference;
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
