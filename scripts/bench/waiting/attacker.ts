/**
 * Sends one operation again and again, several at once. Run as a thread (`attacks.ts`), which says when it is ready, begins at the
 * first message, and says at the end how many calls it has made.
 */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';

export interface AttackOrder {
  url: string;
  token: string;
  /** The body of the operation. */
  text: string;
  /** After how many milliseconds a call is given up. */
  givenUpAfter: number;
  /** How long it goes on, in milliseconds. */
  milliseconds: number;
  /** Calls under way at once. */
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
 * Makes one call. Not by fetch, which takes two to three times as much of a processor for a call that is given up: the others' waiting would
 * be this program's doing, which shares the processors with what it attacks.
 */
function call(): Promise<void> {
  return new Promise((resolve) => {
    const sent = request(url, options, (answer) => answer.resume());
    const timer = setTimeout(() => sent.destroy(), givenUpAfter);
    // The next call follows, whatever became of this one.
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
