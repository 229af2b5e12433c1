/**
 * Reads Cosmo's execution configuration, which its CDN serves to routers instead of a supergraph. It contains every subgraph's SDL,
 * name and URL; the subgraphs are composed here.
 */
import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import { decodeJwt } from 'jose';
import { parse } from 'graphql';
import { z } from 'zod';
import { askRegistry, polledSource, type PollOptions } from './polled-source';
import { attempt, SupergraphError } from '../supergraph-error';
import { UnusableAnswer, type SupergraphSource } from './supergraph-source';

/** Where the configuration is: a CDN with the protocol of Cosmo's routers, or a file on any server. */
export interface CosmoPlace {
  url: URL;
  /** The graph's token, sent as a bearer token. */
  token?: string | undefined;
  /** POST sends the known version to the CDN; GET uses the ETag. */
  method: 'GET' | 'POST';
}

/** Cosmo's own CDN. */
const publicCdn = new URL('https://cosmo-cdn.wundergraph.com/');

const claims = z.object({ organization_id: z.string().min(1), federated_graph_id: z.string().min(1) });

/**
 * Returns the place of the configuration that a URL and a graph's token name.
 * @param url the address of a file when it ends with `.json`; otherwise a CDN to use instead of Cosmo's own
 * @param token the graph's token, which names the graph
 * @returns null when there is neither the address of a file nor a token that names a graph
 */
export function cosmoPlace(url: URL | undefined, token: string | undefined): CosmoPlace | null {
  if (url?.pathname.endsWith('.json')) return { url, token, method: 'GET' };
  if (token === undefined) return null;
  try {
    const graph = claims.parse(decodeJwt(token));
    const [organization, id] = [graph.organization_id, graph.federated_graph_id].map(encodeURIComponent);
    const at = new URL(url ?? publicCdn);
    at.pathname = `${at.pathname.replace(/\/+$/, '')}/${organization}/${id}/routerconfigs/latest.json`;
    return { url: at, token, method: 'POST' };
  } catch {
    return null;
  }
}

const configuration = z.object({
  version: z.string().default(''),
  subgraphs: z.array(z.object({ id: z.string(), name: z.string(), routingUrl: z.string() })).min(1),
  engineConfig: z.object({
    datasourceConfigurations: z.array(
      z.object({
        id: z.string(),
        customGraphql: z
          .object({
            federation: z.object({ serviceSdl: z.string().default('') }).optional(),
            grpc: z.object({}).nullish(),
          })
          .nullish(),
      }),
    ),
  }),
});

type Configuration = z.output<typeof configuration>;

/** A source that polls an execution configuration, and reads it only when it has changed. */
export function cosmoSource({ url, token, method }: CosmoPlace, { every, ...bounds }: PollOptions): SupergraphSource {
  const secret: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  let version = '';
  let etag: string | undefined;
  return polledSource('Cosmo', every, async () => {
    const headers = {
      accept: 'application/json',
      ...(method === 'POST' ? { 'content-type': 'application/json; charset=UTF-8' } : {}),
      ...(etag === undefined ? {} : { 'if-none-match': etag }),
    };
    const body = method === 'POST' ? { body: JSON.stringify({ version }) } : {};
    const answer = await askRegistry(url, { method, headers, secret, ...body }, bounds);
    if (answer.status === 304) return undefined;
    const config = readAnswer(answer.text);
    const sdl = composed(config);
    // Remembered only after success, so that each poll reports an unusable configuration again.
    [version, etag] = [config.version, answer.etag];
    return sdl;
  });
}

/** @throws UnusableAnswer */
function readAnswer(text: string): Configuration {
  try {
    return configuration.parse(JSON.parse(text));
  } catch {
    throw new UnusableAnswer('NO_EXECUTION_CONFIG');
  }
}

/** Composes the subgraphs. @throws SupergraphError with each subgraph that cannot be served, or why they do not compose */
function composed({ subgraphs, engineConfig }: Configuration): string {
  const sources = new Map(engineConfig.datasourceConfigurations.map((source) => [source.id, source.customGraphql]));
  const problems: string[] = [];
  const services = subgraphs.flatMap(({ id, name, routingUrl: url }) => {
    const source = sources.get(id);
    const sdl = source?.federation?.serviceSdl ?? '';
    if (source?.grpc || sdl === '')
      problems.push(`${name}: is no GraphQL service with an SDL in Cosmo's configuration`);
    return sdl === '' ? [] : [{ name, url, sdl }];
  });
  if (problems.length > 0) throw new SupergraphError(problems);
  services.sort((a, b) => (a.name < b.name ? -1 : 1));
  const result = composeServices(
    services.map(({ name, url, sdl }) => ({
      name,
      url,
      typeDefs: attempt(`${name}: its SDL in Cosmo's configuration cannot be read`, () => parse(sdl)),
    })),
  );
  if (compositionHasErrors(result)) throw new SupergraphError(result.errors.map(({ message }) => message));
  // Composition drops comments, so the `# retired:` comments of the subgraphs' SDL are added again.
  const retired = services.flatMap(({ sdl }) => sdl.match(/^#\s*retired:.*$/gm) ?? []);
  return [...new Set(retired), result.supergraphSdl.trim(), ''].join('\n');
}
