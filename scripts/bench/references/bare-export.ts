/**
 * The reference of the export: a bare program that pages the same data from the same service into a ZIP of the same form, without
 * a request, progress, encryption or a way to resume.
 *
 * `node bare-export.js URL FILE`
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { request, type Dispatcher } from 'undici';
import { ZipFile } from 'yazl';
import { generatedContact } from './generated-service';

interface Page {
  data: { personalData: { records: { attachments: { url: string; filename: string }[] }[]; endCursor: string | null } };
}

async function main(url: string, file: string): Promise<void> {
  const zip = new ZipFile();
  const written = pipeline(zip.outputStream, createWriteStream(file));
  const lines = new PassThrough();
  zip.addReadStream(lines, 'data/GeneratedRecord.ndjson');
  const attachments: { url: string; filename: string }[] = [];
  for (let after: string | null = null; ;) {
    const variables: object = { term: { externalContactId: generatedContact }, first: 500, after };
    const answer: Dispatcher.ResponseData = await request(url, { method: 'POST', body: JSON.stringify({ variables }) });
    const { records, endCursor }: Page['data']['personalData'] = ((await answer.body.json()) as Page).data.personalData;
    for (const record of records) attachments.push(...record.attachments);
    const page = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    if (!lines.write(page)) await once(lines, 'drain');
    after = endCursor;
    if (after === null) break;
  }
  lines.end();
  for (const [index, attachment] of attachments.entries())
    zip.addReadStreamLazy(`attachments/${index}-${attachment.filename}`, { compress: false }, (give) => {
      request(attachment.url).then(
        ({ body }) => give(null, body),
        (error: unknown) => give(error as Error, new PassThrough()),
      );
    });
  zip.end();
  await written;
}

const [url = '', file = ''] = process.argv.slice(2);
main(url, file).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
