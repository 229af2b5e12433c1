/** The supergraph from Cosmo: the execution configuration of its CDN, which is composed here. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UnsecuredJWT } from 'jose';
import { cosmoPlace } from '../../../../gateway/federation/supergraph/sources/cosmo-source';
import { discoverPiiServices, subgraphsOf } from '../../../../gateway/federation/supergraph/discovery';
import { readContract } from '../../../../gateway/federation/supergraph/contract-supergraph';
import { sourceOf } from '../../../../gateway/federation/supergraph/sources/source';
import { parse } from 'graphql';
import { subgraphSdl } from '../../../../subgraphs/kit/base/sdl';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

const names = ['directory', 'external-contacts', 'dialer', 'messaging', 'recordings', 'gdpr'];
const token = new UnsecuredJWT({ organization_id: 'organisation one', federated_graph_id: 'graph-1' }).encode();

interface Subgraph {
  name: string;
  sdl: string;
  grpc?: object;
}

const all = (): Subgraph[] => names.map((name) => ({ name, sdl: subgraphSdl(name) }));

/** A configuration as Cosmo writes it, with parts that are not read here. */
const configurationOf = (subgraphs: Subgraph[], version = 'version-1') => ({
  engineConfig: {
    defaultFlushInterval: '500',
    datasourceConfigurations: subgraphs.map(({ name, sdl, grpc }) => ({
      kind: 'GRAPHQL',
      id: `id-of-${name}`,
      rootNodes: [{ typeName: 'Query', fieldNames: ['personalData'] }],
      overrideFieldPathFromAlias: true,
      customGraphql: {
        fetch: {
          url: { staticVariableContent: `http://${name}.example/graphql` },
          method: 'POST',
          header: {},
          body: {},
        },
        subscription: { enabled: true, protocol: 'GRAPHQL_SUBSCRIPTION_PROTOCOL_WS' },
        federation: { enabled: true, serviceSdl: sdl },
        upstreamSchema: { key: `key-of-${name}` },
        ...(grpc ? { grpc } : {}),
      },
      requestTimeoutSeconds: '10',
    })),
    fieldConfigurations: [],
    graphqlSchema: 'type Query { a: Int }',
    stringStorage: Object.fromEntries(subgraphs.map(({ name }) => [`key-of-${name}`, 'type Query { a: Int }'])),
  },
  version,
  subgraphs: subgraphs.map(({ name }) => ({
    id: `id-of-${name}`,
    name,
    routingUrl: `http://${name}.example/graphql`,
  })),
  compatibilityVersion: '1:0.55.0',
});

interface Asked {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A server that answers each request; `asked` collects the requests. */
async function serve(answer: (asked: Asked) => { status: number; headers?: Record<string, string>; text?: string }) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const question = { method: request.method, url: request.url, headers: request.headers, body };
      asked.push(question);
      const { status, headers = {}, text = '' } = answer(question);
      response.writeHead(status, headers).end(text);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { asked, url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/cdn`) };
}

/** Cosmo's CDN: it requires the graph's token, and answers 304 for a known version. */
const cdn = (current: () => ReturnType<typeof configurationOf>) =>
  serve(({ method, url, headers, body }) => {
    if (headers.authorization !== `Bearer ${token}`) return { status: 401, text: 'Unauthorized' };
    if (method !== 'POST' || url !== '/cdn/organisation%20one/graph-1/routerconfigs/latest.json')
      return { status: 404 };
    if ((JSON.parse(body) as { version: string }).version === current().version) return { status: 304 };
    return { status: 200, text: JSON.stringify(current()) };
  });

const placeOf = (url: URL, shown: string | undefined = token) => {
  const cosmo = cosmoPlace(url, shown);
  if (!cosmo) throw new Error('The place names no graph.');
  return { cosmo, pollEvery: 20 };
};

test("Cosmo's CDN is asked for the token's graph, and its subgraphs are composed", async () => {
  const config = configurationOf(all());
  const { url, asked } = await cdn(() => config);
  const source = sourceOf(placeOf(url));
  const sdl = await source.read();
  expect(subgraphsOf(parse(sdl)).map(({ name, url: at }) => [name, at])).toEqual(
    [...names].sort().map((name) => [name, `http://${name}.example/graphql`]),
  );
  expect(discoverPiiServices(sdl).map(({ name }) => name)).toEqual(names.filter((name) => name !== 'gdpr').sort());
  expect(readContract(sdl, 1).piiServices).toHaveLength(5);
  // The known version.
  expect(await source.read()).toBe(sdl);
  expect(asked.map(({ body }) => body)).toEqual(['{"version":""}', '{"version":"version-1"}']);
});

test('a change is loaded; one that does not compose is reported in the composer’s words, until it does', async () => {
  let config = configurationOf(all());
  const { url } = await cdn(() => config);
  const source = sourceOf(placeOf(url));
  await source.read();
  const seen: string[] = [];
  const changed = new Promise<string>((resolve) => {
    const end = source.watch(
      (sdl) => (end(), resolve(sdl)),
      (reason) => {
        seen.push(reason);
        const retired = all().map((each) =>
          each.name === 'gdpr' ? { ...each, sdl: `# retired: recordings\n${each.sdl}` } : each,
        );
        config = configurationOf(
          retired.filter(({ name }) => name !== 'recordings'),
          'version-3',
        );
      },
    );
  });
  const broken = all().map((each) =>
    each.name === 'dialer' ? { ...each, sdl: each.sdl.replace('@key(fields: "id")', '@key(fields: "nothing")') } : each,
  );
  config = configurationOf(broken, 'version-2');
  const sdl = await changed;
  expect(seen[0]).toMatch(/\[dialer\].*nothing/);
  expect(sdl).toMatch(/^# retired: recordings$/m);
  expect(discoverPiiServices(sdl).map(({ name }) => name)).not.toContain('recordings');
});

test('a file of the same form is requested with its ETag, with or without a token', async () => {
  let tag = '"one"';
  const { url, asked } = await serve(({ headers }) =>
    headers['if-none-match'] === tag
      ? { status: 304 }
      : { status: 200, headers: { etag: tag }, text: JSON.stringify(configurationOf(all(), tag)) },
  );
  const file = new URL('/router.json', url);
  const source = sourceOf({
    cosmo: cosmoPlace(file, undefined) as NonNullable<ReturnType<typeof cosmoPlace>>,
    pollEvery: 20,
  });
  const sdl = await source.read();
  expect(await source.read()).toBe(sdl);
  tag = '"two"';
  expect(await source.read()).toBe(sdl);
  expect(asked.map(({ method, headers }) => [method, headers['if-none-match'], headers.authorization])).toEqual([
    ['GET', undefined, undefined],
    ['GET', '"one"', undefined],
    ['GET', '"one"', undefined],
  ]);
  await sourceOf(placeOf(file, 'some-token')).read();
  expect(asked.at(-1)?.headers.authorization).toBe('Bearer some-token');
});

test('an invalid configuration, or one with a subgraph that is not served, is refused by name', async () => {
  const readOf = async (text: string, status = 200) => {
    const { url } = await serve(() => ({ status, text }));
    return sourceOf(placeOf(url)).read();
  };
  await expect(readOf('no JSON')).rejects.toMatchObject({ code: 'NO_EXECUTION_CONFIG' });
  await expect(readOf('{"engineConfig":{},"subgraphs":[]}')).rejects.toMatchObject({ code: 'NO_EXECUTION_CONFIG' });
  await expect(readOf('', 401)).rejects.toMatchObject({ code: 'HTTP_401' });
  const withGrpc = [...all(), { name: 'prices', sdl: 'type Query { price: Int }', grpc: { protoSchema: '' } }];
  await expect(readOf(JSON.stringify(configurationOf(withGrpc)))).rejects.toThrow(/prices: is no GraphQL service/);
  const events = configurationOf([...all(), { name: 'events', sdl: '' }]);
  await expect(readOf(JSON.stringify(events))).rejects.toThrow(/events: is no GraphQL service/);
  const unreadable = configurationOf([{ name: 'odd', sdl: 'type {' }]);
  await expect(readOf(JSON.stringify(unreadable))).rejects.toThrow(/odd: its SDL/);
});

test('a token without a graph names no place, unless the address is complete', () => {
  expect(cosmoPlace(undefined, undefined)).toBeNull();
  expect(cosmoPlace(undefined, 'nonsense')).toBeNull();
  expect(cosmoPlace(undefined, new UnsecuredJWT({ federated_graph_id: 'g' }).encode())).toBeNull();
  expect(cosmoPlace(undefined, token)?.url.href).toBe(
    'https://cosmo-cdn.wundergraph.com/organisation%20one/graph-1/routerconfigs/latest.json',
  );
});
