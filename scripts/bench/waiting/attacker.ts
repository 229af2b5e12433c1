/**
 * Sends one operation again and again, several at once. It runs as a thread (`attacks.ts`): it posts a message when it is ready,
 * begins at the first message, and posts at the end how many calls it has made.
 */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';

export interface AttackOrder {
  url: string;
  token: string;
  /** The body of the operation. */
  text: string;
  /** The milliseconds after which a call is given up. */
  givenUpAfter: number;
  /** The milliseconds of the whole attack. */
  milliseconds: number;
  /** Calls in flight at once. */
  atOnce: number;
}

const { url, token, text, givenUpAfter, milliseconds, atOnce } = workerData as AttackOrder;
const port = parentPort as MessagePort;
const body = Buffer.from(text);
const options = {
  method: 'POST',
  agent: new Agent({ keepAlive: true }),
  headers: {
    'content-type': 'application/json',
    'content-length': body.length,
    'accept-encoding': 'gzip, deflate',
    authorization: `Bearer ${token}`,
  },
};

/**
 * Makes one call, not with fetch: that takes two to three times as much processor time for a call that is given up. This program
 * shares the processors with the gateway, so its own work would make other callers wait.
 */
function call(): Promise<void> {
  return new Promise((resolve) => {
    const sent = request(url, options, (answer) => answer.resume());
    const timer = setTimeout(() => sent.destroy(), givenUpAfter);
    // The next call follows, however this one ended.
    sent.on('error', () => {});
    sent.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    sent.end(body);
  });
}

async function attack(): Promise<void> {
  port.postMessage('ready');
  await once(port, 'message');
  const end = performance.now() + milliseconds;
  let calls = 0;
  const loop = async () => {
    for (; performance.now() < end; calls += 1) await call();
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  port.postMessage(calls);
  options.agent.destroy();
  port.close();
}

void attack();
