/**
 * The certificate of a request: a signed statement of what was asked, what each service did, what a search afterwards found,
 * and where the audit log stood. It holds digests and counts, and can be shown to a data subject or an authority.
 */
import type { JWTPayload } from 'jose';
import type { AuditHead } from '../../audit/audit-log';
import type { GdprRequest, GdprTask } from '../entities';

/** Signs a statement as compact JWS (EdDSA) with the gateway's key. */
export type SignStatement = (statement: JWTPayload, type: string) => Promise<string>;

/** The JWS header's `typ`. */
export const certificateType = 'habeas-certificate+jwt';

/** What the certificate states. */
export function certificateStatement(request: GdprRequest, tasks: GdprTask[], audit: AuditHead): JWTPayload {
  return {
    iss: 'habeas-gateway',
    sub: request.id,
    iat: Math.floor((request.completedAt ?? new Date()).getTime() / 1000),
    organization_id: request.organizationId,
    request: {
      type: request.type,
      status: request.status,
      parent: request.parentId,
      termDigest: request.termDigest.toString('hex'),
      createdBy: request.createdBy,
      createdAt: request.createdAt.toISOString(),
      completedAt: request.completedAt?.toISOString() ?? null,
    },
    services: tasks.map(({ service, status, recordsFound, dispositions, verification, attempts, lastErrorCode }) => ({
      service,
      status,
      recordsFound,
      dispositions,
      verification,
      attempts,
      ...(lastErrorCode ? { lastError: lastErrorCode } : {}),
    })),
    audit,
  };
}
