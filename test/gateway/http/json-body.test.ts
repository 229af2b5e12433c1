/** A body that is too much is refused before it is parsed (R27), and text that did not come as UTF-8 (R3). */
import * as fc from 'fast-check';
import { hasMoreValues } from '../../../gateway/http/front/json-body';
import { TestGateway } from '../support/test-gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start({ server: { subscriptionsByGet: true } });
});
afterAll(() => gateway.stop());

/** The number of commas between values. */
const commas = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  const parts = Object.values(value);
  return Math.max(0, parts.length - 1) + parts.reduce<number>((sum, part) => sum + commas(part), 0);
};

test('values are counted in the text, whatever its strings contain', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat({ max: 12 }), (value, maximum) => {
      const counted = commas(value);
      expect(hasMoreValues(Buffer.from(JSON.stringify(value)), maximum + 1)).toBe(counted >= maximum + 1);
    }),
    { numRuns: 500 },
  );
  expect(hasMoreValues(Buffer.from(JSON.stringify(['a,b,"c,\\', ',', '{,}'])), 3)).toBe(false);
});

const send = async (variables: object) => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${gateway.token}` },
    body: JSON.stringify({ query: '{ now }', variables }),
  });
  return { status: response.status, answer: (await response.json()) as object };
};

test('a body with too many values is refused, and one with long texts is not', async () => {
  expect(await send({ of: Array(21_000).fill('A') })).toEqual({
    status: 400,
    answer: {
      errors: [
        {
          message: 'The body has more than 20000 values, and a list takes at most 1000.',
          extensions: { code: 'BAD_USER_INPUT', argument: 'variables' },
        },
      ],
    },
  });
  expect(await send({ of: ','.repeat(60_000) })).toMatchObject({ status: 200, answer: { data: {} } });
});

test('a name that would change every object’s prototype is refused', async () => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${gateway.token}` },
    body: '{"query":"{ now }","variables":{"__proto__":{"admin":true}}}',
  });
  expect(response.status).toBe(400);
});

test('a subscription by GET whose variables are in another encoding than UTF-8 is refused', async () => {
  const query = encodeURIComponent('subscription ($id: ID!) { gdprRequestUpdated(id: $id) { id } }');
  const answer = await fetch(`${gateway.url}/graphql?query=${query}&variables={"id":"Ren%E9"}`, {
    headers: { authorization: `Bearer ${gateway.token}`, accept: 'text/event-stream' },
  });
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'id' } }] },
  ]);
});
