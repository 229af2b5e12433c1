/** Records in the audit log that the time of a legal hold is over (R31): once, by the process that sees it first. */
import type { DataSource } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit/base/security/organization-context';
import { appendAudit } from '../../audit/audit-log';
import { returned } from '../../persistence/rows';
import { holdText } from '../store/holds/hold-parts';

/** Records the end of a hold that ended by its time. One that was released has its caller's entry. */
export async function recordExpiry(dataSource: DataSource, holdId: string): Promise<void> {
  await dataSource.transaction(async (db) => {
    const [expired] = await returned<{ until: Date }>(
      db.query(
        `UPDATE gdpr_legal_hold SET expired_at = clock_timestamp()
         WHERE organization_id = $1 AND id = $2 AND expired_at IS NULL AND until <= clock_timestamp() AND released_at IS NULL
         RETURNING until`,
        [currentKeys().organizationId, holdId],
      ),
    );
    if (!expired) return;
    const detail = `${holdText(holdId)}, whose time was over ${expired.until.toISOString()}`;
    await appendAudit(db, [{ actor: 'habeas', action: 'LEGAL_HOLD_EXPIRED', detail }]);
  });
}
