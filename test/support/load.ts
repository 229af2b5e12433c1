/** Load while processes are replaced: reads and writes of many callers, and followers of requests. */
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { createClient } from 'graphql-sse';
import type { ApiClient } from '../../scripts/develop/api-client';
import { createRequest } from './api/requests';

/**
 * Follows a request until its stream completes, as graphql-sse does.
 * @param again whether to follow again if the stream ends before the request: once a second, for two minutes
 * @returns the statuses that the stream sent
 */
export async function follow(url: string, token: string, id: string, again = false): Promise<string[]> {
  const client = createClient({
    url,
    headers: { authorization: `Bearer ${token}` },
    retryAttempts: 100,
    retry: () => pause(300 + Math.random() * 300),
  });
  const query = 'subscription ($id: ID!) { gdprRequestUpdated(id: $id) { status } }';
  const seen: string[] = [];
  const end = Date.now() + 120_000;
  do {
    const events = client.iterate<{ gdprRequestUpdated: { status: string } }>({ query, variables: { id } });
    for await (const { data, errors } of events) seen.push(data?.gdprRequestUpdated.status ?? JSON.stringify(errors));
    if (again && seen.at(-1) !== 'COMPLETED') await pause(1_000);
  } while (again && seen.at(-1) !== 'COMPLETED' && Date.now() < end);
  client.dispose();
  return seen;
}

export interface Load {
  /** The requests that were created, by id. */
  requests: string[];
  /** The calls that were not answered, or answered badly. */
  failures: string[];
  /** How many calls were made. */
  asked(): number;
  stop(): Promise<void>;
}

/** Reads and writes, two at once and a few per second, until it is stopped: processes start meanwhile on the same machine. */
export function load(api: ApiClient): Load {
  const requests: string[] = [];
  const failures: string[] = [];
  let asked = 0;
  let over = false;
  const loop = async () => {
    while (!over) {
      asked += 1;
      try {
        const email = `load-${asked}@rolling.example`;
        if (asked % 10 === 0) requests.push((await createRequest(api, { type: 'GET', term: { email } })).request.id);
        else await api.ask('{ externalContacts(first: 5) { nodes { id } } gdprRequests(first: 5) { totalCount } }');
      } catch (error) {
        failures.push(inspect(error, { depth: 3 }));
      }
      await pause(150);
    }
  };
  const loops = Array.from({ length: 2 }, loop);
  return {
    requests,
    failures,
    asked: () => asked,
    stop: async () => {
      over = true;
      await Promise.all(loops);
    },
  };
}
