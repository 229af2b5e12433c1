/** What the audit log says of the end of a request. */
import type { AuditAction } from '../../audit/actions';
import type { AuditEvent } from '../../audit/audit-log';
import type { GdprTask } from '../entities';
import type { RequestStatus } from '../lifecycle';
import { describeCounts } from '../reach/held-records';
import type { VerificationResult } from './verification/verification';

/** What the audit log calls what a search after an erasure found. */
const verificationActions = {
  VERIFIED: 'ERASURE_VERIFIED',
  RESIDUAL: 'ERASURE_RESIDUAL',
  UNREACHABLE: 'ERASURE_UNREACHABLE',
} as const satisfies Record<VerificationResult['verification'], AuditAction>;

export const verificationEvent = (
  requestId: string,
  { service, verification, residual, newer }: VerificationResult,
): AuditEvent => ({
  actor: 'habeas',
  action: verificationActions[verification],
  requestId,
  service,
  detail: [
    describeCounts(residual) || (verification === 'UNREACHABLE' ? 'the service could not be asked' : 'nothing found'),
    ...(newer ? [`newer than the request and left alone: ${newer}`] : []),
  ].join('; '),
});

/** What the audit log calls the end of a request. */
const finishedActions = { COMPLETED: 'REQUEST_COMPLETED', ERROR: 'REQUEST_ERROR' } as const satisfies Partial<
  Record<RequestStatus, AuditAction>
>;

export const finishedEvent = (
  { id, status }: { id: string; status: keyof typeof finishedActions },
  tasks: GdprTask[],
): AuditEvent => ({
  actor: 'habeas',
  action: finishedActions[status],
  requestId: id,
  detail: tasks.map((task) => `${task.service} ${task.status}`).join(', '),
});
