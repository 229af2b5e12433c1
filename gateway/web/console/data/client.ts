/** The console's GraphQL client: POST, so that no variable is in an address, and server-sent events for subscriptions. */
import { createClient as createEvents } from 'graphql-sse';
import { cacheExchange, Client, fetchExchange, mapExchange, subscriptionExchange } from 'urql';
import { connection } from './connection';

const url = '/graphql';

export interface ClientOptions {
  /** Returns the current token. */
  token: () => string | undefined;
  /** Called when the gateway no longer accepts the token. */
  onEnded: () => void;
}

export function createClient({ token, onEnded }: ClientOptions): Client {
  const headers = () => ({ authorization: `Bearer ${token() ?? ''}` });
  const events = createEvents({
    url,
    headers,
    retryAttempts: Number.POSITIVE_INFINITY,
    // Retries soon, with jitter, so that the pages of an office do not all reconnect at once.
    retry: (tries) => new Promise((resolve) => setTimeout(resolve, Math.min(tries + 1, 5) * 500 + Math.random() * 500)),
  });
  return new Client({
    url,
    preferGetMethod: false,
    fetch: connection.fetch,
    fetchOptions: () => ({ headers: headers() }),
    requestPolicy: 'cache-and-network',
    exchanges: [
      mapExchange({
        onError({ graphQLErrors }) {
          if (graphQLErrors.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED')) onEnded();
        },
      }),
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: events.subscribe<Record<string, unknown>>(
              { query, variables: variables as Record<string, unknown> },
              // graphql-sse has its own types of the same shape.
              sink as unknown as Parameters<typeof events.subscribe<Record<string, unknown>>>[1],
            ),
          }),
        }),
      }),
    ],
  });
}
