/**
 * The certificate of a request: a signed statement of what was asked, what each service did, what a search afterwards found,
 * and where the audit log stood. It holds digests, also of who asked, and counts, and can be shown to a data subject or an authority.
 */
import type { JWTPayload } from 'jose';
import { callerDigest } from '../../../subgraphs/kit/base/security/encrypted-column';
import type { AuditHead } from '../../audit/audit-log';
import { statementDigest } from '../../security/signed-statement';
import type { GdprRequest, GdprTask } from '../entities';
import type { LegalHold } from '../holds/legal-hold';
import type { Recipient } from '../services/recipients';

/** The JWS header's `typ`. */
export const certificateType = 'habeas-certificate+jwt';

/** What the certificate states. It supersedes an earlier one of the request, which it names by its digest. */
export function certificateStatement(
  request: GdprRequest,
  tasks: GdprTask[],
  { recipients, holds }: { recipients: Recipient[]; holds: LegalHold[] },
  audit: AuditHead,
): JWTPayload {
  return {
    iss: 'habeas-gateway',
    sub: request.id,
    iat: Math.floor((request.completedAt ?? new Date()).getTime() / 1000),
    organization_id: request.organizationId,
    request: {
      type: request.type,
      status: request.status,
      parent: request.parentId,
      ...(request.caseId ? { case: request.caseId } : {}),
      termDigest: request.termDigest.toString('hex'),
      createdByDigest: callerDigest(request.createdBy).toString('hex'),
      createdAt: request.createdAt.toISOString(),
      completedAt: request.completedAt?.toISOString() ?? null,
    },
    ...approvalStatement(request),
    services: tasks.map((task) => {
      const { service, status, recordsFound, dispositions, replacements, verification, attempts, lastErrorCode } = task;
      return {
        service,
        status,
        recordsFound,
        dispositions,
        ...(replacements.length > 0 ? { replacements } : {}),
        verification,
        attempts,
        ...(lastErrorCode ? { lastError: lastErrorCode } : {}),
      };
    }),
    // What it has waited for, whole or in part (Art. 17(3)).
    ...(holds.length > 0 ? { holds: holds.map(holdStatement) } : {}),
    // To be told by the controller (Art. 19).
    ...(recipients.length > 0 ? { recipients } : {}),
    audit,
    ...(request.certificate ? { supersedes: statementDigest(request.certificate) } : {}),
  };
}

/** Who let the request begin, beside who made it (R30). */
const approvalStatement = ({ approvedAt, approvedBy, approvedPlanHash, planHash }: GdprRequest) =>
  approvedAt
    ? {
        approval: {
          ...(approvedBy === null ? {} : { byDigest: callerDigest(approvedBy).toString('hex') }),
          at: approvedAt.toISOString(),
          planHash: approvedPlanHash ?? planHash,
        },
      }
    : {};

const holdStatement = ({ id, ground, services, placedAt, until, releasedAt }: LegalHold) => ({
  id,
  ground,
  services: services ?? 'all',
  placedAt: placedAt.toISOString(),
  until: until?.toISOString() ?? null,
  releasedAt: releasedAt?.toISOString() ?? null,
});
