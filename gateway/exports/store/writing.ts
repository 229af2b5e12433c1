import { PassThrough, type Readable } from 'node:stream';

/** A stream to write to, and the promise of what becomes of it. */
export function writing(store: (content: Readable) => Promise<void>): { stream: PassThrough; stored: Promise<void> } {
  const stream = new PassThrough();
  const stored = store(stream);
  // Whoever awaits `stored` hears of a failure; until then it is nobody's unhandled rejection.
  stored.catch((error: unknown) => stream.destroy(error as Error));
  return { stream, stored };
}
