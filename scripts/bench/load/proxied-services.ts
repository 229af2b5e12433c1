/** Proxies between the gateway and the services, which see every call. */
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { System } from '../../develop/start/system';
import { organization } from './systems';
import { pause } from './measure';

/** A call that has been answered. */
export interface SeenCall {
  service: string;
  body: string;
  /** The length of the answer's body, in bytes. */
  answered: number;
}

/** Passes requests on to the target, and reports each when its answer has ended. */
function openProxy(service: string, target: URL, onCall: (call: SeenCall) => void): Server {
  return createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      forward(
        {
          host: target.hostname,
          port: target.port,
          path: incoming.url,
          method: incoming.method,
          headers: incoming.headers,
        },
        (answer) => {
          let answered = 0;
          answer.on('data', (chunk: Buffer) => (answered += chunk.length));
          // Reported before the last byte is passed on, so that a caller who has the answer finds the call counted.
          answer.on('end', () => {
            onCall({ service, body: String(body), answered });
            outgoing.end();
          });
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing, { end: false });
        },
      )
        .on('error', () => outgoing.destroy())
        .end(body);
    });
  });
}

/** Puts a proxy before every service. @returns a function that removes them */
export async function proxyServices(system: System, onCall: (call: SeenCall) => void): Promise<() => Promise<void>> {
  const servers: Server[] = [];
  const before = readFileSync(system.supergraphFile, 'utf8');
  let proxied = before;
  for (const [service, { url }] of system.processes) {
    if (service === 'gateway') continue;
    const server = openProxy(service, new URL(url), onCall);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    proxied = proxied.replaceAll(url, `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
  }
  const serve = async (supergraph: string) => {
    writeFileSync(`${system.supergraphFile}.new`, supergraph);
    renameSync(`${system.supergraphFile}.new`, system.supergraphFile);
    const api = await system.client({ organization });
    for (;;) {
      const { piiServices } = await api.ask<{ piiServices: { url: string }[] }>('{ piiServices { url } }');
      if (piiServices.every(({ url }) => supergraph.includes(url))) return;
      await pause(200);
    }
  };
  await serve(proxied);
  return async () => {
    await serve(before);
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  };
}
