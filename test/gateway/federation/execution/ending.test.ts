/** An operation ends at its deadline, and when its caller has left (R27); calls that others wait for go on. */
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../../support/eventually';
import type { ReceivedCall } from '../../support/fixture-server';
import { signToken, TestGateway } from '../../support/test-gateway';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await TestGateway.start({ subgraphs: { timeout: 40_000, connections: 64 } });
});
afterEach(() => gateway.stop());

/** A service that answers when the test lets it, and reports when the gateway has hung up. */
function held() {
  const { people } = gateway.services;
  const seen = { asked: 0, hungUp: [] as ReceivedCall[], calls: [] as ReceivedCall[] };
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  people.answer = async (response, call) => {
    seen.asked += 1;
    seen.calls.push(call);
    response.once('close', () => {
      if (!response.writableFinished) seen.hungUp.push(call);
    });
    await released;
    const ids = Object.entries(call.variables);
    const data = Object.fromEntries(
      ids.map(([name, id]) => [
        `${/^c\d+_/.exec(name)?.[0] ?? ''}person`,
        { __typename: 'Person', id, name: `Person ${String(id)}` },
      ]),
    );
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
  };
  return { seen, release };
}

const query = 'query Whom($id: ID!) { person(id: $id) { id name nickname } }';

/** Sends an operation whose caller can hang up. */
function ask(text: string, variables: Record<string, unknown> = {}, token = gateway.token) {
  const caller = new AbortController();
  const answer = fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: text, variables }),
    signal: caller.signal,
  }).then((response) => response.json() as Promise<{ data?: unknown; errors?: unknown }>);
  return { answer, hangUp: () => (answer.catch(() => {}), caller.abort()) };
}

test('an operation is answered at its deadline, and its call is aborted', async () => {
  await gateway.stop();
  gateway = await TestGateway.start({ subgraphs: { timeout: 40_000 }, operations: { timeout: 300 } });
  const { seen, release } = held();
  expect(await ask(query, { id: '1' }).answer).toMatchObject({
    errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  });
  await eventually(() => Promise.resolve(seen.hungUp.length === 1));
  release();
  await pause(100);
  expect(gateway.services.mail.calls).toHaveLength(0);
});

test('an operation of a subgraph in the same process ends at its deadline', async () => {
  const short = await TestGateway.start({ operations: { timeout: 50 } });
  try {
    expect(await short.ask('{ wait { id } }')).toMatchObject({
      errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    });
  } finally {
    await short.stop();
  }
});

test('when the caller leaves, the current call is aborted, and no other is made', async () => {
  const { seen, release } = held();
  const { hangUp } = ask(query, { id: '1' });
  await eventually(() => Promise.resolve(seen.asked === 1));
  hangUp();
  await eventually(() => Promise.resolve(seen.hungUp.length === 1));
  release();
  await pause(100);
  expect(gateway.services.mail.calls).toHaveLength(0);
  // Nothing is logged as an unavailable service.
  expect(gateway.logLines.filter(({ msg }) => msg === 'service unavailable' || msg === 'internal error')).toEqual([]);
});

test('a mutation that was sent to a service is completed, and the next one is not begun', async () => {
  const { people, mail } = gateway.services;
  let finished = 0;
  people.answer = async (response) => {
    response.once('finish', () => (finished += 1));
    await pause(300);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"count":1}}');
  };
  const { hangUp } = ask('mutation { count tally }');
  await eventually(() => Promise.resolve(people.calls.length === 1));
  hangUp();
  await eventually(() => Promise.resolve(finished === 1));
  await pause(100);
  expect(mail.calls).toHaveLength(0);
});

describe('merged calls', () => {
  const ids = Array.from({ length: 30 }, (_, index) => String(index + 10));
  const whole = (id: string) => ({ data: { person: { id, name: `Person ${id}`, nickname: `Nick ${id}` } } });

  const isMerged = ({ query: text }: ReceivedCall) => text.includes('c1_');
  const idsOf = ({ variables }: ReceivedCall) => Object.values(variables).map(String);

  /** Sends many operations, and waits until the service has got several of them in one call. */
  async function asked(seen: { calls: ReceivedCall[] }) {
    const all = new Map(ids.map((id) => [id, ask(query, { id })]));
    await eventually(() => Promise.resolve(new Set(seen.calls.flatMap(idsOf)).size === ids.length));
    const merged = seen.calls.find(isMerged);
    return { all, merged, together: merged ? idsOf(merged) : [] };
  }

  const answersOf = (all: Awaited<ReturnType<typeof asked>>['all'], left: string[]) =>
    Promise.all([...all].filter(([id]) => !left.includes(id)).map(async ([id, { answer }]) => [id, await answer]));

  test('go on for the other callers when one leaves', async () => {
    const { seen, release } = held();
    const { all, merged, together } = await asked(seen);
    expect(together.length).toBeGreaterThan(1);
    const left = together.slice(0, 1);
    for (const id of left) all.get(id)?.hangUp();
    await pause(100);
    expect(seen.hungUp).not.toContain(merged);
    release();
    expect(await answersOf(all, left)).toEqual(ids.filter((id) => !left.includes(id)).map((id) => [id, whole(id)]));
  });

  test('end when all callers have left', async () => {
    const { seen, release } = held();
    const { all, merged, together } = await asked(seen);
    for (const id of together) all.get(id)?.hangUp();
    await eventually(() => Promise.resolve(seen.hungUp.includes(merged as ReceivedCall)));
    // Calls for single ids are aborted as well.
    const own = () => seen.calls.filter((call) => idsOf(call).every((id) => together.includes(id)));
    await eventually(() => Promise.resolve(own().every((call) => seen.hungUp.includes(call))));
    const calls = own().length;
    release();
    expect(await answersOf(all, together)).toEqual(
      ids.filter((id) => !together.includes(id)).map((id) => [id, whole(id)]),
    );
    expect(own()).toHaveLength(calls);
    // Their end is no failure, so later calls are still merged.
    gateway.services.people.answer = undefined;
    const before = gateway.services.people.calls.length;
    const another = await signToken(gateway.callerKey, { sub: 'another' });
    await Promise.all(ids.map((id) => ask(query, { id }, another).answer));
    expect(gateway.services.people.calls.slice(before).some(isMerged)).toBe(true);
  });
});
