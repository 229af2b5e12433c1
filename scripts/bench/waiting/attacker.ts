/** Sends one operation again and again, several at once. Run as a thread (`attacks.ts`). */
import { workerData } from 'node:worker_threads';

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
const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
const end = performance.now() + milliseconds;

async function loop(): Promise<void> {
  while (performance.now() < end) {
    const signal = AbortSignal.timeout(givenUpAfter);
    const answer = await fetch(url, { method: 'POST', headers, body: text, signal }).catch(() => null);
    await answer?.arrayBuffer().catch(() => {});
  }
}

void Promise.all(Array.from({ length: atOnce }, loop));
