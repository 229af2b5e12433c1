/** Federated queries through Habeas, beside other gateways and beside the same calls made by hand. */
import { isDeepStrictEqual } from 'node:util';
import type { ApiClient } from '../../develop/api-client';
import { load, median, type LoadResult, type Loaded } from '../load/measure';
import { startOtherGateways } from '../references/other-gateways';
import { shapes } from '../references/shapes';
import { organization, type BenchSystem } from '../load/systems';

export interface FederatedOptions {
  rounds: number;
  /** The seconds of load for each figure of a round. */
  seconds: number;
  onProgress: (line: string) => void;
}

/** One row: an operation at one concurrency, with the rounds of each server. */
export interface FederatedRow {
  shape: string;
  connections: number;
  results: Record<string, LoadResult[]>;
}

export const habeas = 'Habeas';
/** Habeas with another caller on each connection. Equal calls of one caller may be merged, those of several callers never. */
export const habeasOfMany = 'Habeas, a caller each';
const concurrencies = [1, 10, 50];
/** The number of people whom the operations are about, in turn. */
const cast = 50;

/** Makes people with everything that the deepest operation reads. */
async function makeCast(api: ApiClient): Promise<string[]> {
  const ids: string[] = [];
  const { users } = await api.ask<{ users: { nodes: { id: string }[] } }>('{ users(first: 10) { nodes { id } } }');
  for (let index = 0; index < cast; index += 1) {
    const { createExternalContact: contact } = await api.ask<{ createExternalContact: { id: string } }>(
      'mutation ($name: String!) { createExternalContact(input: { firstName: $name, lastName: "Bench" }) { id } }',
      { name: `Person ${index}` },
    );
    for (let conversation = 0; conversation < 3; conversation += 1) {
      const { startConversation } = await api.ask<{ startConversation: { id: string } }>(
        'mutation ($input: StartConversationInput!) { startConversation(input: $input) { id } }',
        {
          input: {
            channel: 'EMAIL',
            externalContactId: contact.id,
            agentId: users.nodes[(index + conversation) % users.nodes.length]?.id,
          },
        },
      );
      await api.ask('mutation ($input: AddRecordingInput!) { addRecording(input: $input) { id } }', {
        input: {
          conversationId: startConversation.id,
          externalContactId: contact.id,
          startedAt: '2026-01-02T03:04:05Z',
          durationMs: 1_000,
          mediaType: 'audio/wav',
          base64: 'UklGRg==',
        },
      });
    }
    ids.push(contact.id);
  }
  return ids;
}

/** Cursors of the list of all people, from the second page on: up to `count` of them. */
export async function placesOf(api: ApiClient, count: number): Promise<string[]> {
  const places: string[] = [];
  for (let more = true; more && places.length < count;) {
    const { externalContacts }: { externalContacts: { pageInfo: { hasNextPage: boolean; endCursor: string } } } =
      await api.ask(
        'query ($after: String) { externalContacts(first: 100, after: $after) { pageInfo { hasNextPage endCursor } } }',
        {
          after: places.at(-1) ?? null,
        },
      );
    const { hasNextPage, endCursor } = externalContacts.pageInfo;
    more = hasNextPage;
    if (more) places.push(endCursor);
  }
  return places;
}

async function answerOf({ url, headers }: Loaded, body: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...[headers ?? {}].flat()[0] },
    body,
  });
  const { data, errors } = (await response.json()) as { data: unknown; errors?: { message: string }[] };
  if (errors) throw new Error(`${url}: ${errors[0]?.message}`);
  return data;
}

/** Measures every operation at every concurrency on every server, alternately. */
export async function benchFederated(system: BenchSystem, options: FederatedOptions): Promise<FederatedRow[]> {
  const { rounds, seconds, onProgress } = options;
  const api = await system.client({ organization });
  const contacts = await makeCast(api);
  const places = await placesOf(api, contacts.length);
  const { otherGateways, stop } = await startOtherGateways(system, onProgress);
  try {
    const headersOf = async (subject: string) => ({
      authorization: `Bearer ${await system.token({ organization, subject })}`,
    });
    const callers = Array.from({ length: Math.max(...concurrencies) }, (_, index) => `caller-${index}`);
    const gateway = { url: system.url, pid: system.processes.get('gateway')?.pid ?? 0 };
    const servers = [
      { ...gateway, name: habeas, headers: await headersOf('caller') },
      { ...gateway, name: habeasOfMany, headers: await Promise.all(callers.map(headersOf)) },
      ...otherGateways,
    ];
    const rows: FederatedRow[] = [];
    for (const { name, query, variables } of shapes) {
      const bodies = contacts.map((id, index) =>
        JSON.stringify({ query, variables: variables(id, places[index % places.length] ?? '') }),
      );
      const expected = await answerOf(servers[0] as Loaded, bodies[0] ?? '');
      for (const server of servers) {
        if (!isDeepStrictEqual(await answerOf(server, bodies[0] ?? ''), expected))
          throw new Error(`${server.name} answers "${name}" in another way.`);
        await load(server, bodies, 10, 2);
      }
      for (const connections of concurrencies) {
        const row: FederatedRow = { shape: name, connections, results: {} };
        for (let round = 0; round < rounds; round += 1) {
          // Each round starts with another server, so that none is always the first.
          const first = round % servers.length;
          for (const server of [...servers.slice(first), ...servers.slice(0, first)])
            (row.results[server.name] ??= []).push(await load(server, bodies, connections, seconds));
        }
        rows.push(row);
        onProgress(
          `${name}, ${connections} at once: ${servers
            .map(({ name: server }) => `${server} ${Math.round(figure(row, server, 'perSecond'))}/s`)
            .join(', ')}`,
        );
      }
    }
    return rows;
  } finally {
    stop();
  }
}

/** The median of a server's figure in a row. */
const figure = (row: FederatedRow, server: string, of: keyof LoadResult): number =>
  median((row.results[server] ?? []).map((result) => result[of]));
