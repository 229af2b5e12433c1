/**
 * Cosmo's execution configuration, which its CDN hands to its routers in place of a supergraph. It holds every subgraph's own SDL,
 * name and URL; they are composed here, as Cosmo composed them.
 */
import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import { decodeJwt } from 'jose';
import { parse } from 'graphql';
import { z } from 'zod';
import { askRegistry, polledSource, type PollOptions } from './polled-source';
import { attempt, SupergraphError } from '../supergraph-error';
import { UnusableAnswer, type SupergraphSource } from './supergraph-source';

/** Where the configuration is: a CDN that is asked as Cosmo's routers ask it, or a file that any server hands out. */
export interface CosmoPlace {
  url: URL;
  /** The graph's token, shown as a bearer token. */
  token?: string | undefined;
  /** POST tells the CDN the version that is known; GET goes by the ETag. */
  method: 'GET' | 'POST';
}

/** Cosmo's own CDN. */
const publicCdn = new URL('https://cosmo-cdn.wundergraph.com/');

const claims = z.object({ organization_id: z.string().min(1), federated_graph_id: z.string().min(1) });

/**
 * The place that a graph's token and, instead of Cosmo's own CDN, a URL name: a whole address when it ends with `.json`.
 * @returns null when there is neither an address nor a token that names a graph
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

/** The supergraph of an execution configuration, asked for again and again, for what has changed only. */
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
    // Remembered once it is understood, so that a bad one is named again with each look.
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

/** @throws SupergraphError naming each subgraph that cannot be served, or why they do not compose */
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
  // What a subgraph's owners say in its SDL of a service that is retired is lost to composition.
  const retired = services.flatMap(({ sdl }) => sdl.match(/^#\s*retired:.*$/gm) ?? []);
  return [...new Set(retired), result.supergraphSdl.trim(), ''].join('\n');
}
