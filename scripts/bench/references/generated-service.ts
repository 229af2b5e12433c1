/**
 * A PII service that makes its records up as it is asked for them: as many as one wants, of one person, with files. It keeps
 * nothing, so that what is measured is whoever asks.
 *
 * `node generated-service.js RECORDS FILES FILE_BYTES`; prints its URL.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contractSdl } from '../../../subgraphs/kit/base/sdl';

/** The service's name in the supergraph. */
export const generatedService = 'generated';

/** Its schema: the contract alone. */
export const generatedSdl = (): string => `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@shareable", "@inaccessible", "@composeDirective"])
  @link(url: "https://specs.habeas.dev/personal-data/v2.0", import: ["@piiContract"])
  @composeDirective(name: "@piiContract")
extend type Query @piiContract(service: "${generatedService}", version: 2)
${contractSdl()}`;

/** The person that it knows. */
export const generatedContact = '01900000-0000-7000-8000-00000000babe';

function serve(records: number, files: number, fileBytes: number): void {
  const content = Buffer.alloc(fileBytes, 'a generated file that compresses no better than it must ');
  const sha256 = createHash('sha256').update(content).digest('hex');
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
    attachments:
      index < files
        ? [
            {
              id: `file-${index}`,
              filename: `file ${index}.bin`,
              mediaType: 'application/octet-stream',
              byteSize: fileBytes,
              sha256,
              url: `http://${host}/files/${index}`,
            },
          ]
        : [],
  });
  const server = createServer((request, response) => {
    if (request.method === 'GET') return void response.end(content);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
        variables: { term: { externalContactId?: string }; first: number; after?: string | null };
      };
      const known = variables.term.externalContactId === generatedContact;
      const start = Number(variables.after ?? 0);
      const end = known ? Math.min(start + variables.first, records) : 0;
      const page = Array.from({ length: Math.max(0, end - start) }, (_, index) =>
        recordAt(start + index, request.headers.host ?? ''),
      );
      const personalData = {
        subjects: [],
        subjectRequired: false,
        records: page,
        endCursor: known && end < records ? String(end) : null,
        asOf: 'generated',
        newerRecords: 0,
      };
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { personalData } }));
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
