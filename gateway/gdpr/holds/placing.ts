/** What placing a legal hold writes besides its row (R31): whom it covers, what waits for it, and the entry of the audit log. */
import type { EntityManager } from 'typeorm';
import { currentKeys, termFingerprint } from '../../../subgraphs/kit';
import { termDigestText, type AuditEvent } from '../../audit/audit-log';
import { isFinished } from '../lifecycle';
import { holdParts, holdText } from '../store/holds/hold-parts';
import { lockRequests } from '../store/requests-and-tasks';
import type { LegalHold } from './legal-hold';

/** Makes a hold cover subjects, and keeps back requests in flight about them. */
export async function cover(db: EntityManager, holdId: string, digests: Buffer[]): Promise<AuditEvent[]> {
  const { organizationId } = currentKeys();
  await db.query(
    `INSERT INTO gdpr_held_subject (organization_id, hold_id, digest)
     SELECT $1, $2, digest FROM unnest($3::bytea[]) AS digest ON CONFLICT DO NOTHING`,
    [organizationId, holdId, digests],
  );
  const rows: { id: string }[] = await db.query(
    `WITH family AS MATERIALIZED (
       SELECT coalesce(parent_id, id) AS id FROM gdpr_request WHERE organization_id = $1 AND subject_digest = ANY($2::bytea[])
       UNION SELECT coalesce(request.parent_id, request.id) FROM gdpr_matched_subject matched
       JOIN gdpr_request request ON request.organization_id = $1 AND request.id = matched.request_id
       WHERE matched.organization_id = $1 AND matched.subject_digest = ANY($2::bytea[]))
     SELECT request.id FROM family JOIN gdpr_request request ON request.organization_id = $1 AND request.id = family.id
       WHERE request.completed_at IS NULL
     UNION SELECT request.id FROM family
     JOIN gdpr_request request ON request.organization_id = $1 AND request.parent_id = family.id WHERE request.completed_at IS NULL`,
    [organizationId, digests],
  );
  const locked = await lockRequests(
    db,
    rows.map(({ id }) => id),
  );
  return holdParts(
    db,
    [...locked.values()].filter(({ status }) => !isFinished(status)),
  );
}

/** The entry that records a hold. */
export function placedEvent(actor: string, { id, ground, services, until, subjectTerm }: LegalHold): AuditEvent {
  const parts = [
    holdText(id),
    ground,
    ...(subjectTerm ? [termDigestText(currentKeys().digest(termFingerprint(subjectTerm)))] : []),
    services ? `in ${services.join(', ')}` : 'in all services',
    ...(until ? [`until ${until.toISOString()}`] : []),
  ];
  return { actor, action: 'LEGAL_HOLD_PLACED', detail: parts.join(', ') };
}
