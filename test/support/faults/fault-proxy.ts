/** A proxy between the gateway and a service, which fails as services and networks do. */
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { ApiClient } from '../../../scripts/develop/api-client';
import { eventually } from '../eventually';
import { replicasOf } from '../run/replica';
import type { TestSystem } from '../run/system';

/**
 * What happens to a call. `lostReply`: the service does the work, and its answer never arrives; `brokenOff`: the connection ends after
 * the first bytes of the answer; `late`: the answer takes two seconds.
 */
export type NamedFault =
  | 'none'
  | 'lostReply'
  | 'brokenOff'
  | 'refuse'
  | 'garbage'
  | 'html'
  | 'huge'
  | 'silence'
  | 'late'
  | 'error'
  | 'talkative';

/** `json`: the proxy gives this answer without calling the service. */
export type Fault = NamedFault | { json: unknown };

export interface FaultProxy {
  /** What the proxy does with the next calls; a function decides for each call. A file is fetched without a body. */
  fault: Fault | ((body: string) => Fault);
  /** The bodies of all calls so far. */
  calls: string[];
  /** The bearer tokens of all calls so far. */
  tokens: string[];
  close(): Promise<void>;
}

/**
 * Each call uses a new connection: the service may close a kept connection at the moment when it is used again, which would be a
 * fault that no test has asked for.
 */
const unkept = new Agent({ keepAlive: false });

/** The proxies of each system, by service. A proxy stays for the suite, because the gateway must rebuild its supergraph for a new one. */
const opened = new WeakMap<TestSystem, Map<string, FaultProxy>>();

/**
 * Puts a proxy before a service of a running system. The gateway learns its address from the supergraph file, like any change.
 * `close` makes it forward every call until it is requested again or the system is returned. A proxy that left a call
 * unanswered is removed, and with it what the gateway remembers of the service.
 */
export async function proxyService(system: TestSystem, service: string): Promise<FaultProxy> {
  const proxies = opened.get(system) ?? new Map<string, FaultProxy>();
  opened.set(system, proxies);
  const known = proxies.get(service);
  if (known) return known;
  const proxy = await openProxy(system, service, () => proxies.delete(service));
  proxies.set(service, proxy);
  return proxy;
}

/** Where a gateway calls a service; null when the gateway does not answer. */
async function urlKnownTo(gateway: ApiClient, service: string): Promise<string | null | undefined> {
  const answer = await gateway
    .ask<{ piiServices: { name: string; url: string }[] }>('{ piiServices { name url } }')
    .catch(() => null);
  return answer && answer.piiServices.find(({ name }) => name === service)?.url;
}

async function openProxy(system: TestSystem, service: string, gone: () => void): Promise<FaultProxy> {
  const target = system.processes.get(service)?.url;
  if (!target) throw new Error(`The system has no ${service}.`);
  const proxy: FaultProxy = { fault: 'none', calls: [], tokens: [], close: () => Promise.resolve() };
  let unanswered = 0;
  const server = createServer((incoming, outgoing) => {
    outgoing.once('close', () => (unanswered += outgoing.writableFinished ? 0 : 1));
    void handle(proxy, new URL(target), incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const token = await system.token({ organization: 'proxy-check' });
  // The replicas read the file too, a little later: the one that has not yet would call the service without the proxy.
  const gateways = () => [system.url, ...replicasOf(system)].map((gateway) => new ApiClient(gateway, token));
  const serve = async (from: string, to: string) => {
    writeFileSync(`${system.supergraphFile}.new`, readFileSync(system.supergraphFile, 'utf8').replaceAll(from, to));
    renameSync(`${system.supergraphFile}.new`, system.supergraphFile);
    await eventually(async () => {
      const known = await Promise.all(gateways().map((gateway) => urlKnownTo(gateway, service)));
      // A replica that was stopped calls nobody.
      return known[0] === to && known.every((url) => url === to || url === null);
    });
  };
  const end = () => {
    gone();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  await serve(target, url);
  proxy.calls.length = 0;
  proxy.tokens.length = 0;
  proxy.close = async () => {
    proxy.fault = 'none';
    proxy.calls = [];
    proxy.tokens = [];
    if (unanswered > 0) {
      await serve(url, target);
      await end();
    }
    // Calls that hang are ended.
    else server.closeAllConnections();
  };
  const stop = system.stop.bind(system);
  system.stop = async () => {
    await end();
    await stop();
  };
  return proxy;
}

/** Runs `work` while a service is called through a proxy with this fault; the proxy is closed afterwards, even after an error. */
export async function throughProxy<T>(
  system: TestSystem,
  service: string,
  fault: FaultProxy['fault'],
  work: (proxy: FaultProxy) => Promise<T>,
): Promise<T> {
  const proxy = await proxyService(system, service);
  proxy.fault = fault;
  try {
    return await work(proxy);
  } finally {
    await proxy.close();
  }
}

/** Removes the headers about the service's own connection, which do not apply to the gateway's. */
function kept({ connection: _own, 'keep-alive': _time, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers;
}

async function handle(
  proxy: FaultProxy,
  target: URL,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  proxy.calls.push(body.toString());
  proxy.tokens.push(incoming.headers.authorization?.replace(/^Bearer /, '') ?? '');
  const fault = typeof proxy.fault === 'function' ? proxy.fault(body.toString()) : proxy.fault;
  if (typeof fault === 'object') {
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(fault.json));
    return;
  }
  switch (fault) {
    case 'refuse':
      incoming.socket.destroy();
      return;
    case 'garbage':
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"data": {"personalData"');
      return;
    case 'html':
      outgoing.writeHead(502, { 'content-type': 'text/html' }).end('<html><body>Bad gateway</body></html>');
      return;
    case 'huge':
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end(`{"data": "${'x'.repeat(9 * 1024 * 1024)}"}`);
      return;
    case 'silence':
      return;
    case 'error':
      outgoing
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ errors: [{ message: 'no', extensions: { code: 'BAD_USER_INPUT' } }] }));
      return;
    case 'talkative':
      // An error that repeats everything that the service was told, as badly written services do.
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          errors: [
            {
              message: `SQL failed at 10.0.0.7:5432 for ${body.toString()}`,
              extensions: { code: 'INTERNAL_SERVER_ERROR', stacktrace: [body.toString()], input: body.toString() },
            },
          ],
        }),
      );
      return;
    case 'none':
    case 'late':
    case 'brokenOff':
    case 'lostReply': {
      if (fault === 'late') await pause(2_000);
      const forwarded = httpRequest(
        {
          hostname: target.hostname,
          port: target.port,
          path: incoming.url,
          method: incoming.method,
          headers: { ...incoming.headers, connection: 'close' },
          agent: unkept,
        },
        (answer) => {
          if (fault === 'brokenOff') {
            answer.once('data', (chunk: Buffer) => {
              answer.destroy();
              outgoing.writeHead(answer.statusCode ?? 502, kept(answer.headers));
              outgoing.write(chunk.subarray(0, 3), () => incoming.socket.destroy());
            });
          } else if (fault !== 'lostReply') {
            outgoing.writeHead(answer.statusCode ?? 502, kept(answer.headers));
            answer.pipe(outgoing);
          } else {
            answer.resume();
            answer.once('end', () => incoming.socket.destroy());
          }
        },
      );
      forwarded.once('error', () => incoming.socket.destroy());
      forwarded.end(body);
    }
  }
}
