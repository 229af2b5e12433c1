/** A service with made-up records and files, good and bad, and packages of them. */
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { committedSupergraph } from '../../../scripts/develop/compose';
import { openDisk } from '../../../subgraphs/kit/base/blobs/disk';
import { OrganizationKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { buildPackage, type SignDetached } from '../../../gateway/exports/build-package';
import { emptyProfile } from '../../../subgraphs/kit/base/security/organization-profiles';
import { ExportStore } from '../../../gateway/exports/store/export-store';
import type { Responsible } from '../../../gateway/exports/report/report-data';
import { builtInTexts, type PageTexts } from '../../../gateway/exports/report/texts';
import { gatherPart, type AttachmentLimits } from '../../../gateway/exports/gather-part';
import { discoverPiiServices } from '../../../gateway/federation/supergraph/discovery';
import { PiiServiceClient } from '../../../gateway/gdpr/services/client';

/** A file as a service announces it, and what it then sends. */
export interface MadeUpFile {
  filename: string;
  /** @default text/plain */
  mediaType?: string;
  /** What the service announces. @default the truth */
  announced?: { byteSize?: number; sha256?: string };
  content?: Buffer;
  behaviour?: 'good' | 'endless' | 'missing' | 'silent' | 'broken' | 'broken once' | 'away' | 'unanswered';
}

export interface MadeUpField {
  name: string;
  category: string;
  value: string;
  withheld?: 'ANOTHER_PERSON' | 'INTERNAL_NOTE' | null;
}

export interface MadeUpRecord {
  id: string;
  recordType: string;
  fields: MadeUpField[];
  files?: MadeUpFile[];
}

export const organizationId = 'packages';
export const term = { kind: 'id', type: 'EXTERNAL_CONTACT_ID', id: '01900000-0000-7000-8000-000000000001' } as const;
export const keys = new OrganizationKeys(
  organizationId,
  1,
  new Map([[1, randomBytes(32)]]),
  randomBytes(32),
  randomBytes(32),
  emptyProfile,
);

/** The declarations of the project's services. */
const declared = discoverPiiServices(readFileSync(committedSupergraph(), 'utf8'));
const wordsOf = (service: string) => declared.find(({ name }) => name === service) ?? null;

/** Gathers from a made-up service, and builds the package. */
export async function packageOf(
  records: MadeUpRecord[],
  options: {
    limits?: Partial<AttachmentLimits>;
    signDetached?: SignDetached;
    service?: string;
    responsible?: Responsible;
    texts?: PageTexts;
    leavesOut?: boolean;
  } = {},
): Promise<Buffer> {
  const { service = 'made-up' } = options;
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-package-'));
  const asked = new Set<string>();
  const server = createServer((request, response) => {
    const { url: file = '' } = request;
    if (request.method === 'GET') {
      handOut(records, file, !asked.has(file), response);
      asked.add(file);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
        variables: { first: number; after?: string };
      };
      const start = Number(variables.after ?? 0);
      const page = records.slice(start, start + variables.first);
      const end = start + page.length;
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          data: {
            personalData: {
              subjects: [],
              subjectRequired: false,
              asOf: 'mark',
              newerRecords: 0,
              endCursor: end < records.length ? String(end) : null,
              records: page.map((record, index) => describe(record, start + index, request.headers.host ?? '')),
            },
          },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const client = new PiiServiceClient(service, url, () => Promise.resolve('token'));
  const requestId = '01900000-0000-7000-8000-00000000000a';
  try {
    return await inOrganization(keys, async () => {
      const store = new ExportStore(await openDisk({ directory }, 'exports'));
      await gatherPart({
        store,
        client,
        scope: { organizationId, actor: 'test', requestId },
        term,
        mayStream: false,
        attempt: 1,
        limits: { maximumBytes: 1024 * 1024, timeout: 2_000, ...options.limits },
        leavesOut: () => Promise.resolve(options.leavesOut ?? false),
        claim: new AbortController().signal,
        onPage: () => Promise.resolve(),
      });
      const { content, finished } = buildPackage({
        store,
        signDetached: options.signDetached ?? (() => Promise.resolve('unsigned')),
        request: { id: requestId, createdAt: new Date('2026-02-03T04:05:06Z') },
        responsible: options.responsible ?? emptyProfile,
        texts: options.texts ?? builtInTexts,
        parts: [
          { name: service, outcome: 'COMPLETED', gathered: [{ requestId, attempt: 1 }], words: wordsOf(service) },
          { name: 'directory', outcome: 'NOTHING_FOUND', gathered: [], words: wordsOf('directory') },
          { name: 'recordings', outcome: 'SUBJECT_REQUIRED', gathered: [], words: wordsOf('recordings') },
        ],
      });
      const chunks: Buffer[] = [];
      for await (const chunk of content) chunks.push(chunk as Buffer);
      await finished;
      return Buffer.concat(chunks);
    });
  } finally {
    await client.close();
    server.closeAllConnections();
    server.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function describe({ id, recordType, fields, files = [] }: MadeUpRecord, index: number, host: string) {
  return {
    id,
    recordType,
    createdAt: '2026-01-02T03:04:05Z',
    fields,
    attachments: files.map(
      ({ filename, mediaType = 'text/plain', announced, content = Buffer.from('content') }, number) => ({
        id: `${index}-${number}`,
        filename,
        mediaType,
        byteSize: announced?.byteSize ?? content.length,
        sha256: announced?.sha256 ?? createHash('sha256').update(content).digest('hex'),
        url: `http://${host}/files/${index}/${number}`,
      }),
    ),
  };
}

function handOut(records: MadeUpRecord[], url: string, first: boolean, response: ServerResponse): void {
  const [, , index, number] = url.split('/');
  const file = records[Number(index)]?.files?.[Number(number)];
  const content = file?.content ?? Buffer.from('content');
  const { behaviour = 'good' } = file ?? {};
  switch (behaviour === 'broken once' ? (first ? 'broken' : 'good') : behaviour) {
    case 'missing':
      response.writeHead(404).end();
      return;
    case 'away':
      response.writeHead(503).end();
      return;
    case 'unanswered':
      response.destroy();
      return;
    case 'silent':
      response.writeHead(200).write(content.subarray(0, 1));
      return;
    case 'broken':
      response.writeHead(200).write(content.subarray(0, 3), () => response.destroy());
      return;
    case 'endless': {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024))) continue;
      };
      response.on('drain', more);
      more();
      return;
    }
    case 'good':
      response.writeHead(200).end(content);
  }
}
