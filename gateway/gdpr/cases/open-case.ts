/** `openGdprCase`: what one person asked for, with the date on which it arrived (R28). */
import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { checkedTime, currentKeys, inputError } from '../../../subgraphs/kit';
import { assertKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { appendAudit, caseText } from '../../audit/audit-log';
import { transact } from '../../persistence/transact';
import { checkedText } from '../checked-text';
import { type CaseTools } from './case-rows';
import { GdprCase } from './gdpr-case';
import { legalLimits } from './legal-limits';
import { keyReused } from '../requests/create/idempotency';
import { referenceDigest } from '../store/retention/sealed-creation';
import type { OpenGdprCaseInput } from '../schema.generated';

/** @throws BAD_USER_INPUT; IDEMPOTENCY_KEY_REUSED; FORBIDDEN when the organisation's keys were destroyed */
export function openCase({ dataSource }: CaseTools, actor: string, input: OpenGdprCaseInput): Promise<GdprCase> {
  const receivedAt = checkedTime('input.receivedAt', input.receivedAt);
  const reference = checkedText(input.reference, 'input.reference');
  const key = checkedText(input.idempotencyKey, 'input.idempotencyKey');
  const keys = currentKeys();
  keys.assertUsable();
  const { organizationId } = keys;
  const keyDigest = key === null ? null : keys.digest(`case-key:${key}`);
  const inputDigest = keys.digest(`case-input:${JSON.stringify([receivedAt.toISOString(), reference])}`);
  return transact(dataSource, async (db) => {
    await assertKeys(db, organizationId);
    const { now, first } = await legalLimits(db, receivedAt);
    if (receivedAt > now) throw inputError('input.receivedAt', 'input.receivedAt is in the future.');
    const opened = Object.assign(new GdprCase(), {
      organizationId,
      id: uuidv7(),
      receivedAt,
      firstDueAt: first,
      dueAt: first,
      reference,
      referenceDigest: reference === null ? null : referenceDigest(reference),
      createdBy: actor,
      createdAt: now,
      keyDigest,
      inputDigest,
    });
    const made = await db
      .createQueryBuilder()
      .insert()
      .into(GdprCase)
      .values(opened)
      .orIgnore()
      .returning('id')
      .updateEntity(false)
      .execute();
    if ((made.raw as unknown[]).length === 0) return openedBefore(db, keyDigest as Buffer, inputDigest);
    await appendAudit(db, [
      {
        actor,
        action: 'CASE_OPENED',
        detail: `${caseText(opened.id)}, received ${receivedAt.toISOString()}, due ${first.toISOString()}`,
      },
    ]);
    return opened;
  });
}

/** The case that the first call with a key opened. @throws IDEMPOTENCY_KEY_REUSED for another input */
async function openedBefore(db: EntityManager, keyDigest: Buffer, inputDigest: Buffer): Promise<GdprCase> {
  const { organizationId } = currentKeys();
  const found = await db.findOneByOrFail(GdprCase, { organizationId, keyDigest });
  if (found.inputDigest?.equals(inputDigest)) return found;
  throw keyReused();
}
