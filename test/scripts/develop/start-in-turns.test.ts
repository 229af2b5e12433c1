import { availableParallelism } from 'node:os';
import { startInTurns } from '../../../scripts/develop/start/start-in-turns';

/** Starts that end when they are told to. */
function starts() {
  const begun: string[] = [];
  const ends = new Map<string, { ready: () => void; fail: (error: Error) => void }>();
  const start = (name: string) => {
    begun.push(name);
    return new Promise<void>((ready, fail) => ends.set(name, { ready, fail }));
  };
  return { begun, start, end: (name: string) => ends.get(name) ?? Promise.reject(new Error(`${name} has not begun`)) };
}

const names = Array.from({ length: availableParallelism() + 3 }, (_, index) => `process-${index}`);
const processes = names.map((name) => [name, name] as const);
const first = names.slice(0, availableParallelism());
const soon = () => new Promise((resolve) => setImmediate(resolve));

test('as many start at once as there are processors, and one more whenever one is ready', async () => {
  const { begun, start, end } = starts();
  const done = startInTurns(processes, start);
  await soon();
  expect(begun).toEqual(first);
  for (const [index, name] of names.entries()) {
    (await end(name)).ready();
    await soon();
    expect(begun).toEqual(names.slice(0, first.length + index + 1));
  }
  await done;
});

test('nothing is started after one has failed', async () => {
  const { begun, start, end } = starts();
  const done = startInTurns(processes, start);
  await soon();
  const [failing = '', ...others] = first;
  (await end(failing)).fail(new Error(`${failing} failed`));
  await expect(done).rejects.toThrow('process-0 failed');
  for (const name of others) (await end(name)).ready();
  await soon();
  expect(begun).toEqual(first);
});

test('nothing is started after a stop', async () => {
  const { begun, start, end } = starts();
  const stop = new AbortController();
  const done = startInTurns(processes, start, stop.signal);
  await soon();
  stop.abort(new Error('stopped'));
  for (const name of first) (await end(name)).ready();
  await expect(done).rejects.toThrow('stopped');
  expect(begun).toEqual(first);
});
