/** Stands between a client and PostgreSQL, as a standby or a host that hangs would look from there. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What happens to new connections and to what comes over them. */
export type Behaviour =
  | 'passes'
  /** The server gets `LISTEN` misspelt, and refuses it. */
  | 'LISTEN is refused'
  /** Nothing is heard of any `LISTEN`. */
  | 'silent from LISTEN on'
  /** Connections are accepted, and nothing ever comes over them. */
  | 'silent';

/** A proxy in front of one server. */
export interface StatementProxy {
  behaviour: Behaviour;
  /** The same URL through the proxy. */
  url: string;
  /** How many connections were accepted so far. */
  readonly accepted: number;
  /** How many of them the client has not closed. */
  readonly open: number;
  stop(): Promise<void>;
}

/** @param server the URL of a database */
export async function startStatementProxy(server: string): Promise<StatementProxy> {
  const through = new URL(server);
  const { hostname, port } = through;
  const sockets = new Set<Socket>();
  const open = new Set<Socket>();
  let accepted = 0;
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    accepted += 1;
    open.add(client);
    sockets.add(client);
    client.on('error', () => client.destroy()).on('end', () => open.delete(client));
    client.on('close', () => {
      open.delete(client);
      sockets.delete(client);
    });
    // Read on, or the client's end is not seen. This end stays open, as that of a host that hangs.
    if (proxy.behaviour === 'silent') return void client.resume();
    const target = connect(Number(port), hostname);
    target.on('error', () => client.destroy()).on('close', () => client.destroy());
    target.on('data', (bytes) => client.write(bytes));
    client.on('close', () => target.destroy()).on('end', () => target.end());
    let silent = false;
    client.on('data', (bytes) => {
      const listens = bytes.includes('LISTEN');
      silent ||= listens && proxy.behaviour === 'silent from LISTEN on';
      if (silent) return;
      const refused = listens && proxy.behaviour === 'LISTEN is refused';
      target.write(refused ? Buffer.from(bytes.toString('latin1').replaceAll('LISTEN', 'LISTEM'), 'latin1') : bytes);
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  through.host = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const proxy: StatementProxy = {
    behaviour: 'passes',
    url: through.href,
    get accepted() {
      return accepted;
    },
    get open() {
      return open.size;
    },
    async stop() {
      const closed = new Promise((resolve) => listener.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return proxy;
}
