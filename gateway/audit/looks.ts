/**
 * Records looks: the audit log has an entry for everybody who was shown personal data, such as search results and downloads (R21). A
 * look is answered only after it was recorded. Concurrent looks of one organisation share a statement, which runs while the
 * services are asked.
 */
import type { DataSource } from 'typeorm';
import { GroupCommit } from '../persistence/group-commit';
import { appendAudit, type AuditEvent } from './audit-log';

/** Records the looks of one process. */
export type Looks = GroupCommit<AuditEvent, void>;

export const looksOf = (dataSource: DataSource): Looks =>
  new GroupCommit<AuditEvent, void>(async (events) => {
    // One statement, which needs no transaction around it.
    await appendAudit(dataSource.manager, events);
    return events.map(() => undefined);
  }, 1);

/**
 * Runs `look` and records it at the same time.
 * @returns the result of `look`, once the entry is written
 * @throws what either throws: data are not shown when the look cannot be recorded
 */
export async function recordedLook<T>(looks: Looks, event: AuditEvent, look: () => Promise<T>): Promise<T> {
  const [answer] = await Promise.all([look(), looks.add(event)]);
  return answer;
}
