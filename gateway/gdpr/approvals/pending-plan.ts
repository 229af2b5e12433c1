/** `GdprRequest.pendingPlan`: what a request that waits for an approval would do now (R30). */
import { currentKeys } from '../../../subgraphs/kit';
import { termDigestText } from '../../audit/audit-log';
import { recordedLook } from '../../audit/looks';
import type { GdprContext } from '../context';
import type { GdprRequest } from '../entities';
import { maskedPreview, preview } from '../requests/read/preview';

/**
 * The plan, with masked values. Reading it is recorded in the audit log and counts like `previewGdprRequest`. Null on a related request,
 * which is covered by its parent's plan, and on one that does not wait.
 * @throws RATE_LIMITED, and what `previewGdprRequest` throws for a term that cannot be resolved
 */
export async function pendingPlan(context: GdprContext, { id, parentId, status, type, term, termDigest }: GdprRequest) {
  if (status !== 'AWAITING_APPROVAL' || parentId || !term) return null;
  currentKeys().assertUsable();
  const { caller, tools } = context;
  await tools.countCalls(caller, 'subjects', 1);
  return recordedLook(
    tools.looks,
    {
      actor: caller.subject,
      action: 'REQUEST_PREVIEWED',
      requestId: id,
      detail: `${type} of ${term.type}, ${termDigestText(termDigest)}`,
    },
    async () => maskedPreview(await preview(context, type, term)),
  );
}
