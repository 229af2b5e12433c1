/** How a page can cause the errors of approvals (R30): the operation for each code. */
import type { ApiClient } from '../../../../scripts/develop/api-client';
import { planOf, waitingUpdate } from '../../api/approvals';
import { createFamily } from '../../people/family';
import type { TestSystem } from '../../run/system';
import type { Refused } from './refusals';

const reject = (id: string): Refused => ({
  query: 'mutation ($id: ID!) { rejectGdprRequest(id: $id, reason: OTHER) { id } }',
  variables: { id },
});

/** @param api of the caller who asks */
export async function refusedByApprovals(
  system: TestSystem,
  organization: string,
  api: ApiClient,
): Promise<Record<string, Refused>> {
  const maker = await system.client({ organization, subject: 'maker' });
  const [own, waits, rejected] = await Promise.all(
    [api, maker, maker].map(async (made, index) => waitingUpdate(made, (await createFamily(api, `waits${index}`))[0])),
  );
  const over = reject(rejected ?? '');
  await api.ask(over.query, over.variables);
  const planHash = await planOf(api, waits ?? '');
  return {
    OWN_REQUEST: reject(own ?? ''),
    NOT_AWAITING_APPROVAL: over,
    // The request belongs to no case.
    IDENTITY_NOT_CONFIRMED: {
      query: 'mutation ($id: ID!, $planHash: String!) { approveGdprRequest(id: $id, planHash: $planHash) { id } }',
      variables: { id: waits, planHash },
    },
  };
}
