/** Reads the audit log, and says whether the chain holds. */
import type { EntityManager } from 'typeorm';
import { currentKeys, inputError, isId } from '../../subgraphs/kit';
import { maximumFirst } from '../../subgraphs/kit/base/persistence/keyset';
import { columns, entryOf, verifyChain, type AuditRow } from './verify-audit-log';

/** `auditLog`: oldest first, by sequence. @throws BAD_USER_INPUT */
export async function readAuditLog(
  db: EntityManager,
  { requestId, first = 100, after }: { requestId?: string | null; first?: number | null; after?: string | null },
) {
  const limit = first ?? 100;
  if (limit < 1 || limit > maximumFirst) throw inputError('first', `first takes 1 to ${maximumFirst}.`);
  const start = after == null ? 0 : Number(Buffer.from(after, 'base64url').toString());
  if (!Number.isSafeInteger(start) || start < 0) throw inputError('after', 'after is not a cursor of this list.');
  const none = requestId != null && !isId(requestId);
  const rows: AuditRow[] = none
    ? []
    : await db.query(
        `SELECT ${columns} FROM audit_entry
         WHERE organization_id = $1 AND sequence > $2 AND ($3::uuid IS NULL OR request_id = $3) ORDER BY sequence LIMIT $4`,
        [currentKeys().organizationId, start, requestId ?? null, limit + 1],
      );
  const nodes = rows.slice(0, limit).map(entryOf);
  const last = nodes.at(-1);
  const fault = last ? await verifyChain(db, currentKeys().organizationId, last.sequence) : null;
  return {
    nodes,
    pageInfo: {
      hasNextPage: rows.length > limit,
      endCursor: last ? Buffer.from(String(last.sequence)).toString('base64url') : null,
    },
    verified: fault === null,
  };
}
