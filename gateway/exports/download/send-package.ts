/** Sends a package over HTTP, whole or the range that a client requests. The download is recorded before the first byte is sent. */
import { finished, Readable, Transform } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import parseRange from 'range-parser';
import type { DataSource } from 'typeorm';
import type { Looks } from '../../audit/looks';
import type { ExportPackage, ExportStore } from '../store/export-store';
import { packageName } from '../file-name';
import type { OpenDownloads } from './open-downloads';
import { recordDownload, type Download } from './record-download';

/** What {@link sendPackage} needs. */
export interface SendTools {
  dataSource: DataSource;
  exports: ExportStore;
  looks: Looks;
  open: OpenDownloads;
}

/**
 * Sends a package. The caller has been authorised before.
 * @param asked `holds` lists the requests for which the download is recorded; the package of a case may have several
 * @throws RATE_LIMITED when too many wait for their turn
 */
export async function sendPackage(
  { dataSource, exports, looks, open }: SendTools,
  asked: Omit<Download, 'range'> & { package: ExportPackage; holds: string[] },
  { headers, method }: Pick<FastifyRequest, 'headers' | 'method'>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const found = asked.package;
  const etag = `"${found.sha256}"`;
  const range = rangeOf(headers, found.byteSize, etag);
  void reply.header('accept-ranges', 'bytes').header('etag', etag);
  if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${found.byteSize}`).send();
  const { start, end } = range ?? { start: 0, end: found.byteSize - 1 };
  if (!(await open.begin(asked.actor, reply.raw))) return reply.hijack();
  // The package is opened first: a download that the store cannot serve is not recorded. A HEAD has no body.
  const content = method === 'HEAD' ? Readable.from([]) : await exports.read(found, start);
  try {
    for (const requestId of asked.holds) await recordDownload({ dataSource, looks }, { ...asked, requestId, range });
  } catch (error) {
    content.destroy();
    throw error;
  }
  if (range) void reply.code(206).header('content-range', `bytes ${start}-${end}/${found.byteSize}`);
  void reply
    .type('application/zip')
    .header('content-length', end - start + 1)
    .header('content-disposition', `attachment; filename="${packageName(asked.requestId)}"`);
  // Without the cut, the body could be longer than the content-length.
  return reply.send(first(content, end - start + 1));
}

/**
 * The range that a client requests to resume a download.
 * @returns null for the whole package: no range was requested, or several at once, or the package has changed (`If-Range`)
 */
function rangeOf(
  headers: { range?: string | undefined; 'if-range'?: string | string[] | undefined },
  size: number,
  etag: string,
): { start: number; end: number } | 'unsatisfiable' | null {
  const { range, 'if-range': ifRange } = headers;
  if (!range || (ifRange !== undefined && ifRange !== etag)) return null;
  const ranges = parseRange(size, range);
  if (ranges === -1) return 'unsatisfiable';
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null;
  return ranges[0] ?? null;
}

/** Returns the first `bytes` bytes of a stream, and destroys the stream after them, or when the reader leaves before. */
function first(content: Readable, bytes: number): Readable {
  let left = bytes;
  const cut = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      // Chunks that were already buffered when the last wanted byte was sent.
      if (left === 0) return done();
      const wanted = chunk.subarray(0, left);
      left -= wanted.length;
      this.push(wanted);
      if (left === 0) {
        this.push(null);
        content.destroy();
      }
      return done();
    },
  });
  // It may have failed already, while the download was recorded: then nothing would ever come.
  finished(content, (error) => {
    if (error && left > 0) cut.destroy(error);
  });
  // `pipe` only stops reading then: the store's file or connection would stay open.
  cut.once('close', () => content.destroy());
  return content.pipe(cut);
}
