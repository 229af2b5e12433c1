/** Whom the controller tells of a restriction (Art. 19, R36): those that the services which enforce it declare. */
import type { EntityManager } from 'typeorm';
import { checkedTime, codedError, currentKeys, inputError, isId } from '../../../subgraphs/kit';
import { assertKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { appendAudit } from '../../audit/audit-log';
import { transact } from '../../persistence/transact';
import { declaredBy } from '../services/recipients';
import type { MutationMarkRestrictionRecipientInformedArgs } from '../schema.generated';
import type { PiiServices } from '../services/pii-services';
import { databaseTime } from '../store/database-time';
import { restrictionText, type RestrictionTools } from './restrict';
import { GdprRestriction, GdprRestrictionRecipient } from './restriction';

/** Notes whom to tell, of services that have taken a restriction. A recipient that was noted before stays as it is. */
export async function noteRestrictionRecipients(
  db: EntityManager,
  services: Pick<PiiServices, 'get'>,
  restrictionId: string,
  enforcing: string[],
): Promise<void> {
  const { organizationId } = currentKeys();
  const rows = enforcing.flatMap((service) =>
    declaredBy(services, service).map((recipient) => ({ organizationId, restrictionId, ...recipient })),
  );
  if (rows.length === 0) return;
  await db
    .createQueryBuilder()
    .insert()
    .into(GdprRestrictionRecipient)
    .values(rows)
    .orIgnore()
    .updateEntity(false)
    .execute();
}

/**
 * `markRestrictionRecipientInformed`. What was said before stays.
 * @throws BAD_USER_INPUT; NOT_FOUND for a restriction or recipient that is not there; FORBIDDEN when the keys were destroyed
 */
export function markRestrictionRecipient(
  { dataSource }: Pick<RestrictionTools, 'dataSource'>,
  actor: string,
  { restrictionId, service, recipient, at }: MutationMarkRestrictionRecipientInformedArgs,
): Promise<GdprRestriction> {
  const informedAt = checkedTime('at', at);
  currentKeys().assertUsable();
  const { organizationId } = currentKeys();
  return transact(dataSource, async (db) => {
    await assertKeys(db, organizationId);
    if (informedAt > (await databaseTime(db))) throw inputError('at', 'at is in the future.');
    const named = { organizationId, id: restrictionId };
    const restriction = isId(restrictionId) ? await db.findOneBy(GdprRestriction, named) : null;
    if (!restriction) throw codedError('NOT_FOUND', 'There is no such restriction.', { argument: 'restrictionId' });
    const own = { organizationId, restrictionId: restriction.id, service, recipient };
    const found = await db.findOne(GdprRestrictionRecipient, { where: own, lock: { mode: 'pessimistic_write' } });
    if (!found) throw codedError('NOT_FOUND', 'The restriction names no such recipient.', { argument: 'recipient' });
    if (found.informedAt) return restriction;
    await db.update(GdprRestrictionRecipient, own, { informedAt, informedBy: actor });
    const detail = `${restrictionText(restriction.id)}, ${recipient}, told ${informedAt.toISOString()}`;
    await appendAudit(db, [{ actor, action: 'RESTRICTION_RECIPIENT_INFORMED', service, detail }]);
    return restriction;
  });
}
