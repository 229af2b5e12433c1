/** The stream of a faulty service. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Has } from './faults';
import type { Caller, FaultyStore, Page } from './store';

/** Where it streams. */
export const streamPath = '/stream';

/** Answers a call of the stream. */
export async function answerStream(
  store: FaultyStore,
  has: Has,
  callerOf: (header: string | null) => Promise<Caller>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const caller = await callerOf(request.headers.authorization ?? null).catch(() => null);
  const isOpen = has('a stream is open to callers');
  if (!caller || (caller.purpose !== 'gdpr' && !isOpen)) {
    response.writeHead(caller ? 403 : 401).end();
    return;
  }
  const asked = (await json(request)) as Page;
  const first = has('a stream takes no notice of the page size') ? asked.first + 1 : asked.first;
  response.setHeader('content-type', 'application/x-ndjson');
  for (let after = asked.after ?? null; ;) {
    const page = store.find(caller, { ...asked, first, after });
    const isLast = page.endCursor == null;
    if (!isLast || !has('a stream leaves its last page out')) response.write(`${JSON.stringify(page)}\n`);
    if (isLast) break;
    after = page.endCursor ?? null;
  }
  response.end();
}
