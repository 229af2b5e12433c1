/** Certificates of requests that end, signed when the audit log has what they state. */
import type { EntityManager } from 'typeorm';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import type { SignStatement } from '../../security/signed-statement';
import type { GdprRequest, GdprTask } from '../entities';
import { holdsOfRequests } from '../holds/held-requests';
import { isKept } from '../store/holds/holds';
import { certificateStatement, certificateType } from './certificate';
import { recipientsOf } from './recipients';

/** A request as its certificate states it, and what the audit log says of its end. */
export interface Certified {
  request: GdprRequest;
  tasks: GdprTask[];
  events: AuditEvent[];
}

/**
 * Closes the requests' part of the audit log and signs what came of each. A request's row is written once, after this: a
 * second write in one transaction makes PostgreSQL look at the parent's row, which another member's end may hold.
 */
export async function certify(
  db: EntityManager,
  { signStatement }: { signStatement: SignStatement },
  certified: Certified[],
): Promise<string[]> {
  const head = await appendAudit(
    db,
    certified.flatMap(({ events }) => events),
  );
  const changing = certified.flatMap(({ request: { id, type } }) => (isKept(type) ? [id] : []));
  const recipients = await recipientsOf(db, changing);
  const holds = new Map((await holdsOfRequests(db, changing)).map((each, index) => [changing[index], each]));
  return Promise.all(
    certified.map(({ request, tasks }) => {
      const beside = { recipients: recipients.get(request.id) ?? [], holds: holds.get(request.id) ?? [] };
      return signStatement(certificateStatement(request, tasks, beside, head), certificateType);
    }),
  );
}
