/** Equal calls of one caller at the same moment are made as one, without a visible effect but the time that they take. */
import { decodeJwt } from 'jose';
import { send, type ReceivedCall } from '../../../support/fixture-server';
import { signToken, TestGateway } from '../../../support/test-gateway';

let gateway: TestGateway;
// A gateway for each test: an operation whose merged call failed is not merged for a while.
beforeEach(async () => {
  gateway = await TestGateway.start({ subgraphs: { timeout: 8_000 } });
});
afterEach(() => gateway.stop());

const query = 'query Whom($id: ID!) { person(id: $id) { id name nickname } }';
const ids = Array.from({ length: 40 }, (_, index) => String(index + 10));
const askAll = (of: string[], token?: string) =>
  Promise.all(of.map((id) => gateway.ask(query, { variables: { id }, ...(token ? { token } : {}) })));
const whole = (id: string) => ({ person: { id, name: `Person ${id}`, nickname: `Nick ${id}` } });
const isMerged = ({ query: text }: ReceivedCall) => text.includes('c1_');

test('each call gets its own answer, with fewer calls to services', async () => {
  const answers = await askAll(ids);
  expect(answers.map(({ data }) => data)).toEqual(ids.map(whole));
  expect(answers.every(({ errors }) => errors === undefined)).toBe(true);
  const { people, mail } = gateway.services;
  expect(people.calls.length + mail.calls.length).toBeLessThan(2 * ids.length);
  expect(people.calls.some(isMerged)).toBe(true);
  const requests = people.calls.flatMap(({ headers }) => String(headers['x-request-id']).split(', '));
  expect(new Set(requests).size).toBe(ids.length);
});

test('a single operation is sent as planned', async () => {
  expect((await gateway.ask(query, { variables: { id: '1' } })).data).toEqual(whole('1'));
  expect([...gateway.services.people.calls, ...gateway.services.mail.calls].some(isMerged)).toBe(false);
});

test('no call is merged for two callers', async () => {
  const callers = ['ann', 'bob', 'cid'];
  const tokens = await Promise.all(callers.map((sub) => signToken(gateway.callerKey, { sub })));
  const asked = callers.map((sub) => ids.map((id) => `${sub}-${id}`));
  const answers = await Promise.all(tokens.map((token, index) => askAll(asked[index] ?? [], token)));
  expect(answers.flat().map(({ data }) => data)).toEqual(asked.flat().map(whole));
  const { people } = gateway.services;
  expect(people.calls.some(isMerged)).toBe(true);
  for (const { headers, variables } of people.calls) {
    const { sub } = decodeJwt(String(headers.authorization).slice('Bearer '.length));
    for (const id of Object.values(variables)) expect(String(id)).toMatch(new RegExp(`^${sub}-`));
  }
});

test('an error reaches only the caller whom it is about', async () => {
  // No service knows the nickname of person 2.
  const answers = await askAll([...ids, '2', '404']);
  expect(gateway.services.mail.calls.some(isMerged)).toBe(true);
  const [unknown, nobody] = answers.splice(-2);
  expect(answers.map(({ data, errors }) => ({ data, errors }))).toEqual(ids.map((id) => ({ data: whole(id) })));
  expect(unknown?.data).toEqual({ person: { id: '2', name: 'Person 2', nickname: null } });
  expect(unknown?.errors).toEqual([
    {
      message: 'No nickname is known.',
      path: ['person', 'nickname'],
      extensions: { code: 'NOT_FOUND', service: 'mail' },
    },
  ]);
  expect(nobody).toMatchObject({ data: { person: null } });
  expect(nobody?.errors).toBeUndefined();
});

test('an operation that a service refuses when merged is sent one by one, and not merged for a while', async () => {
  const { people } = gateway.services;
  const refused: ReceivedCall[] = [];
  people.answer = (response, call) => {
    if (isMerged(call)) refused.push(call);
    return isMerged(call)
      ? send(response, {
          errors: [{ message: 'Too many aliases.', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
        })
      : send(response, {
          data: {
            person: { __typename: 'Person', id: call.variables.id, name: `Person ${String(call.variables.id)}` },
          },
        });
  };
  expect((await askAll(ids)).map(({ data }) => data)).toEqual(ids.map(whole));
  expect(refused.length).toBeGreaterThan(0);
  refused.length = 0;
  expect((await askAll(ids)).map(({ data }) => data)).toEqual(ids.map(whole));
  expect(refused).toHaveLength(0);
});

test('a slow call delays no other, merged with it or not', async () => {
  const { people } = gateway.services;
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  people.hold = ({ variables }) => (Object.values(variables).includes('slow') ? released : undefined);
  const before = askAll(ids.slice(0, 10));
  const slow = askAll(['slow']);
  const after = askAll(ids.slice(10));
  expect((await Promise.all([before, after])).flat().map(({ data }) => data)).toEqual(ids.map(whole));
  release();
  expect((await slow).map(({ data }) => data)).toEqual([whole('slow')]);
});

test('answers that are too large together are fetched one by one', async () => {
  const large = Array.from({ length: 16 }, (_, index) => `${index}`.padEnd(80_000, 'x'));
  const answers = await Promise.all(
    large.map((id) => gateway.ask('query ($id: ID!) { person(id: $id) { name } }', { variables: { id } })),
  );
  expect(answers.map(({ data }) => data)).toEqual(large.map((id) => ({ person: { name: `Person ${id}` } })));
});

test('a stopped service is unavailable to each caller', async () => {
  await gateway.services.mail.stop();
  const answers = await askAll(ids);
  for (const [index, { data, errors }] of answers.entries()) {
    expect(data).toEqual({ person: { id: ids[index], name: `Person ${ids[index]}`, nickname: null } });
    expect(errors).toMatchObject([
      { path: ['person', 'nickname'], extensions: { code: 'SERVICE_UNAVAILABLE', service: 'mail' } },
    ]);
  }
});

test('mutations are never merged', async () => {
  await Promise.all(ids.map(() => gateway.ask('mutation { count }')));
  expect(gateway.services.people.calls).toHaveLength(ids.length);
});
