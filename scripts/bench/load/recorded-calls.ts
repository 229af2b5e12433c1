/** What a request asks of the services, written down by proxies between the gateway and them. */
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { organization, type BenchSystem } from './systems';
import { pause } from './measure';

/** One call, as it was sent. */
export interface RecordedCall {
  service: string;
  body: string;
}

/** Puts a proxy before every service while `work` runs, and answers with the calls of the contract in their order. */
export async function recordCalls(system: BenchSystem, work: () => Promise<unknown>): Promise<RecordedCall[]> {
  const calls: RecordedCall[] = [];
  const servers: Server[] = [];
  const before = readFileSync(system.supergraphFile, 'utf8');
  let proxied = before;
  for (const [service, { url }] of system.processes) {
    if (service === 'gateway') continue;
    const target = new URL(url);
    const server = createServer((incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const body = Buffer.concat(chunks);
        if (/personalData|erasePersonalData/.test(String(body))) calls.push({ service, body: String(body) });
        forward(
          {
            host: target.hostname,
            port: target.port,
            path: incoming.url,
            method: incoming.method,
            headers: incoming.headers,
          },
          (answer) => {
            outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
            answer.pipe(outgoing);
          },
        ).end(body);
      });
    });
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
  try {
    await serve(proxied);
    calls.length = 0;
    await work();
    return [...calls];
  } finally {
    await serve(before);
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  }
}
