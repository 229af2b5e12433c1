/** `GdprRequest.pendingPlan`: what a request that waits for an approval would do now (R30). */
import { currentKeys } from '../../../subgraphs/kit';
import { termDigestText } from '../../audit/audit-log';
import { recordedLook } from '../../audit/looks';
import type { GdprContext } from '../context';
import type { GdprRequest } from '../entities';
import { marksOf } from '../reach/marks';
import { showsValues, unmaskedText } from '../reach/masking';
import { maskedPreview, previewOf } from '../requests/read/preview';
import { resolveAgain } from '../requests/resolve-again';
import { acknowledges, approvalHash } from './plan-hash';

/**
 * The plan, its values masked unless the caller asks for them in clear. Reading it is recorded in the audit log and counts like
 * `previewGdprRequest`. Null on a related request, which is covered by its parent's plan, and on one that does not wait.
 * @throws FORBIDDEN for values in clear that the caller may not see; RATE_LIMITED; and what `previewGdprRequest` throws for a term that
 * cannot be resolved
 */
export async function pendingPlan(context: GdprContext, request: GdprRequest, asked?: boolean | null) {
  const { id, parentId, status, type, term, termDigest } = request;
  if (status !== 'AWAITING_APPROVAL' || parentId || !term) return null;
  currentKeys().assertUsable();
  const { caller, tools, signal } = context;
  const unmasked = showsValues(caller, asked);
  await tools.countCalls(caller, 'subjects', 1);
  return recordedLook(
    tools.looks,
    {
      actor: caller.subject,
      action: 'REQUEST_PREVIEWED',
      requestId: id,
      detail: `${type} of ${term.type}, ${termDigestText(termDigest)}${unmaskedText(unmasked)}`,
    },
    async () => {
      const scope = { organizationId: currentKeys().organizationId, actor: caller.subject, signal };
      const tasks = await context.tasks.load(id);
      const plan = await resolveAgain(tools.dataSource.manager, tools.services, scope, request, tasks);
      const found = {
        ...(await previewOf(context, term, plan, marksOf(request, tasks))),
        planHash: approvalHash(plan.planHash, request),
        replacements: request.replacements ?? [],
        activeEmployeeAcknowledged: acknowledges(request),
      };
      return unmasked ? found : maskedPreview(found);
    },
  );
}
