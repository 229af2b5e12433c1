/** The time to readiness, the processor time of an idle gateway, and memory: idle, and after very many requests. */
import { cpuOf, load, memoryOf, pause } from '../load/measure';
import { shapes } from '../references/shapes';
import { organization, type BenchSystem } from '../load/systems';

export interface ProcessesResult {
  /** The milliseconds from the start to readiness, with the data in place. */
  startedIn: number;
  /** The resident memory of each process in MB: when ready, after the warm-up, and after `requests` more. */
  memory: Record<string, { idle: number; warm: number; after: number }>;
  requests: number;
  /** The share of a processor that the idle gateway takes, in each round, from 0 to 1. */
  idleShare: number[];
}

/** How long an idle gateway is watched in a round; it is left alone for half as long before. In milliseconds. */
const idleFor = 20_000;

/** Measures a gateway without requests. */
async function idleShare(pid: number, rounds: number): Promise<number[]> {
  const shares: number[] = [];
  await pause(idleFor / 2);
  for (let round = 0; round < rounds; round += 1) {
    const [before, started] = [cpuOf(pid), performance.now()];
    await pause(idleFor);
    shares.push((cpuOf(pid) - before) / (performance.now() - started));
  }
  return shares;
}

const memories = (system: BenchSystem) =>
  Object.fromEntries([...system.processes].map(([name, { pid }]) => [name, memoryOf(pid)]));

/** The warm-up, as a multiple of the measured requests: before it, V8 has not reached its final heap size. */
const warmUps = 3;

/** Sends the deepest operation very often, then `requests` times more. `idle` is the result of {@link idleMemory}. */
export async function benchProcesses(
  system: BenchSystem,
  idle: Record<string, number>,
  { requests, rounds }: { requests: number; rounds: number },
): Promise<ProcessesResult> {
  const idling = await idleShare(system.processes.get('gateway')?.pid ?? 0, rounds);
  const api = await system.client({ organization });
  const { externalContacts } = await api.ask<{ externalContacts: { nodes: { id: string }[] } }>(
    '{ externalContacts(first: 100) { nodes { id } } }',
  );
  const deep = shapes.find(({ name }) => name.startsWith('deep'));
  if (!deep) throw new Error('There is no deep operation.');
  const bodies = externalContacts.nodes.map(({ id }) =>
    JSON.stringify({ query: deep.query, variables: deep.variables(id, '') }),
  );
  const target = {
    url: system.url,
    pid: system.processes.get('gateway')?.pid ?? 0,
    headers: { authorization: `Bearer ${await system.token({ organization })}` },
  };
  await load(target, bodies, 10, { amount: requests * warmUps });
  const warm = memories(system);
  await load(target, bodies, 10, { amount: requests });
  const after = memories(system);
  return {
    startedIn: system.startedIn,
    idleShare: idling,
    requests,
    memory: Object.fromEntries(
      Object.keys(after).map((name) => [
        name,
        { idle: idle[name] ?? 0, warm: warm[name] ?? 0, after: after[name] ?? 0 },
      ]),
    ),
  };
}

/** The memory of every process of a system that has done nothing yet, in MB. */
export const idleMemory = memories;
