/**
 * `npm run soak -- --world`: a random world of people on the whole system, while one service is killed every minute and all
 * erasures are replayed now and then. It ends with 1 when anybody was erased or corrected whom no request named, or still exists
 * after their erasure (R25). People and requests of the run stay in memory: 42 MB for 100,000 steps.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startSystem } from '../../develop/start/system';
import { replayErasures } from '../../operate/replay-erasures';
import { withoutLimits } from '../load/systems';
import { checkWorld } from './check';
import { World } from './world';

export interface WorldOptions {
  people: number;
  steps: number;
  /** The seed of an earlier run. */
  seed?: number;
  json?: string;
}

/** Milliseconds between two kills of a service. */
const killEvery = 60_000;

/** The replays of all erasures during a run, beside the one at its end. */
const replaysOfARun = 10;

const organization = 'world';

/** Milliseconds between two lines of progress. */
const tellEvery = 10_000;

/** The longest wait for the requests to end after the last step, in milliseconds. */
const settleWithin = 600_000;

export async function soakWorld({ people, steps, seed = Date.now() % 2 ** 31, json }: WorldOptions): Promise<void> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-world-'));
  const system = await startSystem({
    dataDir,
    port: 0,
    supervised: true,
    environment: { LOG_LEVEL: 'warn', VERIFY_AGAIN_AFTER_MINUTES: '1', ...withoutLimits },
  });
  const services = [...system.processes.keys()].filter((name) => name !== 'gateway');
  const started = Date.now();
  let kills = 0;
  let replays = 0;
  let told = started;
  const tell = (what: string) => {
    told = Date.now();
    const memory = Math.round(process.memoryUsage().rss / 1024 / 1024);
    console.error(`${what}; ${Math.round((told - started) / 1000)} s, ${memory} MB`);
  };
  const replay = async () => {
    replays += 1;
    await replayErasures({ since: new Date(started), organization, confirm: true }, system.environment);
  };
  try {
    const world = new World(await system.client({ organization }), seed, people);
    tell(`The seed is ${seed}; ${people} people come`);
    await world.begin();
    for (let step = 1; step <= steps && world.faults.length === 0; step += 1) {
      // Killed between two steps, when no answer is on its way: the world knows every change so far, and the next one fails until
      // the service is back. Only the work of requests is interrupted.
      if (Date.now() - started > (kills + 1) * killEvery) {
        await system.processes.get(services[kills % services.length] ?? '')?.kill('SIGKILL');
        kills += 1;
      }
      await world.step();
      if (step % Math.ceil(steps / replaysOfARun) === 0) await replay();
      if (Date.now() - told > tellEvery)
        tell(`${step} of ${steps} steps, ${world.model.requests.length} requests, services killed: ${kills}`);
    }
    tell('The steps are done; what is in flight ends, and everybody is looked at');
    await world.settle(settleWithin);
    await replay();
    const result = {
      seed,
      seconds: Math.round((Date.now() - started) / 1000),
      kills,
      replays,
      ...(await checkWorld(world)),
    };
    console.log(JSON.stringify(result, null, 2));
    if (json) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
    if (result.faults.length > 0) process.exitCode = 1;
    console.error(
      result.faults.length > 0
        ? `The world is not as its requests named it: ${result.faults.length} faults. Run it again with --seed ${seed}.`
        : 'What was erased and corrected is exactly what the requests named.',
    );
  } finally {
    await system.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
