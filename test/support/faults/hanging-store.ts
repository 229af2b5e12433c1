/** A TCP proxy before a store that hangs as networks and machines do: the connection stays open, and nothing arrives any more. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Where a connection hangs: before anything of its first call gets through, or after so many bytes in one direction. */
export type Silence = { before: 'call' } | { after: number; of: 'call' | 'answer' };

export interface HangingStore {
  /** The proxy's address, used instead of the store's. */
  endpoint: string;
  /** Each happens once, in this order, to the first connection that gets so far. A connection that hangs stays so. */
  next: Silence[];
  /** While true, every connection hangs. */
  silent: boolean;
  /** The number of connections that hang or have hung. */
  hung: number;
  /** Closes the connections that are kept open, so that the next call takes a new one. */
  dropConnections(): void;
  stop(): Promise<void>;
}

export async function startHangingStore(endpoint: string): Promise<HangingStore> {
  const target = new URL(endpoint);
  const open = new Set<Socket>();
  const server = createServer((caller) => {
    const store = connect(Number(target.port), target.hostname);
    let isSilent = false;
    const fallSilent = () => {
      isSilent = true;
      proxy.hung += 1;
      proxy.next.shift();
    };
    const [first] = proxy.next;
    if (first && 'before' in first) fallSilent();
    for (const [from, to, direction] of [
      [caller, store, 'call'],
      [store, caller, 'answer'],
    ] as const) {
      open.add(from);
      let passed = 0;
      from.on('error', () => from.destroy());
      from.on('close', () => {
        open.delete(from);
        // A store that hangs does not even close its connections.
        if (from === caller || !isSilent) to.destroy();
      });
      from.on('data', (bytes: Buffer) => {
        if (isSilent || proxy.silent) return void from.pause();
        const [silence] = proxy.next;
        const limit = silence && 'after' in silence && silence.of === direction ? silence.after - passed : Infinity;
        passed += bytes.length;
        to.write(bytes.subarray(0, Math.max(0, limit)));
        if (bytes.length >= limit) fallSilent();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: HangingStore = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: [],
    silent: false,
    hung: 0,
    dropConnections: () => open.forEach((socket) => socket.destroy()),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      proxy.dropConnections();
      await closed;
    },
  };
  return proxy;
}
