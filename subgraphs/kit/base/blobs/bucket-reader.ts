/** Reads a file of a bucket to its end: when the store falls silent or breaks off, the rest is requested again. */
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { GetObjectCommand, type GetObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';

/** Bounds of reading. */
export interface ReadLimits {
  /** How long the store may be silent, in milliseconds. The time that the reader takes does not count. */
  timeout: number;
  /** The most attempts in a row that bring no further byte. */
  attempts: number;
}

/** Milliseconds to wait before the next attempt, for each attempt that brought nothing. */
const pauseBefore = 250;

interface Part {
  body: Readable;
  /** Identifies the file's content: the store refuses a part of another content. */
  tag: string | undefined;
  /** Bytes of this part. */
  length: number | undefined;
}

/** Opens a file for reading, from byte `start` on. Rejects when it is missing or ends before, or the store does not answer. */
export async function readObject(
  client: S3Client,
  object: Pick<GetObjectCommandInput, 'Bucket' | 'Key'>,
  start: number,
  limits: ReadLimits,
): Promise<Readable> {
  // An empty file has no range.
  const first = await open(client, start > 0 ? { ...object, Range: `bytes=${start}-` } : object, limits);
  const content = Readable.from(bytesOf(client, object, start, limits, first), { objectMode: false });
  // A generator that was never begun releases nothing when it is ended.
  return content.once('close', () => first.body.destroy());
}

async function* bytesOf(
  client: S3Client,
  object: GetObjectCommandInput,
  start: number,
  limits: ReadLimits,
  first: Part,
): AsyncGenerator<Buffer, void, undefined> {
  const { tag, length } = first;
  let part = first;
  let offset = 0;
  for (let attempt = 1; ;) {
    try {
      for await (const bytes of inTime(part.body, limits.timeout)) {
        attempt = 1;
        offset += bytes.length;
        yield bytes;
      }
      return;
    } catch (error) {
      if (offset === length) return;
      if (attempt >= limits.attempts) throw error;
      await pause(attempt * pauseBefore);
      attempt += 1;
    }
    const rest = { ...object, Range: `bytes=${start + offset}-`, ...(tag ? { IfMatch: tag } : {}) };
    part = await open(client, rest, limits);
  }
}

/** The chunks of a stream. Destroys it when the reader waits too long for the next chunk. */
async function* inTime(body: Readable, timeout: number): AsyncGenerator<Buffer, void, undefined> {
  const chunks = body.iterator() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const timer = setTimeout(
        () => body.destroy(new Error(`The store was silent within a file for ${timeout} ms.`)),
        timeout,
      );
      const next = await chunks.next().finally(() => clearTimeout(timer));
      if (next.done) return;
      yield next.value;
    }
  } finally {
    body.destroy();
  }
}

async function open(client: S3Client, input: GetObjectCommandInput, { timeout, attempts }: ReadLimits): Promise<Part> {
  // The client bounds the time to the head of an answer. This also bounds the body of an error, and all attempts together.
  const overall = new AbortController();
  const timer = setTimeout(() => overall.abort(), 2 * attempts * timeout);
  try {
    const { Body, ETag, ContentLength } = await client.send(new GetObjectCommand(input), {
      abortSignal: overall.signal,
    });
    return { body: Body as Readable, tag: ETag, length: ContentLength };
  } finally {
    clearTimeout(timer);
  }
}
