/**
 * Gathers one service's part of an export (R13, R17): its records, page by page, and their files, written to the store as they
 * arrive, so that memory use does not grow with them. A file that the service refuses, or that differs from what it announced, is
 * left out with the reason. When a file cannot be requested now, or breaks off, the attempt fails and the part is gathered again
 * (R11). A file that breaks off in every attempt is left out by a late one, so that it does not withhold the rest for ever.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { ServicePage, ServiceRecord } from '../../subgraphs/kit/base/contract/answers';
import { ServiceCallError, type ServiceCallScope } from '../gdpr/services/service-call';
import { KnownRecords } from '../gdpr/services/known-records';
import { PageProgress } from '../gdpr/services/progress';
import { readPages, type PageOptions } from './read-pages';
import type { ExportStore } from './store/export-store';
import { writing } from './store/writing';

/** Limits for one file. */
export interface AttachmentLimits {
  maximumBytes: number;
  /** Milliseconds that its download may take. */
  timeout: number;
}

/** An attachment in a gathered part: either `stored` under a name, or left out because of a `problem`. */
export type GatheredAttachment = Omit<ServiceRecord['attachments'][number], 'url'> &
  ({ stored: string; problem: null } | { stored: null; problem: string });

/** A record in a gathered part: one line of JSON. */
export type GatheredRecord = Omit<ServiceRecord, 'attachments'> & { attachments: GatheredAttachment[] };

/** What {@link gatherPart} needs. */
export interface GatherOptions extends PageOptions {
  store: ExportStore;
  scope: ServiceCallScope & { requestId: string };
  /** The number of the attempt; each attempt writes to a folder of its own. */
  attempt: number;
  limits: AttachmentLimits;
  /** Tells whether a file that has just broken off is left out; otherwise it fails the attempt. */
  leavesOut: () => Promise<boolean>;
  /** Called after each page, with the page and the bytes gathered so far. */
  onPage: (page: ServicePage, bytes: number) => Promise<void>;
}

/**
 * Gathers everything that a service holds for a term.
 * @throws ServiceCallError, the reason of `claim` when it is aborted, and what `onPage` or the store throws
 */
export async function gatherPart(options: GatherOptions): Promise<void> {
  const { store, client, scope, attempt, claim, onPage } = options;
  const { stream, stored } = writing((content) =>
    store.writePart(scope.requestId, client.name, attempt, 'records', content),
  );
  let bytes = 0;
  let files = 0;
  try {
    const progress = new PageProgress(client.name, null);
    const known = new KnownRecords();
    for await (const answered of readPages(options)) {
      claim.throwIfAborted();
      const page = known.newOf(answered);
      progress.assertProgress(page.endCursor, page.records.length);
      const announced = page.records.flatMap(({ attachments }) => attachments);
      const gathered = await gatherFiles(options, announced, files);
      files += announced.length;
      let lines = '';
      let next = 0;
      for (const record of page.records) {
        const attachments = gathered.slice(next, (next += record.attachments.length));
        for (const file of attachments) if (file.stored) bytes += file.byteSize;
        lines += `${JSON.stringify({ ...record, attachments } satisfies GatheredRecord)}\n`;
      }
      const written = Buffer.from(lines);
      bytes += written.length;
      if (!stream.write(written)) await Promise.race([once(stream, 'drain'), stored]);
      await onPage(page, bytes);
    }
    stream.end();
  } catch (error) {
    stream.destroy(error as Error);
    throw error;
  }
  await stored;
}

/** Whether a service will never hand the file out. Any other failure ends the attempt, and the part is gathered again (R11). */
const isRefusedFile = (error: unknown): boolean =>
  error instanceof ServiceCallError && ['SERVICE_REFUSED', 'SERVICE_REPLY_INVALID'].includes(error.code);

/** Files of one part that are fetched at once: the next one arrives while another is stored. */
const filesAtOnce = 2;

/**
 * Gathers the files of a page. When one cannot be had, those under way with it are ended first.
 * @param before how many files of the part came before
 * @throws ServiceCallError, and what the store throws
 */
async function gatherFiles(
  options: GatherOptions,
  attachments: ServiceRecord['attachments'],
  before: number,
): Promise<GatheredAttachment[]> {
  const gathered: GatheredAttachment[] = [];
  for (let first = 0; first < attachments.length; first += filesAtOnce) {
    const files = attachments.slice(first, first + filesAtOnce);
    const settled = await Promise.allSettled(
      files.map((file, at) => gatherFile(options, file, `file-${before + first + at + 1}`)),
    );
    for (const file of settled) {
      if (file.status === 'rejected') throw file.reason;
      gathered.push(file.value);
    }
  }
  return gathered;
}

/** How often one attempt fetches a file that breaks off: once more is cheaper than gathering the whole part again. */
const fetches = 2;

const brokeOff = 'The file broke off, or took too long.';

/** Fetches a file into the store, and checks it. @throws ServiceCallError when it cannot be had now */
async function gatherFile(
  options: GatherOptions,
  { url, ...announced }: ServiceRecord['attachments'][number],
  name: string,
): Promise<GatheredAttachment> {
  const { store, client, scope, attempt, limits, leavesOut } = options;
  const without = (problem: string): GatheredAttachment => ({ ...announced, stored: null, problem });
  if (announced.byteSize > limits.maximumBytes) return without('The file is larger than a package takes.');
  for (let fetched = 1; ; fetched += 1) {
    let chunks: AsyncIterable<Buffer>;
    try {
      chunks = await client.download(scope, url, limits.timeout);
    } catch (error) {
      if (!isRefusedFile(error)) throw error;
      return without('The service did not hand the file out.');
    }
    const problem = await storeFile(options, chunks, announced, name);
    if (!problem) return { ...announced, stored: name, problem: null };
    await store.removePart(scope.requestId, client.name, attempt, name);
    if (problem !== brokeOff) return without(problem);
    if (fetched < fetches) continue;
    if (await leavesOut()) return without(problem);
    throw new ServiceCallError(client.name, 'SERVICE_FILE_BROKE_OFF', problem);
  }
}

/** Stores a file as it arrives. @returns why it is not what was announced, or {@link brokeOff}; null when it is whole */
async function storeFile(
  { store, client, scope, attempt, claim }: GatherOptions,
  chunks: AsyncIterable<Buffer>,
  announced: { byteSize: number; sha256: string },
  name: string,
): Promise<string | null> {
  const { stream, stored } = writing((content) =>
    store.writePart(scope.requestId, client.name, attempt, name, content),
  );
  const hash = createHash('sha256');
  let received = 0;
  let problem: string | null = null;
  try {
    for await (const chunk of chunks) {
      claim.throwIfAborted();
      received += chunk.length;
      if (received > announced.byteSize) {
        problem = 'The file is larger than the service said.';
        break;
      }
      hash.update(chunk);
      if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), stored]);
    }
  } catch (error) {
    if (claim.aborted) {
      stream.destroy(error as Error);
      throw claim.reason;
    }
    problem = brokeOff;
  }
  stream.end();
  await stored;
  if (problem) return problem;
  if (received < announced.byteSize) return 'The file is smaller than the service said.';
  return hash.digest('hex') === announced.sha256
    ? null
    : 'The file is not what the service said: its checksum differs.';
}
