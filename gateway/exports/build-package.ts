/**
 * The package that a data subject receives (R13, R17): every service's records as JSON lines, their files, and a manifest of
 * what is in it and what could not be included. Records pass through page by page; the memory does not grow with them.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, type Readable, Transform } from 'node:stream';
import { ZipFile } from 'yazl';
import { termInput, type Term } from '../../subgraphs/kit';
import type { ServiceCallScope, ServiceRecord } from '../federation/pii-service-client';
import type { PiiService } from '../gdpr/pii-services';
import { safeFileName } from './file-name';

/** A service's part, as its task ended. */
export interface PackagePart {
  service: PiiService | undefined;
  name: string;
  outcome: string;
}

/** What goes into a package. */
export interface PackageOptions {
  scope: ServiceCallScope;
  term: Term;
  request: { id: string; createdAt: Date };
  parts: PackagePart[];
}

interface ManifestFile {
  name: string;
  byteSize: number;
  sha256: string;
}

type Attachment = ServiceRecord['attachments'][number];

/** The package as a stream, with what is known of it once the stream has ended. */
export interface BuiltPackage {
  content: Readable;
  /** Rejects when a service fails; the stream is destroyed then. */
  finished: Promise<{ byteSize: number; sha256: string }>;
}

const pageSize = 500;

/** Starts to build a package; it is built as fast as its content is read. */
export function buildPackage(options: PackageOptions): BuiltPackage {
  const zip = new ZipFile();
  const measured = measure();
  zip.outputStream.pipe(measured.stream);
  const finished = fill(zip, options).then(
    () => measured.result,
    (error: unknown) => {
      measured.stream.destroy(error as Error);
      throw error;
    },
  );
  return { content: measured.stream, finished };
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
  // Whoever waits for the whole hears of a failure; the measurement alone has nothing to add.
  result.catch(() => {});
  return { stream, result };
}

async function fill(zip: ZipFile, { scope, term, request, parts }: PackageOptions): Promise<void> {
  const files: ManifestFile[] = [];
  const omitted: { service: string; item: string; reason: string }[] = [];
  for (const { service, name, outcome } of parts) {
    if (outcome === 'SUBJECT_REQUIRED')
      omitted.push({
        service: name,
        item: 'all records',
        reason: 'The service finds people by their id only; ask again with the id.',
      });
    if (outcome !== 'COMPLETED' || !service) continue;
    const taken = new Set<string>();
    await addRecords(zip, files, service, scope, term, async (attachments) => {
      for (const attachment of attachments) {
        const entry = `attachments/${name}/${safeFileName(attachment.filename, taken)}`;
        const problem = await addAttachment(zip, files, entry, service, scope, attachment);
        if (problem) omitted.push({ service: name, item: entry, reason: problem });
      }
    });
  }
  const manifest = {
    request: { id: request.id, createdAt: request.createdAt.toISOString() },
    builtAt: new Date().toISOString(),
    services: parts.map(({ name, outcome }) => ({ service: name, outcome })),
    files,
    omitted,
  };
  zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), 'manifest.json');
  zip.end();
}

/** One entry that is written piece by piece, and listed in the manifest when it is whole. */
function openEntry(zip: ZipFile, files: ManifestFile[], name: string) {
  const stream = new PassThrough();
  const hash = createHash('sha256');
  let byteSize = 0;
  zip.addReadStream(stream, name);
  return {
    async write(bytes: Buffer): Promise<void> {
      hash.update(bytes);
      byteSize += bytes.length;
      if (!stream.write(bytes)) await once(stream, 'drain');
    },
    close(): ManifestFile {
      stream.end();
      const file = { name, byteSize, sha256: hash.digest('hex') };
      files.push(file);
      return file;
    },
  };
}

/** The records of a service, a file for each run of one type; its attachments after each page, when no file is open. */
async function addRecords(
  zip: ZipFile,
  files: ManifestFile[],
  { name, client }: PiiService,
  scope: ServiceCallScope,
  term: Term,
  onAttachments: (attachments: Attachment[]) => Promise<void>,
): Promise<void> {
  const taken = new Set<string>();
  const attachments: Attachment[] = [];
  let open: { recordType: string; entry: ReturnType<typeof openEntry> } | undefined;
  for (let after: string | null | undefined; ;) {
    const page = await client.find(scope, termInput(term), pageSize, after);
    for (const record of page.records) {
      if (open?.recordType !== record.recordType) {
        open?.entry.close();
        const file = safeFileName(`${record.recordType}.ndjson`, taken);
        open = { recordType: record.recordType, entry: openEntry(zip, files, `data/${name}/${file}`) };
      }
      const { attachments: own, ...fields } = record;
      const listed = own.map(({ url: _, ...attachment }) => attachment);
      await open.entry.write(Buffer.from(`${JSON.stringify({ ...fields, attachments: listed })}\n`));
      attachments.push(...own);
    }
    after = page.endCursor;
    if (after == null) break;
  }
  open?.entry.close();
  await onAttachments(attachments);
}

/** A file of the service's, if it comes whole and as announced; otherwise why not. */
async function addAttachment(
  zip: ZipFile,
  files: ManifestFile[],
  name: string,
  { client }: PiiService,
  scope: ServiceCallScope,
  { url, byteSize, sha256 }: Attachment,
): Promise<string | null> {
  let chunks: AsyncIterable<Buffer>;
  try {
    chunks = await client.download(scope, url);
  } catch {
    return 'The service did not hand the file out.';
  }
  const entry = openEntry(zip, files, name);
  let problem: string | null = null;
  let received = 0;
  try {
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received > byteSize) {
        problem = 'The file is larger than the service said; it was cut off.';
        break;
      }
      await entry.write(chunk);
    }
  } catch {
    problem = 'The file broke off.';
  }
  const file = entry.close();
  if (!problem && file.sha256 !== sha256) problem = 'The file is not what the service said: its checksum differs.';
  return problem;
}
