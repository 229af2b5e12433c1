/** Signs the certificates of requests that end, once the audit log has the entries that they state. */
import type { EntityManager } from 'typeorm';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import type { SignStatement } from '../../security/signed-statement';
import type { GdprRequest, GdprTask } from '../entities';
import { holdsOfRequests } from '../holds/held-requests';
import { isKept } from '../store/holds/holds';
import { certificateStatement, certificateType } from './certificate';
import { recipientsOf } from '../store/done/recipients';

/** A request as its certificate states it, with the audit entries of its end. */
export interface Certified {
  request: GdprRequest;
  tasks: GdprTask[];
  events: AuditEvent[];
}

/**
 * Appends the last audit entries of the requests and signs their certificates. A request's row is written once, after this: a
 * second write in the same transaction makes PostgreSQL check the parent's row, which the end of another member may have locked.
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
