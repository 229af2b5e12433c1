/** Ports of this machine. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { refusedPorts } from '../../subgraphs/kit/base/config/ports';

/** Whether no process listens on a port. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Below the ports of outgoing connections: one of these could take the port before it is listened on. */
const range = { from: 10_000, to: 32_000 };

const handedOut = new Set<number>();

/** A free port that no other call in this process gets. It is random, so that several processes hardly ever choose the same. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(range.from, range.to);
    if (handedOut.has(port) || refusedPorts.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    return port;
  }
}
