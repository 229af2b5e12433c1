/** Ports of this machine. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { refusedPorts } from '../../subgraphs/kit/base/config';

/** Whether nobody listens on a port. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Below the ports that systems give to outgoing connections: one of those might take it before it is listened on. */
const range = { from: 10_000, to: 32_000 };

const handedOut = new Set<number>();

/** A port that is free, and that no other call of this process gets. Chosen by chance, so that processes do not meet. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(range.from, range.to);
    if (handedOut.has(port) || refusedPorts.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    return port;
  }
}
