/** The supergraph from registries in their public forms: Hive's CDN with a header, and GraphOS' Uplink with GraphQL. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buildSchema, graphql, GraphQLError } from 'graphql';
import { readContract } from '../../../../gateway/federation/supergraph/contract-supergraph';
import { sourceOf } from '../../../../gateway/federation/supergraph/sources/source';
import { Supergraph } from '../../../../gateway/federation/supergraph/supergraph';
import type { SupergraphSource } from '../../../../gateway/federation/supergraph/sources/supergraph-source';
import { projectRoot } from '../../../../subgraphs/kit/base/project-root';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
async function serve(handle: Handle): Promise<URL> {
  const server = createServer((request, response) => void handle(request, response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

const key = 'hv2ABC-very-secret';

/** The next change that a source reports. */
const nextOf = (source: SupergraphSource): Promise<string> =>
  new Promise((resolve) => {
    const end = source.watch(
      (next) => (end(), resolve(next)),
      () => {},
    );
  });

describe("Hive's CDN", () => {
  const secret = { 'x-hive-cdn-key': key };

  test('gets the key, and is asked for changes', async () => {
    let sdl = 'first';
    const asked: (string | undefined)[] = [];
    const url = await serve(({ headers }, response) => {
      if (headers['x-hive-cdn-key'] !== key) return void response.writeHead(403).end();
      asked.push(headers['if-none-match']);
      if (headers['if-none-match'] === `"${sdl}"`) return void response.writeHead(304).end();
      return void response.writeHead(200, { etag: `"${sdl}"` }).end(sdl);
    });
    const source = sourceOf({ url, pollEvery: 20, secret });
    expect(await source.read()).toBe('first');
    const changed = nextOf(source);
    sdl = 'second';
    expect(await changed).toBe('second');
    expect(asked.slice(0, 2)).toEqual([undefined, '"first"']);
    await expect(sourceOf({ url, pollEvery: 20 }).read()).rejects.toMatchObject({ code: 'HTTP_403' });
  });

  test('may redirect, without the key being sent on; but not in a circle', async () => {
    const seen: (string | string[] | undefined)[] = [];
    const store = await serve(({ headers }, response) => {
      seen.push(headers['x-hive-cdn-key']);
      response.end('stored');
    });
    const url = await serve((_, response) => void response.writeHead(302, { location: store.href }).end());
    expect(await sourceOf({ url, pollEvery: 20, secret }).read()).toBe('stored');
    expect(seen).toEqual([undefined]);
    const circle = await serve((_, response) => void response.writeHead(302, { location: '/' }).end());
    await expect(sourceOf({ url: circle, pollEvery: 20, secret }).read()).rejects.toMatchObject({ code: 'HTTP_302' });
  });
});

describe("GraphOS' Uplink", () => {
  // From its public schema.
  const schema = buildSchema(`
    type Query { routerConfig(ref: String!, apiKey: String!, ifAfterId: ID): RouterConfigResponse! }
    union RouterConfigResponse = RouterConfigResult | Unchanged | FetchError
    type RouterConfigResult { id: ID! supergraphSDL: String! minDelaySeconds: Float! }
    type Unchanged { id: ID! minDelaySeconds: Float! }
    type FetchError { code: FetchErrorCode! message: String! minDelaySeconds: Float! }
    enum FetchErrorCode { AUTHENTICATION_FAILED ACCESS_DENIED UNKNOWN_REF RETRY_LATER }
  `);
  let sdl: string;
  const routerConfig = ({ ref, apiKey, ifAfterId }: { ref: string; apiKey: string; ifAfterId?: string }) => {
    if (apiKey !== key) return { __typename: 'FetchError', code: 'AUTHENTICATION_FAILED', message: apiKey };
    if (ref !== 'habeas@production') return { __typename: 'FetchError', code: 'UNKNOWN_REF', message: ref };
    if (ifAfterId === `id-${sdl}`) return { __typename: 'Unchanged', id: ifAfterId };
    return { __typename: 'RouterConfigResult', id: `id-${sdl}`, supergraphSDL: sdl };
  };
  const uplink = () =>
    serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
        query: string;
        variables: Record<string, unknown>;
      };
      const answer = await graphql({ schema, source: query, variableValues: variables, rootValue: { routerConfig } });
      for (const error of answer.errors ?? []) throw new GraphQLError(error.message);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
    });
  const sourceAt = (endpoints: URL[], given: { graphRef?: string; apiKey?: string } = {}) =>
    sourceOf({ uplink: { graphRef: 'habeas@production', apiKey: key, endpoints, ...given }, pollEvery: 20 });

  test('a redirect to another origin is not followed, because the question holds the key', async () => {
    sdl = 'first';
    const seen: string[] = [];
    const other = await serve(async (request, response) => {
      for await (const chunk of request) seen.push(String(chunk));
      response.end();
    });
    const away = await serve((_, response) => void response.writeHead(307, { location: other.href }).end());
    await expect(sourceAt([away]).read()).rejects.toMatchObject({ code: 'HTTP_307' });
    // The next endpoint is asked, as after any other failure.
    expect(await sourceAt([away, await uplink()]).read()).toBe('first');
    expect(seen).toEqual([]);
  });

  test('gives the supergraph, and its changes', async () => {
    sdl = 'first';
    const source = sourceAt([await uplink()]);
    expect(await source.read()).toBe('first');
    expect(await source.read()).toBe('first');
    const changed = nextOf(source);
    sdl = 'second';
    expect(await changed).toBe('second');
  });

  test('is asked at its second address when the first does not answer, and its refusal is reported', async () => {
    sdl = 'first';
    const broken = await serve((_, response) => void response.writeHead(500).end());
    expect(await sourceAt([broken, await uplink()]).read()).toBe('first');
    await expect(sourceAt([await uplink()], { apiKey: 'wrong' }).read()).rejects.toMatchObject({
      code: 'AUTHENTICATION_FAILED',
      message: expect.not.stringContaining('wrong') as string,
    });
    await expect(sourceAt([await uplink()], { graphRef: 'other@x' }).read()).rejects.toMatchObject({
      code: 'UNKNOWN_REF',
    });
    const page = await serve((_, response) => void response.end('<html>'));
    await expect(sourceAt([page]).read()).rejects.toMatchObject({ code: 'NO_ROUTER_CONFIG' });
  });
});

describe('behind a router', () => {
  const committed = readFileSync(path.join(projectRoot(), 'schema', 'supergraph.graphql'), 'utf8');
  const featured = `${committed}\nextend schema @link(url: "https://example.com/a/v1.0", for: SECURITY)`;

  test('features that a router enforces do not matter to a process that plans nothing; the loss of a service does', async () => {
    expect(readContract(featured, 1).piiServices.map(({ name }) => name)).toEqual([
      'dialer',
      'directory',
      'external-contacts',
      'messaging',
      'recordings',
    ]);
    await expect(Supergraph.build(featured, 1, () => () => Promise.resolve({ data: {} }))).rejects.toThrow(
      /for: SECURITY/,
    );
    expect(() => readContract('type Query { a: Int }', 1)).toThrow(/names no subgraph/);
    expect(() => readContract('type {', 1)).toThrow(/it is no supergraph/);
    const moved = committed.replace(/(name: "messaging", url: ")[^"]*"/, '$1messaging"');
    expect(() => readContract(moved, 1)).toThrow(/messaging: its address is no URL/);
  });
});
