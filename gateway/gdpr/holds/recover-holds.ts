/** Legal holds that a restored database has lost, from the checkpoints outside it (R26, R31). */
import type { DataSource } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import type { LostHold } from '../../audit/anchors/lost-decisions';
import { transact } from '../../persistence/transact';
import { holdText } from '../store/holds/hold-parts';
import { lockSubjects } from '../store/subjects/subject-locks';
import { LegalHold } from './legal-hold';
import { cover, placedEvent } from './placing';

/**
 * Takes lost holds of the current organisation back under their own ids, as they stood: they keep what they kept. Their reasons, and who
 * placed and released them, are gone. Of those that were released since, and stand again, only an entry in the audit log is made.
 */
export async function recoverHolds(dataSource: DataSource, lost: LostHold[]): Promise<void> {
  for (const hold of lost) {
    const { fate } = hold;
    if (fate === 'STANDS_AGAIN') await dataSource.transaction((db) => appendAudit(db, [standsAgain(hold)]));
    if (fate === 'TAKEN_BACK') await takeBack(dataSource, hold);
  }
}

async function takeBack(dataSource: DataSource, hold: LostHold): Promise<void> {
  const { organizationId } = currentKeys();
  const digests = hold.digests.map(ofHex);
  await transact(dataSource, async (db) => {
    await lockSubjects(db, digests);
    await db.query(
      `INSERT INTO gdpr_legal_hold
         (organization_id, id, ground, subject_term, reference, services, placed_at, until, released_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
      [
        organizationId,
        hold.hold,
        hold.ground,
        readable(hold.term, 'subject_term'),
        readable(hold.reference, 'reference'),
        hold.services,
        hold.placedAt,
        hold.until,
        hold.releasedAt,
      ],
    );
    const kept = await cover(db, hold.hold, digests);
    const stored = await db.findOneByOrFail(LegalHold, { organizationId, id: hold.hold });
    const { detail, ...event } = placedEvent('habeas', stored);
    await appendAudit(db, [{ ...event, detail: `${detail}; after the backup that was restored` }, ...kept]);
  });
}

const standsAgain = ({ hold }: LostHold): AuditEvent => ({
  actor: 'habeas',
  action: 'LEGAL_HOLD_PLACED',
  detail: `${holdText(hold)} stands again; it was released after the backup that was restored`,
});

const ofHex = (text: string): Buffer => Buffer.from(text, 'hex');

/** A sealed value; null when it was sealed with a key that is newer than the backup: nobody can read it any more. */
function readable(sealed: string | null, column: 'subject_term' | 'reference'): Buffer | null {
  if (sealed === null) return null;
  try {
    currentKeys().decrypt(ofHex(sealed), `gdpr_legal_hold.${column}`);
    return ofHex(sealed);
  } catch {
    return null;
  }
}
