/** `GdprRequest.pendingPlan`: what a request that waits for an approval would do now (R30). */
import { currentKeys } from '../../../subgraphs/kit';
import { termDigestText } from '../../audit/audit-log';
import { recordedLook } from '../../audit/looks';
import type { GdprContext } from '../context';
import type { GdprRequest } from '../entities';
import { maskedPreview, preview } from '../requests/read/preview';

/**
 * The plan, with its values masked: a look, which is in the audit log, and counts as one of `previewGdprRequest` does. Null on a related
 * request, whose parent's plan covers it, and of one that does not wait.
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
