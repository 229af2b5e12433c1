/**
 * Builds the package that a data subject receives (R13, R17) from what was gathered: every service's records as JSON, their
 * files, a page to read, and a signed manifest that lists the contents and what could not be included. Content is streamed, so
 * that memory use does not depend on the size of the package.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, Transform, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { attachmentName } from './active-file';
import { withheldBecause } from '../../subgraphs/kit';
import { textLines } from '../../subgraphs/kit/base/text-lines';
import type { ExportStore } from './store/export-store';
import { safeFileName, type TakenNames } from './file-name';
import type { GatheredPlace, Omission, PackagePart } from './package-contents';
import { openEntry, RecordsEntry, type ManifestFile } from './package-entry';
import type { GatheredRecord } from './gather-part';
import { reportPage } from './report/page';
import { ReportData, type Responsible } from './report/report-data';
import type { PageTexts } from './report/texts';

/** Signs the manifest: a detached JWS (RFC 7797) of its bytes. */
export type SignDetached = (bytes: Buffer, type: string) => Promise<string>;

/** The `typ` of the manifest's signature. */
export const manifestSignatureType = 'habeas-manifest+jws';

/** What {@link buildPackage} needs. */
export interface PackageOptions {
  store: ExportStore;
  signDetached: SignDetached;
  request: { id: string; createdAt: Date };
  /** Who is responsible for the data, as the page states it. */
  responsible: Responsible;
  /** The words of the page, by language. */
  texts: PageTexts;
  parts: PackagePart[];
  /** Omissions that are known before the package is built. */
  omitted?: Omission[];
}

/** A package as a stream. */
export interface BuiltPackage {
  content: Readable;
  /**
   * The size and checksum, once the stream has ended. Rejects when something that was gathered cannot be read; the stream is
   * destroyed then.
   */
  finished: Promise<{ byteSize: number; sha256: string }>;
}

/** Starts to build a package. The reader of its content sets the pace. */
export function buildPackage(options: PackageOptions): BuiltPackage {
  const zip = new ZipFile();
  const measured = measure();
  zip.outputStream.pipe(measured.stream);
  const fail = (error: unknown) => measured.stream.destroy(error as Error);
  zip.once('error', fail);
  fill(zip, options).catch(fail);
  return { content: measured.stream, finished: measured.result };
}

/** A stream that passes content on unchanged, and the promise of its size and checksum. */
export function measure() {
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

async function fill(
  zip: ZipFile,
  { store, signDetached, request, responsible, texts, parts, omitted: before = [] }: PackageOptions,
): Promise<void> {
  const files: ManifestFile[] = [];
  const omitted: Omission[] = [...before];
  const report = new ReportData(request, responsible);
  const folders: TakenNames = new Map();
  for (const part of parts) {
    report.addService(part);
    if (part.outcome === 'SUBJECT_REQUIRED')
      omitted.push({
        service: part.name,
        item: 'all records',
        reason: 'The service finds people by their id only; ask again with the id.',
      });
    if (part.gathered.length > 0)
      await addPart(zip, { store, part, folder: safeFileName(part.name, folders), files, omitted, report });
  }
  report.omitted = omitted;
  await addText(zip, files, 'index.html', reportPage(report, texts));
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
  part: PackagePart;
  /** The name of its folders under `data/` and `attachments/`. */
  folder: string;
  files: ManifestFile[];
  omitted: Omission[];
  report: ReportData;
}

/** Adds the records of a service, one file for each run of records of one type, and then the attachments. */
async function addPart(zip: ZipFile, options: PartOptions): Promise<void> {
  const { store, part, folder, files, omitted, report } = options;
  const { name } = part;
  const dataFiles: TakenNames = new Map();
  const attachmentFiles: TakenNames = new Map();
  const stored: (ManifestFile & { place: GatheredPlace; from: string })[] = [];
  let open: { recordType: string; entry: RecordsEntry } | undefined;
  const begin = (recordType: string) => ({
    recordType,
    entry: new RecordsEntry((ending) => {
      const file = `data/${folder}/${safeFileName(`${recordType}.${ending}`, dataFiles)}`;
      report.addFile(name, recordType, file);
      return openEntry(zip, files, file);
    }),
  });
  for await (const { place, lines } of linesOf(store, part)) {
    for (const line of lines) {
      const { attachments, ...record } = JSON.parse(line) as GatheredRecord;
      if (open?.recordType !== record.recordType) {
        await open?.entry.close();
        open = begin(record.recordType);
      }
      const listed = attachments.map(({ stored: from, problem, ...attachment }) => {
        const given = attachmentName(attachment, attachmentFiles);
        const file = `attachments/${folder}/${given.name}`;
        if (from) stored.push({ name: file, byteSize: attachment.byteSize, sha256: attachment.sha256, place, from });
        if (problem) omitted.push({ service: name, item: file, reason: problem });
        return { ...attachment, path: from ? file : null, active: given.active };
      });
      for (const { name: field, withheld } of record.fields)
        if (withheld) report.addWithheld(name, `${record.recordType}.${field}`, withheldBecause[withheld]);
      const whole = { ...record, attachments: listed };
      report.addRecord(name, whole);
      // A line without attachments says what the record in the package says.
      open.entry.add(listed.length > 0 ? JSON.stringify(whole) : line);
    }
    await open?.entry.flush();
  }
  await open?.entry.close();
  for (const { place, from, ...file } of stored) {
    files.push(file);
    // Most attachments are sound and pictures, which are compressed already.
    zip.addReadStreamLazy(file.name, { compress: false, size: file.byteSize }, (give) => {
      store.readPart(place.requestId, name, place.attempt, from).then(
        (stream) => give(null, stream),
        (error: unknown) => give(error as Error, new PassThrough()),
      );
    });
  }
}

/** Reads the records of a part, request by request: the lines of JSON that {@link GatheredRecord} describes, several at once. */
async function* linesOf(store: ExportStore, { name, gathered: places }: PackagePart) {
  for (const place of places) {
    const records = await store.readPart(place.requestId, name, place.attempt, 'records');
    for await (const lines of textLines(records)) yield { place, lines };
  }
}

async function addText(zip: ZipFile, files: ManifestFile[], name: string, pieces: Iterable<string>): Promise<void> {
  const entry = openEntry(zip, files, name);
  for (const piece of pieces) {
    entry.add(piece);
    await entry.flush();
  }
  await entry.close();
}
