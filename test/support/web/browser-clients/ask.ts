/** Queries and mutations sent by the usual GraphQL clients, and how each shows the answer. */
import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache, ServerError } from '@apollo/client';
import { Client as UrqlClient, fetchExchange, type OperationResult } from '@urql/core';
import { ClientError, GraphQLClient } from 'graphql-request';
import { createClient as createSseClient, NetworkError } from 'graphql-sse';

export const clientNames = ['urql', 'Apollo Client', 'graphql-request', 'graphql-sse'] as const;
export type ClientName = (typeof clientNames)[number];

export interface Asked {
  url: string;
  token: string;
  query: string;
  variables?: Record<string, unknown>;
  /** Changes to the client's HTTP request, to see how the client shows the answer. */
  changed?: { method?: string; headers?: Record<string, string>; body?: string };
}

/** What a client shows of an error. */
interface Failure {
  message: string;
  extensions?: Record<string, unknown> | undefined;
}

/** How a client shows an answer. */
export interface Told {
  data?: unknown;
  error?: Failure;
  /** Where in the client's own types the error was; `network` means that the client only says that there was no answer. */
  shape?: 'GraphQL errors' | 'HTTP answer' | 'network';
}

type Ask = (asked: Asked) => Promise<Told>;
interface Body {
  errors?: Failure[];
}

const fetchOf =
  ({ changed }: Asked): typeof fetch =>
  (input, init) => {
    if (!changed) return fetch(input, init);
    const { method = 'POST', headers = {}, body } = changed;
    const sent = new Headers(init?.headers);
    for (const [name, value] of Object.entries(headers)) sent.set(name, value);
    return fetch(input, {
      ...init,
      method,
      headers: sent,
      body: method === 'POST' ? (body ?? init?.body ?? null) : null,
    });
  };
export const headersOf = ({ token }: Asked) => ({ authorization: `Bearer ${token}` });

const network = (error: unknown): Told => ({ error: { message: String(error) }, shape: 'network' });
function told(data: unknown, errors: readonly Failure[] | undefined, shape: Told['shape'] = 'GraphQL errors'): Told {
  const [first] = errors ?? [];
  return first ? { data, error: { message: first.message, extensions: first.extensions }, shape } : { data };
}
function bodyOf(text: string): readonly Failure[] | undefined {
  try {
    return (JSON.parse(text) as Body).errors;
  } catch {
    return undefined;
  }
}

const isMutation = (query: string) => query.startsWith('mutation');

const askers: Record<ClientName, Ask> = {
  async urql(asked) {
    const client = new UrqlClient({
      url: asked.url,
      preferGetMethod: false,
      fetch: fetchOf(asked),
      fetchOptions: { headers: headersOf(asked) },
      exchanges: [fetchExchange],
    });
    const { query, variables = {} } = asked;
    const { data, error }: OperationResult<unknown> = await (isMutation(query)
      ? client.mutation(query, variables)
      : client.query(query, variables));
    if (error && error.graphQLErrors.length === 0) return network(error.networkError);
    return told(data, error?.graphQLErrors);
  },

  async 'Apollo Client'(asked) {
    const link = new HttpLink({ uri: asked.url, headers: headersOf(asked), fetch: fetchOf(asked) });
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    const { query, variables = {} } = asked;
    try {
      const document = gql(query);
      const { data } = isMutation(query)
        ? await client.mutate({ mutation: document, variables })
        : await client.query({ query: document, variables });
      return told(data, undefined);
    } catch (error) {
      if (CombinedGraphQLErrors.is(error)) return told(error.data, error.errors);
      if (ServerError.is(error)) return told(undefined, bodyOf(error.bodyText), 'HTTP answer');
      return network(error);
    }
  },

  async 'graphql-request'(asked) {
    const client = new GraphQLClient(asked.url, { headers: headersOf(asked), fetch: fetchOf(asked) });
    try {
      return told(await client.request(asked.query, asked.variables ?? {}), undefined);
    } catch (error) {
      if (error instanceof ClientError) return told(error.response.data, error.response.errors);
      return network(error);
    }
  },

  async 'graphql-sse'(asked) {
    const { query, variables = {} } = asked;
    try {
      const client = createSseClient({
        url: asked.url,
        headers: headersOf(asked),
        fetchFn: fetchOf(asked),
        retryAttempts: 0,
      });
      for await (const { data, errors } of client.iterate({ query, variables })) return told(data, errors);
      return {};
    } catch (error) {
      if (!(error instanceof NetworkError) || !error.response) return network(error);
      return told(undefined, bodyOf(await (error.response as Response).text()), 'HTTP answer');
    }
  },
};

/** Sends an operation with one client. */
export const ask = (name: ClientName, asked: Asked): Promise<Told> => askers[name](asked);

/** Sends the same operation with every client. */
export async function askAll(asked: Asked): Promise<Record<ClientName, Told>> {
  const told = await Promise.all(clientNames.map(async (name) => [name, await ask(name, asked)] as const));
  return Object.fromEntries(told) as Record<ClientName, Told>;
}
