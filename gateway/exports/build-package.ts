/**
 * The package that a data subject receives (R13, R17), made of what was gathered: every service's records as JSON,
 * their files, a page to read, and a signed manifest of what is in it and what could not be included. What passes through is
 * never held: the memory does not grow with it.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, Transform, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { withheldReason } from '../../subgraphs/kit';
import type { ExportStore } from './export-store';
import { safeFileName, type TakenNames } from './file-name';
import type { Omission, PackagePart } from './package-contents';
import { openEntry, RecordsEntry, type ManifestFile } from './package-entry';
import type { GatheredRecord } from './gather-part';
import { reportPage } from './report/page';
import { ReportData } from './report/report-data';

/** Signs the manifest: a detached JWS (RFC 7797) of its bytes. */
export type SignDetached = (bytes: Buffer, type: string) => Promise<string>;

/** The `typ` of the manifest's signature. */
export const manifestSignatureType = 'habeas-manifest+jws';

/** What goes into a package. */
export interface PackageOptions {
  store: ExportStore;
  signDetached: SignDetached;
  request: { id: string; createdAt: Date };
  parts: PackagePart[];
}

/** The package as a stream, with what is known of it once the stream has ended. */
export interface BuiltPackage {
  content: Readable;
  /** Rejects when something that was gathered cannot be read; the stream is destroyed then. */
  finished: Promise<{ byteSize: number; sha256: string }>;
}

/** Starts to build a package; it is built as fast as its content is read. */
export function buildPackage(options: PackageOptions): BuiltPackage {
  const zip = new ZipFile();
  const measured = measure();
  zip.outputStream.pipe(measured.stream);
  const fail = (error: unknown) => measured.stream.destroy(error as Error);
  zip.once('error', fail);
  fill(zip, options).catch(fail);
  return { content: measured.stream, finished: measured.result };
}

/** Counts and hashes what passes. */
function measure() {
  const hash = createHash('sha256');
  let byteSize = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      byteSize += chunk.length;
      done(null, chunk);
    },
  });
  const result = once(stream, 'end').then(() => ({ byteSize, sha256: hash.digest('hex') }));
  return { stream, result };
}

async function fill(zip: ZipFile, { store, signDetached, request, parts }: PackageOptions): Promise<void> {
  const files: ManifestFile[] = [];
  const omitted: Omission[] = [];
  const report = new ReportData(request);
  for (const part of parts) {
    report.addService(part);
    if (part.outcome === 'SUBJECT_REQUIRED')
      omitted.push({
        service: part.name,
        item: 'all records',
        reason: 'The service finds people by their id only; ask again with the id.',
      });
    if (part.outcome === 'COMPLETED')
      await addPart(zip, { store, requestId: request.id, part, files, omitted, report });
  }
  report.finish(files, omitted);
  await addText(zip, files, 'index.html', reportPage(report));
  const manifest = {
    request: { id: request.id, createdAt: request.createdAt.toISOString() },
    builtAt: report.builtAt.toISOString(),
    services: parts.map(({ name, outcome }) => ({ service: name, outcome })),
    files,
    omitted,
    withheld: report.withheld,
  };
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  zip.addBuffer(bytes, 'manifest.json');
  zip.addBuffer(Buffer.from(`${await signDetached(bytes, manifestSignatureType)}\n`), 'manifest.json.sig');
  zip.end();
}

interface PartOptions {
  store: ExportStore;
  requestId: string;
  part: PackagePart;
  files: ManifestFile[];
  omitted: Omission[];
  report: ReportData;
}

/** The records of a service, a file for each run of one type, and then their files. */
async function addPart(zip: ZipFile, { store, requestId, part, files, omitted, report }: PartOptions): Promise<void> {
  const { name, attempt } = part;
  const dataFiles: TakenNames = new Map();
  const attachmentFiles: TakenNames = new Map();
  const stored: (ManifestFile & { from: string })[] = [];
  let open: { recordType: string; entry: RecordsEntry } | undefined;
  const lines = linesOf(await store.readPart(requestId, name, attempt, 'records'));
  for await (const line of lines) {
    const { attachments, ...record } = JSON.parse(line) as GatheredRecord;
    if (open?.recordType !== record.recordType) {
      await open?.entry.close();
      const { recordType } = record;
      const entry = new RecordsEntry((ending) => {
        const file = `data/${name}/${safeFileName(`${recordType}.${ending}`, dataFiles)}`;
        report.addFile(name, recordType, file);
        return openEntry(zip, files, file);
      });
      open = { recordType, entry };
    }
    const listed = attachments.map(({ stored: from, problem, ...attachment }) => {
      const file = `attachments/${name}/${safeFileName(attachment.filename, attachmentFiles)}`;
      if (from) stored.push({ name: file, byteSize: attachment.byteSize, sha256: attachment.sha256, from });
      if (problem) omitted.push({ service: name, item: file, reason: problem });
      return { ...attachment, path: from ? file : null };
    });
    for (const field of record.fields) {
      const reason = withheldReason(field.value);
      if (reason) report.addWithheld(name, `${record.recordType}.${field.name}`, reason);
    }
    const whole = { ...record, attachments: listed };
    report.addRecord(name, whole);
    await open.entry.write(whole);
  }
  await open?.entry.close();
  for (const { from, ...file } of stored) {
    files.push(file);
    // Sound and pictures are compressed already.
    zip.addReadStreamLazy(file.name, { compress: false, size: file.byteSize }, (give) => {
      store.readPart(requestId, name, attempt, from).then(
        (stream) => give(null, stream),
        (error: unknown) => give(error as Error, new PassThrough()),
      );
    });
  }
}

/** The lines of a stream, one after the other. */
async function* linesOf(stream: Readable): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

async function addText(zip: ZipFile, files: ManifestFile[], name: string, pieces: Iterable<string>): Promise<void> {
  const entry = openEntry(zip, files, name);
  for (const piece of pieces) await entry.write(piece);
  await entry.close();
}
