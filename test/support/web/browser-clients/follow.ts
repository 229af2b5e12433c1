/** Subscriptions by the clients that support them, over graphql-sse if the client has no server-sent events of its own. */
import { ApolloClient, ApolloLink, gql, InMemoryCache, Observable } from '@apollo/client';
import { Client as UrqlClient, subscriptionExchange } from '@urql/core';
import { createClient as createSseClient, type Client as SseClient } from 'graphql-sse';
import { print } from 'graphql';
import { headersOf, type Asked } from './ask';

export const followers = ['urql', 'Apollo Client', 'graphql-sse'] as const;
type Follower = (typeof followers)[number];

/** What each client has received of its subscription. */
export interface Seen {
  results: unknown[];
  /** The number of times that it has connected. */
  connections: number;
  ended?: string;
}
export const seen: Record<string, Seen> = {};

export function follow(name: Follower, asked: Asked): void {
  const mine: Seen = (seen[name] = { results: [], connections: 0 });
  const sse = createSseClient({
    url: asked.url,
    headers: headersOf(asked),
    // It retries for as long as the gateway is down.
    retryAttempts: Infinity,
    retry: () => new Promise((resolve) => setTimeout(resolve, 100)),
    on: { connected: () => (mine.connections += 1) },
  });
  const sink = {
    next: (result: unknown) => void mine.results.push(result),
    error: (error: unknown) => void (mine.ended ??= String(error)),
    complete: () => void (mine.ended ??= 'complete'),
  };
  const { query, variables = {} } = asked;
  if (name === 'urql') followByUrql(sse, asked, sink);
  else if (name === 'Apollo Client') followByApollo(sse, asked, sink);
  else sse.subscribe({ query, variables }, sink);
}

interface Sink {
  next: (result: unknown) => void;
  error: (error: unknown) => void;
  complete: () => void;
}

function followByUrql(sse: SseClient, { url, query, variables = {} }: Asked, sink: Sink): void {
  const client = new UrqlClient({
    url,
    preferGetMethod: false,
    exchanges: [
      subscriptionExchange({
        forwardSubscription: ({ query: text = '', variables: given = {} }) => ({
          subscribe: (observer) => ({
            unsubscribe: sse.subscribe(
              { query: text, variables: given },
              {
                next: (result) => observer.next(result as never),
                error: (error) => observer.error(error),
                complete: () => (observer.complete(), sink.complete()),
              },
            ),
          }),
        }),
      }),
    ],
  });
  client
    .subscription(query, variables)
    .subscribe(({ data, error }) => (error ? sink.error(error) : sink.next({ data: data as unknown })));
}

function followByApollo(sse: SseClient, { query, variables = {} }: Asked, sink: Sink): void {
  const link = new ApolloLink(
    (operation) =>
      new Observable((observer) =>
        sse.subscribe(
          { query: print(operation.query), variables: operation.variables },
          {
            next: (result) => observer.next(result as never),
            error: (error) => observer.error(error),
            complete: () => observer.complete(),
          },
        ),
      ),
  );
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  client.subscribe({ query: gql(query), variables }).subscribe({
    next: ({ data, error }) => (error ? sink.error(error) : sink.next({ data })),
    error: sink.error,
    complete: sink.complete,
  });
}
