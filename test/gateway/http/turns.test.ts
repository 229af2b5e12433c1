/** Which operation begins next (R27). */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { Turns } from '../../../gateway/http/graphql/turns';
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

test('an operation that waits for a service frees its place; one that was given up keeps two for longer', async () => {
  const { ask, count } = asking(new Turns());
  await ask(stranger);
  const [one, two] = await Promise.all([ask(attacker), ask(attacker)]);
  one.keepTwo(400);
  two.keepTwo(400);
  void ask(attacker);
  await pause(150);
  expect(count(attacker)).toBe(2);
  await eventually(() => Promise.resolve(count(attacker) === 3), 5_000);
  void ask(attacker);
  void ask(attacker);
  await eventually(() => Promise.resolve(count(attacker) === 5), 5_000);
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
