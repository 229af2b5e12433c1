/** Every answer of the gateway has the id of its request, and is compressed if that is worth it. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { TestGateway } from '../support/test-gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(() => gateway.stop());
beforeEach(() => gateway.reset());

/** Sends an operation with a client that does not decompress by itself. */
async function ask(query: string, headers: Record<string, string> = {}) {
  const {
    statusCode,
    headers: got,
    body,
  } = await request(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${gateway.token}`, ...headers },
    body: JSON.stringify({ query }),
  });
  return { statusCode, headers: got, bytes: Buffer.from(await body.arrayBuffer()) };
}
const large = '{ people(first: 60) { id name label email kind } }';
const people = (bytes: Buffer) => (JSON.parse(bytes.toString()) as { data: { people: object[] } }).data.people;

it.each([
  ['gzip', gunzipSync],
  ['br', brotliDecompressSync],
  ['gzip;q=0.5, br', brotliDecompressSync],
])('a large answer is compressed (%s)', async (encoding, unpack) => {
  const { headers, bytes } = await ask(large, { 'accept-encoding': encoding });
  expect(headers['content-encoding']).toBe(encoding.split(' ').at(-1));
  expect(String(headers.vary).toLowerCase()).toContain('accept-encoding');
  expect(people(unpack(bytes))).toHaveLength(60);
  expect(bytes.length).toBeLessThan(1_500);
});

it('a large answer is not compressed for a client that cannot decompress, and a small one for nobody', async () => {
  const plain = await ask(large);
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(people(plain.bytes)).toHaveLength(60);
  const small = await ask('{ now }', { 'accept-encoding': 'gzip, br' });
  expect(small.headers['content-encoding']).toBeUndefined();
});

it('events are not compressed', async () => {
  const { headers, bytes } = await ask(large, { 'accept-encoding': 'gzip, br', accept: 'text/event-stream' });
  expect([headers['content-encoding'], headers['content-type']]).toEqual([
    undefined,
    'text/event-stream; charset=utf-8',
  ]);
  expect(bytes.toString()).toMatch(/^event: next\ndata: \{"data":/);
});

const made = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const given = '0123456789abcdef0123456789abcdef';

it.each([
  ['a well-formed one is kept', given, new RegExp(`^${given}$`)],
  ['a missing one is made', undefined, made],
  ['one that could be anything is made anew', 'jane.doe@example.test', made],
  ['one that is too long is made anew', 'a'.repeat(65), made],
])('the id of a request is in its answer, in the log, and sent to services: %s', async (_title, id, expected) => {
  const { headers } = await ask('{ now forbidden }', id === undefined ? {} : { 'x-request-id': id });
  const answered = String(headers['x-request-id']);
  expect(answered).toMatch(expected);
  expect(gateway.services.people.calls.at(-1)?.headers['x-request-id']).toBe(answered);
  expect(gateway.logLines.map(({ requestId }) => requestId)).toContain(answered);
});

it.each(['/nowhere', '/schema.graphql', '/health/live'])('every other request has an id too: %s', async (path) => {
  const { headers } = await fetch(`${gateway.url}${path}`);
  expect(headers.get('x-request-id')).toMatch(made);
});

it('a caller gets the API as SDL, cached after the first time', async () => {
  const headers = { authorization: `Bearer ${gateway.token}` };
  const first = await fetch(`${gateway.url}/schema.graphql`, { headers });
  expect([first.status, first.headers.get('content-type')]).toEqual([200, 'application/graphql; charset=utf-8']);
  const text = await first.text();
  expect(text).toBe(gateway.store.current.publicSdl);
  expect(text).toContain('type Person implements Named');
  expect(text).not.toMatch(/join__|secret|personalData/);
  // Weak: the same text may come compressed.
  const tag = String(first.headers.get('etag'));
  expect(tag).toMatch(/^W\/"[\w-]+"$/);
  const statusFor = async (known: string) => {
    const again = await fetch(`${gateway.url}/schema.graphql`, { headers: { ...headers, 'if-none-match': known } });
    return [again.status, (await again.text()) === ''];
  };
  for (const known of [tag, tag.slice(2), `"another", ${tag}`, '*'])
    expect(await statusFor(known)).toEqual([304, true]);
  expect(await statusFor('"another"')).toEqual([200, false]);
  expect((await fetch(`${gateway.url}/schema.graphql`)).status).toBe(401);
});
