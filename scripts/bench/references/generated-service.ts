/**
 * A PII service that makes its records up as it is asked for them: as many as one wants, of one person, with files. It keeps
 * nothing, so that what is measured is whoever asks.
 *
 * `node generated-service.js RECORDS FILES FILE_BYTES`; prints its URL.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { contractSdl, partSdl } from '../../../subgraphs/kit/base/sdl';

/** The service's name in the supergraph. */
export const generatedService = 'generated';

/** Where it streams its records. */
const streamPath = '/personal-data';

/** Its schema: the contract alone, with the stream of copies. */
export const generatedSdl = (): string => `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@shareable", "@inaccessible", "@composeDirective"])
  @link(url: "https://specs.habeas.dev/personal-data/v2.0", import: ["@piiContract"])
  @composeDirective(name: "@piiContract")
extend type Query @piiContract(service: "${generatedService}", version: 2)
${contractSdl()}${partSdl('streaming')}`;

/** The person that it knows. */
export const generatedContact = '01900000-0000-7000-8000-00000000babe';

/** The arguments of a page, by a call or of a stream. */
interface Asked {
  term: { externalContactId?: string };
  first: number;
  after?: string | null;
}

/** Makes pages up. */
function pagesOf(records: number, files: number, content: Buffer) {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const fileAt = (index: number, host: string) => ({
    id: `file-${index}`,
    filename: `file ${index}.bin`,
    mediaType: 'application/octet-stream',
    byteSize: content.length,
    sha256,
    url: `http://${host}/files/${index}`,
  });
  const recordAt = (index: number, host: string) => ({
    id: `record-${index}`,
    recordType: 'GeneratedRecord',
    createdAt: new Date(1_700_000_000_000 + index * 1_000).toISOString(),
    fields: [
      {
        name: 'text',
        category: 'COMMUNICATION',
        value: `A made-up message, number ${index}, of about the usual length.`,
      },
      { name: 'from', category: 'EMAIL', value: `person.${index}@generated.example` },
    ],
    attachments: index < files ? [fileAt(index, host)] : [],
  });
  return ({ term, first, after }: Asked, host: string) => {
    const known = term.externalContactId === generatedContact;
    const start = Number(after ?? 0);
    const end = known ? Math.min(start + first, records) : 0;
    return {
      subjects: [],
      subjectRequired: false,
      records: Array.from({ length: Math.max(0, end - start) }, (_, index) => recordAt(start + index, host)),
      endCursor: known && end < records ? String(end) : null,
      newerRecords: 0,
    };
  };
}

function serve(records: number, files: number, fileBytes: number): void {
  const content = Buffer.alloc(fileBytes, 'a generated file that compresses no better than it must ');
  const pageOf = pagesOf(records, files, content);
  function* lines(asked: Asked, host: string) {
    for (let after = asked.after ?? null; ;) {
      const page = pageOf({ ...asked, after }, host);
      yield `${JSON.stringify(page)}\n`;
      after = page.endCursor;
      if (after === null) return;
    }
  }
  const server = createServer((request, response) => {
    if (request.method === 'GET') return void response.end(content);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked & { query?: string; variables: Asked };
      const host = request.headers.host ?? '';
      if (request.url === streamPath)
        return void Readable.from(lines(body, host), { highWaterMark: 2 }).pipe(
          response.setHeader('content-type', 'application/x-ndjson'),
        );
      const data = body.query?.includes('streamPersonalData')
        ? { streamPersonalData: { path: streamPath } }
        : { personalData: { ...pageOf(body.variables, host), asOf: 'generated' } };
      return void response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
    });
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql\n`);
  });
  // Whoever started it is gone: so is it.
  process.stdin.resume().on('end', () => process.exit());
}

if (require.main === module) {
  const [records = 0, files = 0, fileBytes = 0] = process.argv.slice(2).map(Number);
  serve(records, files, fileBytes);
}
