/** `GET /exports/:id`: the package of a request, for callers of its organisation that may see requests (R13). */
import { Readable, Transform } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import parseRange from 'range-parser';
import { codedError, isId } from '../../subgraphs/kit';
import { inOrganization } from '../../subgraphs/kit/base/security/organization-context';
import type { KeyRing } from '../../subgraphs/kit/base/security/key-ring';
import type { DataSource } from 'typeorm';
import { appendAudit } from '../audit/audit-log';
import type { ExportStore } from './export-store';

const scope = 'gdpr:request:view';

/** Adds the route. A package that is another organisation's, has expired or never was is equally not there. */
export function addDownloadRoute(
  app: FastifyInstance,
  { dataSource, keys, exports }: { dataSource: DataSource; keys: KeyRing; exports: ExportStore },
): void {
  app.get<{ Params: { id: string } }>('/exports/:id', async (request, reply) => {
    const { caller } = request;
    if (!caller) throw codedError('UNAUTHENTICATED', 'A bearer token is required.');
    if (!caller.scopes.has(scope))
      throw codedError('FORBIDDEN', 'The token does not allow downloads.', { requiredScopes: [scope] });
    const id = request.params.id.toLowerCase();
    return inOrganization(await keys.of(caller.organizationId), async () => {
      const found = isId(id) ? (await exports.find(dataSource.manager, [id])).get(id) : undefined;
      if (!found) throw codedError('NOT_FOUND', 'There is no such package.');
      const etag = `"${found.sha256}"`;
      const range = rangeOf(request.headers, found.byteSize, etag);
      void reply.header('accept-ranges', 'bytes').header('etag', etag);
      if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${found.byteSize}`).send();
      const { start, end } = range ?? { start: 0, end: found.byteSize - 1 };
      // A HEAD has no body. What the store does not hand out is not recorded as downloaded.
      const content = request.method === 'HEAD' ? Readable.from([]) : await exports.read(found, start);
      await dataSource
        .transaction((db) =>
          appendAudit(db, [
            {
              actor: caller.subject,
              action: 'PACKAGE_DOWNLOADED',
              requestId: id,
              detail: `${range ? `bytes ${start}-${end} of ` : ''}${found.byteSize} bytes, sha256 ${found.sha256}`,
            },
          ]),
        )
        .catch((error: unknown) => {
          content.destroy();
          throw error;
        });
      if (range) void reply.code(206).header('content-range', `bytes ${start}-${end}/${found.byteSize}`);
      void reply
        .type('application/zip')
        .header('content-length', end - start + 1)
        .header('content-disposition', `attachment; filename="personal-data-${id}.zip"`);
      // A stream keeps the length that was stated.
      return reply.send(first(content, end - start + 1));
    });
  });
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
