/** Further processes of a system. Apart from its start, which loads much more: jest evaluates what a suite imports for each suite. */
import path from 'node:path';
import { freePort } from '../../../scripts/develop/ports';
import { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import type { TestSystem } from './system';

/** The addresses of all further gateways that a system has had. */
const replicas = new WeakMap<TestSystem, string[]>();

/** Returns the addresses of the further gateways that were started for a system; some may have been stopped since. */
export const replicasOf = (system: TestSystem): readonly string[] => replicas.get(system) ?? [];

/**
 * Starts another gateway of the same system: a replica on the same databases, with the same keys.
 * @param program the program to start, if it is not a gateway: `gdpr`, `worker`
 */
export async function startReplica(
  system: TestSystem,
  name = 'gateway-2',
  environment: Record<string, string> = {},
  program = 'gateway',
): Promise<ManagedProcess> {
  const replica = new ManagedProcess({
    name,
    program,
    environment: { ...system.environment, ...environment },
    port: await freePort(),
    logDirectory: path.join(system.dataDir, 'logs'),
  });
  await replica.start();
  if (program === 'gateway') replicas.set(system, [...replicasOf(system), replica.url]);
  return replica;
}
