/** A name server whose answers a test can change. */
import { isIPv4 } from 'node:net';
import dns2 from 'dns2';

export interface NameServer {
  /** The value for `WEBHOOK_NAME_SERVERS`. */
  address: string;
  /** The addresses of each name, in lower case. */
  names: Map<string, string[]>;
  /** The names that were looked up. */
  asked: string[];
  close(): Promise<void>;
}

export async function startNameServer(): Promise<NameServer> {
  const names = new Map<string, string[]>();
  const asked: string[] = [];
  const { TYPE, CLASS } = dns2.Packet;
  const server = dns2.createServer({
    udp: true,
    handle: (request, send) => {
      const response = dns2.Packet.createResponseFromRequest(request);
      for (const { name, type } of request.questions) {
        asked.push(name);
        for (const address of names.get(name.toLowerCase()) ?? [])
          if (type === (isIPv4(address) ? TYPE.A : TYPE.AAAA))
            response.answers.push({ name, type, class: CLASS.IN, ttl: 0, address });
      }
      send(response);
    },
  });
  const { udp } = await server.listen({ udp: { address: '127.0.0.1', port: 0 } });
  return { address: `127.0.0.1:${udp.port}`, names, asked, close: () => server.close() };
}
