/** How a page can cause the errors of legal holds (R31): the operation for each code. */
import type { ApiClient } from '../../../../scripts/develop/api-client';
import { createFamily } from '../../people/family';
import { placeHold, releaseDocument, releaseHold } from '../../api/holds';
import type { Refused } from './refusals';

export async function refusedByHolds(api: ApiClient): Promise<Record<string, Refused>> {
  const [[held], [other]] = await Promise.all([createFamily(api, 'keptone'), createFamily(api, 'keptother')]);
  await placeHold(api, { externalContactId: held });
  const { id } = await placeHold(api, { externalContactId: other });
  await releaseHold(api, id, 'ended');
  return {
    HELD: {
      query: 'mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }',
      variables: { a: other, b: held },
    },
    HOLD_ENDED: { query: releaseDocument, variables: { id, reference: 'once more' } },
  };
}
