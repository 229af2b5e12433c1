/** Changes of an open case: the extension of its deadline (R29), and how the person's identity was confirmed. */
import { checkedTime, codedError, currentKeys, inputError } from '../../../subgraphs/kit';
import { assertKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { appendAudit, caseText, type AuditEvent } from '../../audit/audit-log';
import { transact } from '../../persistence/transact';
import { databaseTime } from '../store/database-time';
import type { GdprExtensionInput } from '../schema.generated';
import { lockOpenCase, type CaseTools } from './case-rows';
import { GdprCase, type IdentityMeans } from './gdpr-case';
import { legalLimits } from './legal-limits';

/** What a call changes, and its entry in the log. */
interface Change {
  changes: Partial<GdprCase>;
  event: Omit<AuditEvent, 'requestId' | 'service'>;
}

/** Changes an open case under its lock, with an entry in the log. A change that was made before returns null and is not recorded again. */
function changeCase(
  { dataSource }: CaseTools,
  id: string,
  change: (db: Parameters<typeof lockOpenCase>[0], found: GdprCase) => Promise<Change | null>,
): Promise<GdprCase> {
  currentKeys().assertUsable();
  return transact(dataSource, async (db) => {
    await assertKeys(db, currentKeys().organizationId);
    const found = await lockOpenCase(db, id);
    const made = await change(db, found);
    if (!made) return found;
    const { changes, event } = made;
    await db.update(GdprCase, { organizationId: found.organizationId, id: found.id }, changes);
    await appendAudit(db, [event]);
    return Object.assign(found, changes);
  });
}

/**
 * `extendGdprCase` (R29). The same call again, as after an answer that was lost, answers the case that it extended.
 * @throws BAD_USER_INPUT, NOT_FOUND, CASE_CLOSED, ALREADY_EXTENDED, EXTENSION_TOO_LATE, EXTENSION_TOO_LONG
 */
export function extendCase(tools: CaseTools, actor: string, id: string, input: GdprExtensionInput): Promise<GdprCase> {
  const until = checkedTime('input.until', input.until);
  const informedAt = checkedTime('input.informedAt', input.informedAt);
  return changeCase(tools, id, async (db, found) => {
    if (isExtendedBy(found, actor, { until, informedAt, reason: input.reason })) return null;
    if (found.extendedAt) throw codedError('ALREADY_EXTENDED', 'The limit was extended before.', { argument: 'id' });
    const { now, first, latest } = await legalLimits(db, found.receivedAt);
    if (informedAt > now) throw inputError('input.informedAt', 'input.informedAt is in the future.');
    if (informedAt < found.receivedAt)
      throw inputError('input.informedAt', 'input.informedAt is before the receipt of the letter.');
    if (informedAt > first)
      throw codedError('EXTENSION_TOO_LATE', 'The person was told after the first month.', {
        argument: 'input.informedAt',
      });
    if (until <= first) throw inputError('input.until', 'input.until takes a time after the limit as it is.');
    if (until > latest)
      throw codedError('EXTENSION_TOO_LONG', `The limit ends on ${latest.toISOString()} at the latest.`, {
        argument: 'input.until',
      });
    return {
      changes: { dueAt: until, extendedAt: now, extendedBy: actor, extensionReason: input.reason, informedAt },
      event: {
        actor,
        action: 'CASE_EXTENDED',
        detail: `${caseText(found.id)}, until ${until.toISOString()}, ${input.reason}, the person was told ${informedAt.toISOString()}`,
      },
    };
  });
}

/** Whether this very extension has been made. */
const isExtendedBy = (
  found: GdprCase,
  actor: string,
  { until, informedAt, reason }: { until: Date; informedAt: Date; reason: string },
): boolean =>
  found.extendedBy === actor &&
  found.extensionReason === reason &&
  found.dueAt.getTime() === until.getTime() &&
  found.informedAt?.getTime() === informedAt.getTime();

/** `confirmGdprCaseIdentity`. A repeated statement of the same person changes nothing. @throws NOT_FOUND, CASE_CLOSED */
export const confirmIdentity = (tools: CaseTools, actor: string, id: string, means: IdentityMeans): Promise<GdprCase> =>
  changeCase(tools, id, async (db, found) => {
    if (found.identityMeans === means && found.identifiedBy === actor) return null;
    return {
      changes: { identityMeans: means, identifiedAt: await databaseTime(db), identifiedBy: actor },
      event: { actor, action: 'CASE_IDENTITY_CONFIRMED', detail: `${caseText(found.id)}, by ${means}` },
    };
  });
