/** What a request in flight must be to be the answer to an order, beside being on the same subject (R8, R10, R14). */
import type { EntityManager } from 'typeorm';
import { codedError, currentKeys, type Replacement } from '../../../../subgraphs/kit';
import type { GdprRequest } from '../../entities';
import { isFinished } from '../../lifecycle';
import type { ValidatedRequest } from '../input';
import { sameReplacements } from './replacements';

/**
 * Checks that requests of the same type on the subjects of a rectification replace the same. Those in flight hold their replacements;
 * one that has ended since the caller asked may not, so that nobody can tell what it replaced.
 * @throws CONFLICTING_REQUEST naming one that replaces something else
 */
export function assertSameReplacements(replacements: Replacement[], requests: GdprRequest[]): void {
  for (const request of requests) {
    if (request.replacements && sameReplacements(replacements, request.replacements)) continue;
    const message = isFinished(request.status)
      ? 'A rectification of the same subject has just ended. Ask again.'
      : 'A rectification of the same subject with other replacements is in flight. Wait until it has finished.';
    throw codedError('CONFLICTING_REQUEST', message, { argument: 'input.replacements', requestId: request.id });
  }
}

/**
 * Checks that the family of a request that is equal to an order has a request for the person whom the caller named: a contact that
 * joined the merge set later is not touched by it (R8).
 * @param named the digest of whom the caller named
 * @throws CONFLICTING_REQUEST naming the request
 */
export async function assertCovered(
  db: EntityManager,
  { term }: ValidatedRequest,
  { id, parentId, subjectDigest }: GdprRequest,
  named: Buffer,
): Promise<void> {
  // A value is the same for whoever asks: only an id may be that of another member.
  if (term.kind === 'value' || named.equals(subjectDigest)) return;
  const covered: unknown[] = await db.query(
    `SELECT 1 FROM gdpr_request WHERE organization_id = $1 AND subject_digest = $2 AND coalesce(parent_id, id) = $3 LIMIT 1`,
    [currentKeys().organizationId, named, parentId ?? id],
  );
  if (covered.length > 0) return;
  throw codedError(
    'CONFLICTING_REQUEST',
    'A request for the merge set is in flight that was made before this contact joined it. Wait until it has finished.',
    { argument: 'input.term', requestId: id },
  );
}
