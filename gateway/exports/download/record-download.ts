/** Records in the audit log who downloaded a package (R21): one entry for each download, however many ranges it takes. */
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import { storedActors } from '../../audit/sealed-words';
import type { Looks } from '../../audit/looks';
import type { ExportPackage } from '../store/export-store';

/** A download whose response is about to be sent. */
export interface Download {
  actor: string;
  /** The request for which the download is recorded. */
  requestId: string;
  package: Pick<ExportPackage, 'byteSize' | 'sha256'>;
  /** The requested bytes, `end` included; null for the whole package. */
  range: { start: number; end: number } | null;
  /** The id of the ticket that stands for the caller; null when the caller sent a token. */
  ticket: string | null;
}

/** Ranges of one package that one caller requests within this time are one download. A PostgreSQL interval. */
const oneDownload = '15 minutes';

/**
 * Records a download, before its first byte is sent. Only the first range of a download is recorded, and only the first use of a
 * ticket.
 */
export async function recordDownload(
  { dataSource, looks }: { dataSource: DataSource; looks: Looks },
  download: Download,
): Promise<void> {
  const { range, actor, requestId, ticket } = download;
  const content = contentOf(download);
  const event = { actor, action: 'PACKAGE_DOWNLOADED', requestId } satisfies Partial<AuditEvent>;
  if (!range && !ticket) return looks.add({ ...event, detail: content });
  await dataSource.transaction(async (db) => {
    if (await isRecorded(db, download)) return;
    const part = range ? `${inRanges}the first bytes ${range.start}-${range.end} of ` : '';
    await appendAudit(db, [{ ...event, detail: `${ticket ? byLink(ticket) : ''}${part}${content}` }]);
  });
}

const inRanges = 'in ranges, ';
const byLink = (ticket: string): string => `by link ${ticket}, `;

const contentOf = ({ package: { byteSize, sha256 } }: Download) => `${byteSize} bytes, sha256 ${sha256}`;

/** Whether this download was already recorded. A lock makes concurrent ranges wait for the first one. */
async function isRecorded(db: EntityManager, download: Download): Promise<boolean> {
  const { organizationId } = currentKeys();
  const { actor, requestId, ticket } = download;
  await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    ['download', organizationId, requestId, actor].join('\n'),
  ]);
  const found: unknown[] = await db.query(
    `SELECT 1 FROM audit_entry WHERE organization_id = $1 AND request_id = $2 AND at > now() - $3::interval
       AND action = 'PACKAGE_DOWNLOADED' AND actor = ANY($4::text[]) AND detail LIKE $5 || '%' AND detail LIKE '%' || $6 LIMIT 1`,
    [
      organizationId,
      requestId,
      oneDownload,
      storedActors(actor),
      ticket ? byLink(ticket) : inRanges,
      contentOf(download),
    ],
  );
  return found.length > 0;
}
