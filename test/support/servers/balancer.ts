/** A load balancer before processes that answer the same: it asks each whether it is ready, and sends it nobody while it is not. */
import { setTimeout as pause } from 'node:timers/promises';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Balancer {
  /** Its GraphQL URL. */
  url: string;
  /** Takes a process that is ready in. */
  add(backend: string): void;
  close(): Promise<void>;
}

/** How often it asks, in milliseconds: less than the processes take from saying that they stop to stopping. */
const every = 100;

/** How often in a row a process says that it is not ready before it is sent nobody: once may be a busy machine. */
const patience = 2;

/** What a process says of itself; null when it does not say in time, which tells nothing. */
async function saysReady(url: string): Promise<boolean | null> {
  try {
    return (await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(2_000) })).ok;
  } catch (error) {
    return error instanceof DOMException ? null : false;
  }
}

/** @param backends the GraphQL URLs of the processes, which are ready */
export async function openBalancer(backends: string[]): Promise<Balancer> {
  /** How often in a row each was not ready. */
  const misses = new Map<string, number>();
  let closed = false;
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    // Where none is ready, each is better than none.
    const ready = [...misses].filter(([, missed]) => missed < patience);
    const up = ready.length > 0 ? ready : [...misses];
    const [backend] = up[(turn += 1) % up.length] ?? [];
    if (backend) handOn(new URL(backend), incoming, outgoing);
    else outgoing.writeHead(503).end();
  });
  // One question at a time: an answer that comes late must not count after a later one.
  const watch = async (url: string) => {
    for (; !closed; await pause(every)) {
      const ready = await saysReady(url);
      if (ready !== null) misses.set(url, ready ? 0 : (misses.get(url) ?? 0) + 1);
    }
  };
  const add = (url: string) => {
    misses.set(url, 0);
    void watch(url);
  };
  backends.forEach(add);
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    add,
    async close() {
      closed = true;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Hands a request on, and the answer back as it comes. What breaks on the one side breaks on the other. */
function handOn(target: URL, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers, url: path } = incoming;
  const sent = httpRequest({ hostname: target.hostname, port: target.port, path, method, headers }, (answer) => {
    // The connection to the client is this balancer's own: it stays when the process behind ends its.
    delete answer.headers.connection;
    delete answer.headers['keep-alive'];
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    outgoing.flushHeaders();
    answer.pipe(outgoing);
    answer.once('error', () => outgoing.destroy());
  });
  sent.once('error', () => outgoing.destroy());
  outgoing.once('close', () => sent.destroy());
  incoming.pipe(sent);
}
