/** Which operation begins next (R27). */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { Load } from '../../../gateway/http/turns/load';
import { Turns } from '../../../gateway/http/turns/turns';
import { eventually } from '../../support/eventually';

const attacker = { organizationId: 'one', subject: 'attacker' };
const colleague = { organizationId: 'one', subject: 'colleague' };
const stranger = { organizationId: 'two', subject: 'stranger' };
type Caller = typeof attacker;

/** Requests places, and records who begins, in order. */
function asking(turns: Turns) {
  const begun: Caller[] = [];
  const ask = async (caller: Caller, gone = new AbortController().signal) => {
    const place = await turns.take(caller, gone);
    begun.push(caller);
    return place;
  };
  const count = (caller: Caller) => begun.filter((each) => each === caller).length;
  return { begun, ask, count };
}

/** Takes the event loop's time. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

test('a single caller does not wait', async () => {
  const { ask, count } = asking(new Turns(60_000));
  await Promise.all(Array.from({ length: 50 }, () => ask(attacker)));
  expect(count(attacker)).toBe(50);
});

test.each([colleague, stranger])(
  'a caller with many waits for itself, and $subject does not wait for it',
  async (other) => {
    const { ask, count } = asking(new Turns(60_000));
    await ask(other);
    const places = Array.from({ length: 40 }, () => ask(attacker));
    await eventually(() => Promise.resolve(count(attacker) === 4));
    await ask(other);
    expect(count(attacker)).toBe(4);
    // Each ending operation lets another begin, and all get their turn.
    for (const place of places) (await place).free();
    expect(count(attacker)).toBe(40);
  },
);

test('an operation that waits for a service frees its place; one that was abandoned keeps it for longer', async () => {
  const { ask, count } = asking(new Turns());
  await ask(stranger);
  const [one] = await Promise.all([ask(attacker), ask(attacker)]);
  one.abandon();
  void ask(attacker);
  await pause(250);
  expect(count(attacker)).toBe(2);
  await eventually(() => Promise.resolve(count(attacker) === 3), 5_000);
  void ask(attacker);
  void ask(attacker);
  await eventually(() => Promise.resolve(count(attacker) === 5), 5_000);
});

test('a burst that is abandoned at once has begun with one operation', async () => {
  const { ask, count } = asking(new Turns());
  await ask(stranger);
  const leaving = Array.from({ length: 20 }, () => new AbortController());
  const burst = leaving.map(({ signal }) => ask(attacker, signal));
  (await burst[0])?.abandon();
  for (const each of leaving) each.abort();
  const ends = await Promise.allSettled(burst);
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(count(attacker)).toBe(1);
});

test('while the process is busy, the caller with most of the work waits, and others do not', async () => {
  const { ask, count } = asking(new Turns(60_000));
  (await ask(stranger)).free();
  const costly = await ask(attacker);
  costly.nodes += 5_000;
  costly.free();
  let busy = true;
  const goOn = () => {
    work(10);
    if (busy) setImmediate(goOn);
  };
  goOn();
  await pause(60);
  await ask(stranger);
  const next = ask(attacker);
  for (let turn = 0; turn < 5; turn += 1) (await ask(stranger)).free();
  expect(count(attacker)).toBe(1);
  busy = false;
  await next;
});

test('operations that cost much begin one by one, and so leave time for the steps of others', async () => {
  const load = new Load();
  const [large, small] = [load.add(), load.add()];
  for (let each = 0; each < 20; each += 1) load.spend(large, 1_000);
  load.spend(small, 1_000);
  /** Lets the process work for two thirds of a window, however long a pause takes on a busy machine. */
  const whileHalfBusy = async () => {
    work(25);
    load.begin(large);
    const paused = performance.now();
    await pause(10);
    work(2 * (performance.now() - paused));
    load.begin(large);
    return load.holdsBack(large);
  };
  expect(load.holdsBack(large)).toBe(false);
  await expect(whileHalfBusy()).resolves.toBe(true);
  expect(load.holdsBack(small)).toBe(false);
  await eventually(() => Promise.resolve(!load.holdsBack(large)));
  // What was long ago counts for less.
  for (let each = 0; each < 10; each += 1) load.age();
  load.spend(small, 1_000);
  await expect(whileHalfBusy()).resolves.toBe(false);
});

test('an organisation with many callers leaves places to another', async () => {
  const { ask, begun } = asking(new Turns(60_000));
  await ask(stranger);
  const many = Array.from({ length: 30 }, (_, index) => ({ organizationId: 'one', subject: `caller-${index}` }));
  const places = many.map((caller) => ask(caller));
  const ofMany = () => begun.filter(({ organizationId }) => organizationId === 'one').length;
  await eventually(() => Promise.resolve(ofMany() === 16));
  await ask(stranger);
  for (const place of places) (await place).free();
  expect(begun).toHaveLength(32);
});

test('a caller who hangs up while waiting leaves the line, and nobody behind is lost', async () => {
  const { ask, count } = asking(new Turns(60_000));
  await ask(stranger);
  const held = await Promise.all(Array.from({ length: 4 }, () => ask(attacker)));
  const leaving = new AbortController();
  const left = ask(attacker, leaving.signal);
  const last = ask(attacker);
  leaving.abort();
  await expect(left).rejects.toThrow('The caller has left');
  await expect(ask(attacker, leaving.signal)).rejects.toThrow('The caller has left');
  held.forEach(({ free }) => free());
  await last;
  expect(count(attacker)).toBe(5);
});

test('a line has an end', async () => {
  const turns = new Turns(60_000);
  const { ask } = asking(turns);
  await ask(stranger);
  const asked = Array.from({ length: 1_005 }, () => ask(attacker).catch((error: unknown) => error));
  await nextTurn();
  expect(await asked[1_004]).toMatchObject({ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 1 } });
  const gone = new AbortController();
  gone.abort();
  await expect(turns.take(attacker, gone.signal)).rejects.toThrow('The caller has left');
});
