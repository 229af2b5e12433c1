/** The erasure of a person with very many messages, beside one plain DELETE of the same rows, and beside other callers' queries. */
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { finished } from '../load/finished';
import { median, pause, percentile } from '../load/measure';
import { makeTalker, plainDelete } from '../load/talker';
import { othersWhile } from '../waiting/others';
import { resetStatements, statementTotals } from '../load/statements';
import { organization, type BenchSystem } from '../load/systems';

export interface ErasureResult {
  messages: number;
  /** The seconds of each round. */
  habeas: number[];
  plain: number[];
  /** The slowest statement of all rounds, in milliseconds. */
  slowestMs: number;
  /** The time of other callers' queries, in milliseconds: alone, and during the erasure. */
  othersP99: { alone: number; meanwhile: number };
}

async function eraseByRequest(system: BenchSystem, contact: string): Promise<void> {
  const api = await system.client({ organization });
  const { createGdprRequest } = await api.ask<{ createGdprRequest: { request: { id: string } } }>(
    'mutation ($id: ID!) { createGdprRequest(input: { type: DELETE, term: { externalContactId: $id }, deleteConfirmed: true }) { request { id } } }',
    { id: contact },
  );
  await finished(api, createGdprRequest.request.id, 50);
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
};

/** Erases by a request and by plain statements, alternately. */
export async function benchErasure(
  system: BenchSystem,
  { messages, rounds, onProgress }: { messages: number; rounds: number; onProgress: (line: string) => void },
): Promise<ErasureResult> {
  const result: ErasureResult = {
    messages,
    habeas: [],
    plain: [],
    slowestMs: 0,
    othersP99: { alone: 0, meanwhile: 0 },
  };
  const alone: number[] = [];
  const meanwhile: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const [asked, plain, loaded] = [
      await makeTalker(system, messages),
      await makeTalker(system, messages),
      await makeTalker(system, messages),
    ];
    await pause(2_000);
    await resetStatements(system.databaseUrl);
    result.habeas.push(await seconds(() => eraseByRequest(system, asked)));
    const totals = await statementTotals(system.databaseUrl);
    const own = totals.get(databaseName(system.databasePrefix, 'messaging'));
    result.slowestMs = Math.max(result.slowestMs, own?.slowestMs ?? 0);
    result.plain.push(await seconds(() => plainDelete(system, plain)));
    await pause(1_000);
    alone.push(...(await othersWhile(system, () => pause(5_000))));
    meanwhile.push(...(await othersWhile(system, () => eraseByRequest(system, loaded))));
    onProgress(
      `erasure, round ${round}: ${result.habeas.at(-1)?.toFixed(2)} s, plain ${result.plain.at(-1)?.toFixed(2)} s, slowest statement ${Math.round(result.slowestMs)} ms, others ${percentile(alone, 0.99).toFixed(1)} → ${percentile(meanwhile, 0.99).toFixed(1)} ms (p50 ${median(alone).toFixed(1)} → ${median(meanwhile).toFixed(1)})`,
    );
  }
  result.othersP99 = { alone: percentile(alone, 0.99), meanwhile: percentile(meanwhile, 0.99) };
  return result;
}
