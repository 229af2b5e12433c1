/**
 * Looks: whoever is shown what is held about people is in the audit log (R21). A look is answered once it is recorded; looks of
 * one organisation that come within a moment share a transaction, and are recorded while the services are asked.
 */
import type { DataSource } from 'typeorm';
import { GroupCommit } from '../persistence/group-commit';
import { appendAudit, type AuditEvent } from './audit-log';

/** Records looks, of one process. */
export type Looks = GroupCommit<AuditEvent, void>;

export const looksOf = (dataSource: DataSource): Looks =>
  new GroupCommit<AuditEvent, void>(async (events) => {
    await dataSource.transaction((db) => appendAudit(db, events));
    return events.map(() => undefined);
  }, 1);

/** Answers what `look` does, once the look is recorded. @throws what either throws: what cannot be recorded is not shown */
export async function recordedLook<T>(looks: Looks, event: AuditEvent, look: () => Promise<T>): Promise<T> {
  const [answer] = await Promise.all([look(), looks.add(event)]);
  return answer;
}
