/** Files requests that are in flight in the case that a later, equal call names (R10, R28). */
import type { EntityManager } from 'typeorm';
import { codedError } from '../../../subgraphs/kit';
import { caseText, type AuditEvent } from '../../audit/audit-log';
import type { GdprRequest } from '../entities';
import type { TimeLimits } from '../lifecycle';
import { lockFamily, writeRequests } from '../store/requests-and-tasks';
import { dueInCase, roomInCase, shareOpenCase } from './case-rows';

/** Whether a request is to be filed in the case that a call names. */
export const isElsewhere = (request: GdprRequest, caseId: string | null): caseId is string =>
  caseId !== null && request.caseId !== caseId;

/**
 * Files a request that belongs to no case, with its whole family. Each is due as if it had been made in the case, and never later than
 * before.
 * @returns the entries of the audit log
 * @throws NOT_FOUND, CASE_CLOSED; BAD_USER_INPUT when the case is full; CONFLICTING_REQUEST when the request is in another case
 */
export async function fileInCase(
  db: EntityManager,
  limits: TimeLimits,
  actor: string,
  request: GdprRequest,
  caseId: string,
): Promise<AuditEvent[]> {
  await shareOpenCase(db, caseId);
  const family = [...(await lockFamily(db, request.parentId ?? request.id)).values()];
  if (family.some((each) => each.caseId !== null && each.caseId !== caseId))
    throw codedError(
      'CONFLICTING_REQUEST',
      'An equal request is in flight, and belongs to another case. Wait until it has finished, or name its case.',
      { argument: 'input.caseId', requestId: request.id },
    );
  const open = family.filter((each) => each.caseId === null);
  if (open.length > 0) {
    const found = await roomInCase(db, caseId);
    for (const each of open) {
      const due = dueInCase(limits, each.type, found);
      Object.assign(each, { caseId, dueAt: due < each.dueAt ? due : each.dueAt });
    }
    await writeRequests(db, open, ['caseId', 'dueAt']);
  }
  // The caller is answered with the request as it is now.
  Object.assign(
    request,
    family.find(({ id }) => id === request.id),
  );
  return open.map(({ id, dueAt }) => ({
    actor,
    action: 'REQUEST_FILED',
    requestId: id,
    detail: `${caseText(caseId)}, due ${dueAt.toISOString()}`,
  }));
}
