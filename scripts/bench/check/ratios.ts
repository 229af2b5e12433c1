/** The gateway's processor time for an operation, beside that of a program that makes the same calls by hand, in one run. */
import path from 'node:path';
import { load, median, type Loaded } from '../load/measure';
import { organization } from '../load/systems';
import { referenceProgram } from '../references/program';
import { shapes } from '../references/shapes';
import { keepTokens, startReference, type AskedSystem } from '../references/start-reference';
import type { System } from '../../develop/start/system';
import type { Person } from './cast';

/** The name of the figure among an operation's costs. */
export const ratioName = 'processor time beside calls by hand';

/**
 * How much greater than recorded a ratio may be. Processor time does not depend on what else runs, but processor caches do, so runs
 * differ, most of all alone and on a busy machine.
 */
export const ratioNoise = 2;

/** Rounds of both, in turns, after a first one in which V8 compiles what is used often. */
const rounds = 5;
/** Operations of a round. A number, and not a time, so that both are as warm on a busy machine. */
const operations = 500;
/** The same for an operation about a hundred people. */
const longOperations = 200;
/** Callers at once, each with a token of its own: equal calls of one caller would be merged. */
const callers = 10;

/** Measures the named operations. @param place the cursor of a page of the list of all */
export async function ratiosOf(
  system: Pick<System, 'url' | 'token'> & AskedSystem,
  names: string[],
  people: Person[],
  place: string,
): Promise<Record<string, number>> {
  const tokens = path.join(system.dataDir, 'tokens.json');
  const forgetTokens = await keepTokens(system, tokens);
  const { reference: byHand, child } = await startReference(system, {
    name: 'by hand',
    script: [referenceProgram('handwritten-baseline')],
    directory: system.dataDir,
    endpoint: '/',
    tokens,
  }).catch((error: unknown) => {
    forgetTokens();
    throw error;
  });
  try {
    const headers = await Promise.all(
      Array.from({ length: callers }, async (_, index) => ({
        authorization: `Bearer ${await system.token({ organization, subject: `caller-${index}` })}`,
      })),
    );
    const gateway: Loaded = { url: system.url, pid: system.processes.get('gateway')?.pid ?? 0, headers };
    const ratios: Record<string, number> = {};
    for (const { name, query, variables } of shapes) {
      if (!names.includes(name)) continue;
      const bodies = people.map(({ id }) => JSON.stringify({ query, variables: variables(id, place) }));
      const amount = name.startsWith('list') ? longOperations : operations;
      const costOf = async (target: Loaded) => (await load(target, bodies, callers, { amount })).cpuPerRequest;
      for (const target of [gateway, byHand]) await costOf(target);
      const measured: number[] = [];
      for (let round = 0; round < rounds; round += 1) measured.push((await costOf(gateway)) / (await costOf(byHand)));
      ratios[name] = Number(median(measured).toFixed(2));
    }
    return ratios;
  } finally {
    forgetTokens();
    child.kill();
  }
}
