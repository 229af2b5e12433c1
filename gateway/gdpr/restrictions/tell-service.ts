/** Tells one service of a restriction, of every subject that it is on (R34). */
import { termInput, type IdTerm } from '../../../subgraphs/kit';
import type { PiiService } from '../services/pii-services';
import { ServiceCallError, type ServiceCallScope } from '../services/service-call';
import type { RestrictionStatus } from './restriction';

/** How many calls for one restriction a service has at once: a set of 500 waits for others' processes in turns, not one by one. */
const callsAtOnce = 10;

/**
 * Ends with the first answer that is not the wanted one.
 * @throws the reason of the scope's signal once it has aborted
 */
export async function tellService(
  { parts, client }: Pick<PiiService, 'parts' | 'client'>,
  scope: ServiceCallScope & { requestId: string },
  terms: readonly IdTerm[],
  restricted: boolean,
): Promise<RestrictionStatus> {
  if (!parts.includes('restriction')) return 'NOT_ENFORCED';
  let failed = false;
  // The callers share what is left.
  const left = terms.values();
  const call = async () => {
    try {
      for (const term of left) {
        if (failed) return;
        if ((await client.restrict(scope, termInput(term), restricted)) !== restricted) failed = true;
      }
    } catch (error) {
      failed = true;
      if (!(error instanceof ServiceCallError)) throw error;
    }
  };
  await Promise.all(Array.from({ length: callsAtOnce }, call));
  if (failed) return 'FAILED';
  return restricted ? 'ENFORCED' : 'LIFTED';
}
