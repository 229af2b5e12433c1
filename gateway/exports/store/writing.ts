import { PassThrough, type Readable } from 'node:stream';

/** Opens a stream whose content goes to the store. @returns the stream, and a promise that settles when the store is done */
export function writing(store: (content: Readable) => Promise<void>): { stream: PassThrough; stored: Promise<void> } {
  const stream = new PassThrough();
  const stored = store(stream);
  // The caller awaits `stored` later. Until then, this handler stops the writer and prevents an unhandled rejection.
  stored.catch((error: unknown) => stream.destroy(error as Error));
  return { stream, stored };
}
