/** A load balancer for identical processes: it asks each whether it is ready, and sends no calls to one that is not. */
import { setTimeout as pause } from 'node:timers/promises';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Balancer {
  /** Its GraphQL URL. */
  url: string;
  /** Adds a process that is ready. */
  add(backend: string): void;
  close(): Promise<void>;
}

/** How often it asks, in milliseconds: shorter than the time between a process's announcement that it stops and its end. */
const every = 100;

/** How often in a row a process must be not ready before it gets no more calls: once may be due to a busy machine. */
const patience = 2;

/** What a process says about itself; null if it does not answer in time, which says nothing. */
async function saysReady(url: string): Promise<boolean | null> {
  try {
    return (await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(2_000) })).ok;
  } catch (error) {
    return error instanceof DOMException ? null : false;
  }
}

/** @param backends the GraphQL URLs of the processes, which are ready */
export async function openBalancer(backends: string[]): Promise<Balancer> {
  /** How often in a row each process was not ready. */
  const misses = new Map<string, number>();
  let closed = false;
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    // If none is ready, any is better than none.
    const ready = [...misses].filter(([, missed]) => missed < patience);
    const up = ready.length > 0 ? ready : [...misses];
    const [backend] = up[(turn += 1) % up.length] ?? [];
    if (backend) handOn(new URL(backend), incoming, outgoing);
    else outgoing.writeHead(503).end();
  });
  // One question at a time: a late answer must not count after a newer one.
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

/** Forwards a request, and streams the answer back. A connection that breaks on one side breaks on the other. */
function handOn(target: URL, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers, url: path } = incoming;
  const sent = httpRequest({ hostname: target.hostname, port: target.port, path, method, headers }, (answer) => {
    // The connection to the client is the balancer's own, and stays when the process closes its connection.
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
