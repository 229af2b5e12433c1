/** The time of an organisation's request alone, and beside another organisation's many requests (R27). */
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../develop/api-client';
import { finished } from '../load/finished';
import { median } from '../load/measure';
import type { BenchSystem } from '../load/systems';

export interface FairnessResult {
  /** The other organisation's requests in flight. */
  others: number;
  /** The median time from the call to the end of one request, in milliseconds. */
  alone: number;
  beside: number;
}

const others = 2_000;
/** The requests measured in each case, one after the other. */
const measured = 5;
/** Calls that the other organisation has in flight at once. */
const atOnce = 16;
/** Milliseconds between two looks for the end of a request: of a measured one, and of the other organisation's last. */
const every = 20;
const othersEvery = 1_000;

const create = async (api: ApiClient): Promise<string> => {
  const { createGdprRequest } = await api.ask<{ createGdprRequest: { request: { id: string } } }>(
    'mutation ($email: String!) { createGdprRequest(input: { type: GET, term: { email: $email } }) { request { id } } }',
    { email: `${randomUUID()}@bench.example` },
  );
  return createGdprRequest.request.id;
};

async function timeOfOne(api: ApiClient): Promise<number> {
  const started = performance.now();
  await finished(api, await create(api), every);
  return performance.now() - started;
}

async function timesOf(api: ApiClient, whileOthersWork: () => boolean = () => true): Promise<number[]> {
  const times: number[] = [];
  while (times.length < measured && whileOthersWork()) times.push(await timeOfOne(api));
  return times;
}

/** Measures single requests of one organisation, alone and while another's wait. */
export async function benchFairness(system: BenchSystem, onProgress: (line: string) => void): Promise<FairnessResult> {
  const single = await system.client({ organization: 'fairness-single' });
  const many = await system.client({ organization: 'fairness-many' });
  await timesOf(single);
  const alone = median(await timesOf(single));
  const ids: string[] = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (ids.length < others) ids.push(await create(many));
    }),
  );
  let working = true;
  const last = Promise.all(ids.slice(-atOnce).map((id) => finished(many, id, othersEvery))).finally(
    () => (working = false),
  );
  const times = await timesOf(single, () => working);
  if (times.length === 0) throw new Error("The other organisation's requests had ended before any was measured.");
  await last;
  const beside = median(times);
  onProgress(`fairness: a request ${alone.toFixed(0)} ms alone, ${beside.toFixed(0)} ms beside ${others}`);
  return { others, alone, beside };
}
