/** The supergraph is replaced while requests run. */
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileSource, urlSource } from '../../../../gateway/federation/supergraph/sources/source';
import { SupergraphError } from '../../../../gateway/federation/supergraph/supergraph-error';
import { fixtureSchema, sdl } from '../../support/fixture-schemas';
import { FixtureServer, send } from '../../support/fixture-server';
import { supergraphOf, TestGateway } from '../../support/test-gateway';

let gateway: TestGateway;
let directory: string;
let urls: { people: string; mail: string };
beforeEach(async () => {
  gateway = await TestGateway.start({ subgraphs: { timeout: 30_000 } });
  urls = { people: gateway.services.people.url, mail: gateway.services.mail.url };
  directory = await mkdtemp(path.join(tmpdir(), 'habeas-supergraph-'));
});
afterEach(async () => {
  await gateway.stop();
  await rm(directory, { recursive: true });
});

const withField = (name: string) =>
  supergraphOf(urls, { people: sdl.people.replace('now: DateTime', `now: DateTime ${name}: String`) });

async function until(condition: () => boolean) {
  for (let waited = 0; !condition() && waited < 8_000; waited += 50) await pause(50);
  expect(condition()).toBe(true);
}

it('a new one serves from the next request on, and is announced', async () => {
  const changes: [number, number | undefined][] = [];
  gateway.store.on('changed', (next, previous) => changes.push([next.generation, previous?.generation]));
  expect((await gateway.ask('{ extra }')).errors?.[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
  gateway.services.people.answer = (response) => send(response, { data: { extra: 'new' } });
  await gateway.store.replace(withField('extra'));
  expect(await gateway.ask('{ extra }')).toMatchObject({ data: { extra: 'new' } });
  expect(changes).toEqual([[2, 1]]);
});

it('the same one again changes nothing', async () => {
  const before = gateway.store.current;
  expect(await gateway.store.replace(before.sdl)).toBe(before);
});

it('loses no request while it is replaced over and over', async () => {
  let running = true;
  const answers: unknown[] = [];
  const load = Array.from({ length: 8 }, async () => {
    while (running) answers.push(await gateway.ask('{ person(id: "1") { name unread } now }'));
  });
  // On a slow machine too, there must be enough answers.
  let rounds = 0;
  while (rounds < 10 || (answers.length <= 10 && rounds < 200)) {
    rounds += 1;
    await gateway.store.replace(withField(`extra${rounds}`));
    await pause(100);
  }
  running = false;
  await Promise.all(load);
  expect(answers.length).toBeGreaterThan(10);
  for (const answer of answers) {
    expect(answer).toMatchObject({
      status: 200,
      data: { person: { name: 'Person 1', unread: 5 }, now: '2026-01-02T03:04:05Z' },
    });
    expect(answer).not.toHaveProperty('errors');
  }
  expect(gateway.store.current.generation).toBe(rounds + 1);
});

it('an operation ends on the supergraph that it was validated against', async () => {
  await gateway.store.replace(withField('extra'));
  const moments = new EventEmitter();
  gateway.services.people.answer = async (response) => {
    const replaced = once(moments, 'replaced');
    moments.emit('asked');
    await replaced;
    send(response, { data: { extra: 'still here' } });
  };
  const asked = once(moments, 'asked');
  const slow = gateway.ask('{ extra }');
  await asked;
  await gateway.store.replace(supergraphOf(urls));
  moments.emit('replaced');
  expect(await slow).toMatchObject({ status: 200, data: { extra: 'still here' } });
  expect(await gateway.ask('{ extra }')).toMatchObject({ status: 400 });
});

it('calls a service at its new address, and lets calls to the old one finish', async () => {
  const moved = await FixtureServer.start(fixtureSchema('people'));
  gateway.services.people.answer = async (response) => {
    await pause(300);
    send(response, { data: { now: 'from the old one' } });
  };
  const slow = gateway.ask('{ now }');
  await pause(100);
  await gateway.store.replace(supergraphOf({ ...urls, people: moved.url }));
  expect(await gateway.ask('{ now }')).toMatchObject({ data: { now: '2026-01-02T03:04:05Z' } });
  expect(moved.calls).toHaveLength(1);
  expect(await slow).toMatchObject({ data: { now: 'from the old one' } });
  await moved.stop();
});

describe('a bad one is refused with its reason, and the good one still serves', () => {
  it.each<[string, () => string, RegExp]>([
    ['no GraphQL at all', () => 'type Query {', /it is no supergraph/],
    ['an empty text', () => '', /it is no supergraph/],
    ['a schema that is no supergraph', () => 'type Query { now: String }', /names no subgraph/],
    ['a subgraph without a URL', () => gateway.store.current.sdl.replace(urls.mail, ''), /a subgraph cannot be called/],
    ['one that is cut off', () => gateway.store.current.sdl.slice(0, 2_000), /./],
    ['one without a root type', () => gateway.store.current.sdl.replace(/^type Query[\s\S]*?^}/m, ''), /./],
    [
      'one that lost a PII service',
      () => supergraphOf({ people: urls.people }),
      /mail: is a PII service .* has vanished/,
    ],
  ])('%s', async (_title, make, reason) => {
    const before = gateway.store.current;
    const refused: SupergraphError[] = [];
    gateway.store.on('refused', (error) => refused.push(error));
    await expect(gateway.store.replace(make())).rejects.toThrow(SupergraphError);
    expect(gateway.store.current).toBe(before);
    expect(refused[0]?.message).toMatch(reason);
    expect(gateway.logLines.find(({ msg }) => String(msg).startsWith('supergraph refused'))).toMatchObject({
      problems: refused[0]?.problems,
    });
    expect(await gateway.ask('{ person(id: "1") { unread } }')).toMatchObject({ data: { person: { unread: 5 } } });
  });
});

/** The serving supergraph, with a directive on its schema. */
const linked = (directive: string) => gateway.store.current.sdl.replace(/^schema/m, `schema ${directive}`);
const spec = 'https://specs.apollo.dev';

describe('a feature that this gateway does not enforce is refused by name, and not served unprotected', () => {
  it.each<[string, () => string, string]>([
    [
      'an unknown feature for: SECURITY',
      () => linked('@link(url: "https://example.com/redact/v1.0", for: SECURITY)'),
      'the feature https://example.com/redact/v1.0 (for: SECURITY) is not one that this gateway enforces',
    ],
    [
      'one for: EXECUTION',
      () => linked(`@link(url: "${spec}/connect/v0.1", for: EXECUTION)`),
      `the feature ${spec}/connect/v0.1 (for: EXECUTION) is not one that this gateway enforces`,
    ],
    [
      'one for a purpose of tomorrow',
      () => linked('@link(url: "https://example.com/redact/v1.0", for: PRIVACY)'),
      'the feature https://example.com/redact/v1.0 (for: PRIVACY) is not one that this gateway enforces',
    ],
    [
      'one in an extension of the schema',
      () => `${gateway.store.current.sdl}\nextend schema @link(url: "https://example.com/a/v1.0", for: SECURITY)`,
      'the feature https://example.com/a/v1.0 (for: SECURITY) is not one that this gateway enforces',
    ],
    [
      'one by another name of @link',
      () =>
        linked(`@link(url: "${spec}/link/v1.0", as: "uses") @uses(url: "https://example.com/a/v1.0", for: SECURITY)`),
      'the feature https://example.com/a/v1.0 (for: SECURITY) is not one that this gateway enforces',
    ],
    [
      'one of a core schema',
      () => linked('@core(feature: "https://example.com/a/v1.0", for: SECURITY)'),
      'the feature https://example.com/a/v1.0 (for: SECURITY) is not one that this gateway enforces',
    ],
    [
      'another version of a known one',
      () => linked(`@link(url: "${spec}/inaccessible/v1.0", for: SECURITY)`),
      `the feature ${spec}/inaccessible/v1.0 (for: SECURITY) is not one that this gateway enforces`,
    ],
    [
      'a known one by another name',
      () => linked(`@link(url: "${spec}/requiresScopes/v0.1", as: "needs", for: SECURITY)`),
      `the feature ${spec}/requiresScopes/v0.1 (for: SECURITY) is called needs, and is enforced as requiresScopes alone`,
    ],
    [
      'a known one whose directive has another name',
      () =>
        linked(
          `@link(url: "${spec}/inaccessible/v0.2", for: SECURITY, import: [{ name: "@inaccessible", as: "@hidden" }])`,
        ),
      `the feature ${spec}/inaccessible/v0.2 (for: SECURITY) has its @inaccessible as @hidden, under which it is not enforced`,
    ],
    [
      '@authenticated, linked for nothing',
      () => linked(`@link(url: "${spec}/authenticated/v0.1")`),
      `the feature ${spec}/authenticated/v0.1 is not one that this gateway enforces`,
    ],
    [
      '@policy, used without a link',
      () => gateway.store.current.sdl.replace('now: DateTime', 'now: DateTime @policy(policies: [["p"]])'),
      '@policy is used, and this gateway does not enforce it',
    ],
    [
      'Federation’s own @authenticated',
      () => gateway.store.current.sdl.replace('now: DateTime', 'now: DateTime @federation__authenticated'),
      '@federation__authenticated is used, and this gateway does not enforce it',
    ],
  ])('%s', async (_title, make, problem) => {
    const before = gateway.store.current;
    const sdl = make();
    expect(sdl).not.toBe(before.sdl);
    await expect(gateway.store.replace(sdl)).rejects.toMatchObject({
      problems: expect.arrayContaining([problem]) as unknown,
    });
    expect(gateway.store.current).toBe(before);
  });

  it('a feature without a purpose is metadata, and is served', async () => {
    const sdl = linked('@link(url: "https://example.com/owners/v1.0", import: ["@owner"])');
    expect((await gateway.store.replace(sdl)).sdl).toBe(sdl);
  });
});

it('a PII service may be missing when the supergraph says that it is retired', async () => {
  expect(gateway.store.current.piiServices.map(({ name }) => name)).toEqual(['mail', 'people']);
  await gateway.store.replace(`# retired: mail\n${supergraphOf({ people: urls.people })}`);
  expect(gateway.store.current.piiServices.map(({ name }) => name)).toEqual(['people']);
});

describe('a watched file', () => {
  it('is loaded on every change, by a rename or in place; a bad one is refused', async () => {
    const file = path.join(directory, 'supergraph.graphql');
    await writeFile(file, withField('first'));
    await gateway.store.load(fileSource(file));
    gateway.store.watch(fileSource(file));
    await pause(100);
    const hasField = (name: string) => name in (gateway.store.current.schema.getQueryType()?.getFields() ?? {});
    expect(hasField('first')).toBe(true);

    await writeFile(`${file}.new`, withField('second'));
    await rename(`${file}.new`, file);
    await until(() => hasField('second'));

    await writeFile(file, 'type Query {');
    await until(() => gateway.logLines.some(({ msg }) => String(msg).startsWith('supergraph refused')));
    expect(hasField('second')).toBe(true);

    await rm(file);
    await until(() => gateway.logLines.some(({ msg }) => msg === 'the supergraph cannot be read'));
    expect(await gateway.ask('{ now }')).toMatchObject({ data: { now: '2026-01-02T03:04:05Z' } });

    await writeFile(file, withField('third'));
    await until(() => hasField('third'));
  }, 30_000);
});

describe('a URL that is polled', () => {
  let registry: Server;
  let url: URL;
  /** The registry's next answer, and the requests that it got. */
  let answer: { status?: number; sdl?: string; etag?: string; hang?: boolean };
  let asked: (string | undefined)[];

  beforeEach(async () => {
    asked = [];
    registry = createServer((request, response) => {
      const known = request.headers['if-none-match'];
      asked.push(known);
      if (answer.hang) return;
      if (answer.etag && known === answer.etag) response.writeHead(304).end();
      else response.writeHead(answer.status ?? 200, answer.etag ? { etag: answer.etag } : {}).end(answer.sdl);
    });
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
    url = new URL(`http://127.0.0.1:${(registry.address() as AddressInfo).port}/supergraph?secret=s3cret`);
  });
  afterEach(() => {
    gateway.store.close();
    registry.closeAllConnections();
    return new Promise((resolve) => registry.close(resolve));
  });

  const hasField = (name: string) => name in (gateway.store.current.schema.getQueryType()?.getFields() ?? {});
  const logged = (message: string, reason?: string) =>
    gateway.logLines.some((line) => line.msg === message && (reason === undefined || line.reason === reason));

  it('is loaded when it has changed, with conditional requests', async () => {
    answer = { sdl: withField('first'), etag: '"1"' };
    const source = urlSource(url, { every: 20 });
    await gateway.store.load(source);
    expect(hasField('first')).toBe(true);
    gateway.store.watch(source);
    await until(() => asked.filter((etag) => etag === '"1"').length > 2);
    const { generation } = gateway.store.current;
    answer = { sdl: withField('second'), etag: '"2"' };
    await until(() => hasField('second'));
    expect(gateway.store.current.generation).toBe(generation + 1);
    expect(await gateway.ask('{ now }')).toMatchObject({ data: { now: '2026-01-02T03:04:05Z' } });
  });

  it('that answers garbage, errors, nothing or too much keeps the good one serving, and recovers', async () => {
    answer = { sdl: withField('first') };
    const source = urlSource(url, { every: 20, timeout: 200, maximumBytes: 100_000 });
    await gateway.store.load(source);
    gateway.store.watch(source);
    answer = { sdl: 'type Query {' };
    await until(() => logged('supergraph refused, the previous one still serves'));
    const before = asked.length;
    await until(() => asked.length > before + 3);
    // An unchanged bad one is reported only once.
    expect(gateway.logLines.filter(({ msg }) => String(msg).startsWith('supergraph refused'))).toHaveLength(1);
    answer = { status: 503, sdl: 'down' };
    await until(() => logged('the supergraph cannot be read', 'HTTP_503'));
    answer = { sdl: `# ${'x'.repeat(200_000)}\n${withField('big')}` };
    await until(() => logged('the supergraph cannot be read', 'UND_ERR_RES_EXCEEDED_MAX_SIZE'));
    answer = { hang: true };
    await until(() => logged('the supergraph cannot be read', 'TimeoutError'));
    expect(hasField('first')).toBe(true);
    answer = { sdl: withField('second') };
    await until(() => hasField('second'));
    // The address may hold a secret of the registry.
    expect(JSON.stringify(gateway.logLines)).not.toContain('s3cret');
  });
});
