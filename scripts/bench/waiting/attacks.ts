/** How long another caller waits during an attack, beside how long it waits alone (R27). */
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { AttackOrder } from './attacker';
import { percentile } from '../load/measure';
import { othersWhile } from './others';
import type { BenchSystem } from '../load/systems';

export interface AttacksResult {
  /** The other caller's queries without an attack, at the 99th percentile, in milliseconds. */
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

/** What each attacker sends. With `givenUpAfter`, the caller hangs up after that many milliseconds. */
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

/** How often each operation is called, and for how many milliseconds each attack lasts, before anything is measured. */
const warmingCalls = 30;
const warmingTime = 2_000;

/** Calls that an attacker has in flight at once. */
const atOnce = 4;

/**
 * Prepares an attack in a thread of its own, so that the work of this program is not measured.
 * @returns a function that carries it out, and returns the number of calls
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
  // A failure is reported to the code that waits for the attacker's messages.
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

/** Makes each attack before anything is measured, gently and then at full strength: code that runs for the first time is slow for everybody. */
async function warmUp(system: BenchSystem): Promise<void> {
  const api = await system.client({ organization: 'attacker' });
  for (const [name, { query, variables }] of Object.entries(attacks)) {
    // A refusal warms up the code as well as an answer does.
    for (let call = 0; call < warmingCalls; call += 1) await api.ask(query, variables).catch(() => {});
    await (
      await readyAttack(system, name, warmingTime)
    )();
  }
}

/** Measures another caller alone and beside each attack, alternately. */
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
