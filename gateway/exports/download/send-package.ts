/** A package as an answer over HTTP: whole, or the range that a client asks for. Recorded before its first byte. */
import { Readable, Transform } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import parseRange from 'range-parser';
import type { DataSource } from 'typeorm';
import type { Looks } from '../../audit/looks';
import type { ExportPackage, ExportStore } from '../store/export-store';
import { packageName } from '../file-name';
import { recordDownload, type Download } from './record-download';

/** What packages are sent with. */
export interface SendTools {
  dataSource: DataSource;
  exports: ExportStore;
  looks: Looks;
}

/**
 * Answers a package to somebody who may have it.
 * @param asked with the requests in whose log the download stands: several, of a case
 */
export async function sendPackage(
  { dataSource, exports, looks }: SendTools,
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
  // A HEAD has no body. What the store does not hand out is not recorded as downloaded.
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
  // A stream keeps the length that was stated.
  return reply.send(first(content, end - start + 1));
}

/**
 * The range that a client asks for, to resume a download; null for the whole. Several at once are answered with the whole,
 * as is a range of a package that has changed since (`If-Range`).
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

/** The first bytes of a stream; the rest is not read. */
function first(content: Readable, bytes: number): Readable {
  let left = bytes;
  const cut = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      // What was on its way already.
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
  content.on('error', (error) => cut.destroy(error));
  return content.pipe(cut);
}
