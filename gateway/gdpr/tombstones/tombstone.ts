/** `erasureTombstone` and `liftErasureTombstone` (R33). */
import {
  currentKeys,
  inputError,
  parseTerm,
  termFingerprint,
  type TermInput,
  type ValueTerm,
} from '../../../subgraphs/kit';
import { assertKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { appendAudit, termDigestText } from '../../audit/audit-log';
import { recordedLook } from '../../audit/looks';
import { transact } from '../../persistence/transact';
import { checkedText } from '../checked-text';
import type { GdprContext } from '../context';
import { leavesTombstone, tombstoneDigests } from './tombstone-digests';
import { findTombstone, liftTombstones, type Tombstone } from './tombstone-rows';

/** A value that may have a tombstone. @throws BAD_USER_INPUT for a name, an address or an id, which leave none */
export function checkTombstoneTerm({ term }: { term: TermInput }): ValueTerm {
  const parsed = parseTerm(term);
  if (!leavesTombstone(parsed))
    throw inputError(
      'term',
      'term takes a phone, an e-mail address, a handle or an external id: nothing else leaves a tombstone.',
    );
  return parsed;
}

/** How the log names a value. */
const named = (term: ValueTerm): string =>
  `${term.type}, ${termDigestText(currentKeys().digest(termFingerprint(term)))}`;

/** Whether a value was somebody's who was erased. @throws BAD_USER_INPUT; FORBIDDEN when the organisation's keys were destroyed */
export function readTombstone({ caller, tools }: GdprContext, args: { term: TermInput }): Promise<Tombstone | null> {
  currentKeys().assertUsable();
  const term = checkTombstoneTerm(args);
  return recordedLook(
    tools.looks,
    { actor: caller.subject, action: 'ERASURE_TOMBSTONE_READ', detail: named(term) },
    () => findTombstone(tools.dataSource.manager, tombstoneDigests(term)),
  );
}

/** The arguments of lifting, checked. @throws BAD_USER_INPUT */
export const checkLiftArguments = ({ term, reference }: { term: TermInput; reference?: string | null }) => ({
  term: checkTombstoneTerm({ term }),
  reference: checkedText(reference, 'reference'),
});

/** Has a value warn no more. Answers whether it did. @throws BAD_USER_INPUT; FORBIDDEN when the organisation's keys were destroyed */
export function liftTombstone(
  { caller, tools }: GdprContext,
  args: { term: TermInput; reference?: string | null },
): Promise<boolean> {
  currentKeys().assertUsable();
  const { term, reference } = checkLiftArguments(args);
  const { organizationId } = currentKeys();
  return transact(tools.dataSource, async (db) => {
    await assertKeys(db, organizationId);
    const lifted = await liftTombstones(db, tombstoneDigests(term));
    if (lifted.length === 0) return false;
    await appendAudit(
      db,
      lifted.map((requestId) => ({
        actor: caller.subject,
        action: 'ERASURE_TOMBSTONE_LIFTED',
        requestId,
        detail: `${named(term)}${reference === null ? '' : ', reference: '}`,
        said: reference,
      })),
    );
    return true;
  });
}
