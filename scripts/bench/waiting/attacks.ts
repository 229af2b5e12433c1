/** What another caller waits while one does its worst: beside what that caller waits alone (R27). */
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { AttackOrder } from './attacker';
import { percentile } from '../load/measure';
import { othersWhile } from './others';
import type { BenchSystem } from '../load/systems';

export interface AttacksResult {
  /** Another caller's queries with nobody else there, at the 99th percentile, in milliseconds. */
  alone: number;
  /** The same during each attack, by its name. */
  during: Record<string, number>;
}

interface Body {
  query: string;
  variables?: Record<string, unknown>;
}

const byStatus = 'query ($of: [GdprRequestStatus!]) { gdprRequests(filter: { status: $of }, first: 1) { totalCount } }';
const nested = (levels: number): string => (levels === 0 ? 'id' : `mergeSet { ${nested(levels - 1)} }`);

/** What the attacker sends again and again. One that is given up is left by its caller after some milliseconds. */
const attacks: Record<string, Body & { givenUpAfter?: number }> = {
  '200,000 wrong values of an enum': { query: byStatus, variables: { of: Array<string>(200_000).fill('A') } },
  '80,000 right values of an enum': { query: byStatus, variables: { of: Array<string>(80_000).fill('ERROR') } },
  'lists in lists': { query: `{ externalContacts(first: 100) { nodes { ${nested(4)} } } }` },
  'pages of the audit log': { query: '{ auditLog(first: 200, order: NEWEST_FIRST) { verified nodes { sequence } } }' },
  'searches that are given up': {
    query: '{ subjects(term: { name: "Elena Marin" }, first: 100) { nodes { service } } }',
    givenUpAfter: 5,
  },
};

/** How often each operation is asked before anything is measured. */
const warmingCalls = 30;

/** Calls that an attacker has under way at once. */
const atOnce = 4;

/**
 * Readies an attack, in a thread of its own: what is measured is how long the gateway lets others wait, not this program.
 * @returns what carries it out, and says how many calls it made
 */
async function readyAttack(system: BenchSystem, name: string, milliseconds: number): Promise<() => Promise<number>> {
  const { givenUpAfter = milliseconds, ...body } = attacks[name] ?? { query: '' };
  const order: AttackOrder = {
    url: system.url,
    token: await system.token({ organization: 'attacker' }),
    text: JSON.stringify(body),
    givenUpAfter,
    milliseconds,
    atOnce,
  };
  const attacker = new Worker(path.join(__dirname, 'attacker.js'), { workerData: order });
  const ended = once(attacker, 'exit');
  // Whoever waits for its messages is told of its failure.
  ended.catch(() => {});
  await once(attacker, 'message');
  return async () => {
    attacker.postMessage('begin');
    const [calls] = (await once(attacker, 'message')) as [number];
    const [code] = (await ended) as [number];
    if (code !== 0) throw new Error(`The attacker of "${name}" ended with ${code}.`);
    return calls;
  };
}

/** Asks what the attacks ask, a few times each and waiting for the answer: what a process does for the first time is slow for all. */
async function warmUp(system: BenchSystem): Promise<void> {
  const api = await system.client({ organization: 'attacker' });
  for (const { query, variables } of Object.values(attacks))
    // What is refused is tried too, and is as good as an answer here.
    for (let call = 0; call < warmingCalls; call += 1) await api.ask(query, variables).catch(() => {});
}

/** Measures another caller alone and beside each attack, in turns. */
export async function benchAttacks(
  system: BenchSystem,
  { rounds, seconds, onProgress }: { rounds: number; seconds: number; onProgress: (line: string) => void },
): Promise<AttacksResult> {
  const alone: number[] = [];
  const during = new Map(Object.keys(attacks).map((name) => [name, [] as number[]]));
  await warmUp(system);
  await othersWhile(system, () => pause(1_000));
  for (let round = 1; round <= rounds; round += 1) {
    alone.push(...(await othersWhile(system, () => pause(seconds * 1_000))));
    for (const [name, times] of during) {
      const attack = await readyAttack(system, name, seconds * 1_000);
      let calls = 0;
      times.push(...(await othersWhile(system, async () => (calls = await attack()))));
      onProgress(
        `attacks, round ${round}: ${name}, ${calls} calls: ${percentile(alone, 0.99).toFixed(1)} → ${percentile(times, 0.99).toFixed(1)} ms`,
      );
    }
  }
  return {
    alone: percentile(alone, 0.99),
    during: Object.fromEntries([...during].map(([name, times]) => [name, percentile(times, 0.99)])),
  };
}
