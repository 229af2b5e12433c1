/**
 * The handwritten baseline: a server without GraphQL that makes the same calls to the services, and merges the answers, in code
 * for each operation. The environment names the URLs by service, the file of TOKENS by service, and the PORT.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Pool } from 'undici';
import { shapes, type Ask } from './shapes';

const byService = (json: string) => JSON.parse(json) as Record<string, string>;
const urls = byService(process.env.URLS ?? '{}');
/** Tokens live for a minute, and the bench writes new ones into the file. */
const readTokens = () => byService(readFileSync(process.env.TOKENS ?? '', 'utf8'));
let tokens = readTokens();
setInterval(() => (tokens = readTokens()), 10_000).unref();
const pools = new Map(
  Object.entries(urls).map(([name, url]) => [name, { pool: new Pool(new URL(url).origin, { connections: 64 }), url }]),
);
const byQuery = new Map(shapes.map((shape) => [shape.query, shape]));

const ask: Ask = async <T>(service: string, query: string, variables: Record<string, unknown>) => {
  const target = pools.get(service);
  if (!target) throw new Error(`There is no service ${service}.`);
  const { body } = await target.pool.request({
    method: 'POST',
    path: new URL(target.url).pathname,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[service]}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data } = (await body.json()) as { data: T };
  return data;
};

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
      query: string;
      variables: Record<string, unknown>;
    };
    const shape = byQuery.get(query);
    if (!shape) {
      outgoing.writeHead(404).end();
      return;
    }
    shape.byHand(ask, variables).then(
      (data) => outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data })),
      () => outgoing.writeHead(500).end(),
    );
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
