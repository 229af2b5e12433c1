/** Polls GraphOS Uplink, a GraphQL API that returns the supergraph of a graph variant to callers with its API key. */
import { z } from 'zod';
import { askRegistry, polledSource, type PollOptions } from './polled-source';
import { UnusableAnswer, type SupergraphSource } from './supergraph-source';

export interface UplinkPlace {
  /** `graph@variant`. */
  graphRef: string;
  apiKey: string;
  /** Tried in this order until one answers. */
  endpoints: readonly URL[];
}

/** The public endpoints of Uplink, in two clouds. */
export const publicUplinks = ['https://uplink.api.apollographql.com/', 'https://aws.uplink.api.apollographql.com/'];

const document = `query Supergraph($ref: String!, $apiKey: String!, $ifAfterId: ID) {
  routerConfig(ref: $ref, apiKey: $apiKey, ifAfterId: $ifAfterId) {
    __typename
    ... on RouterConfigResult { id supergraphSDL }
    ... on Unchanged { id }
    ... on FetchError { code }
  }
}`;

const answers = z.object({
  data: z.object({
    routerConfig: z.discriminatedUnion('__typename', [
      z.object({ __typename: z.literal('RouterConfigResult'), id: z.string(), supergraphSDL: z.string() }),
      z.object({ __typename: z.literal('Unchanged') }),
      z.object({ __typename: z.literal('FetchError'), code: z.string().regex(/^[A-Z_]{1,50}$/) }),
    ]),
  }),
});

/** A source that polls Uplink, and reads the supergraph only when it has changed. */
export function uplinkSource(
  { graphRef, apiKey, endpoints }: UplinkPlace,
  { every, ...bounds }: PollOptions,
): SupergraphSource {
  let known: string | undefined;
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const askOne = async (endpoint: URL): Promise<string | undefined> => {
    const variables = { ref: graphRef, apiKey, ...(known === undefined ? {} : { ifAfterId: known }) };
    const body = JSON.stringify({ query: document, variables });
    const { text } = await askRegistry(endpoint, { method: 'POST', headers, body }, bounds);
    const config = readAnswer(text);
    if (config.__typename === 'Unchanged') return undefined;
    if (config.__typename === 'FetchError') throw new UnusableAnswer(config.code);
    known = config.id;
    return config.supergraphSDL;
  };
  return polledSource('GraphOS', every, async () => {
    let failure: unknown;
    for (const endpoint of endpoints) {
      try {
        return await askOne(endpoint);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  });
}

/** @throws UnusableAnswer */
function readAnswer(text: string) {
  try {
    return answers.parse(JSON.parse(text)).data.routerConfig;
  } catch {
    throw new UnusableAnswer('NO_ROUTER_CONFIG');
  }
}
