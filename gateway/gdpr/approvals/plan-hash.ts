/** The hash by which a plan is approved (R30). */
import { currentKeys } from '../../../subgraphs/kit';
import type { GdprRequest } from '../entities';

/** Whether the maker of an erasure stated that an active employee's data are no longer needed (R16). */
export const acknowledges = ({ agreed }: Pick<GdprRequest, 'agreed'>): boolean =>
  agreed?.activeEmployeeAcknowledged === true;

/**
 * The hash of a plan with what the maker of the request stated beside it. `planHash` itself, which a preview tells, is of the subjects
 * alone; it is that one when nothing else is stated.
 */
export function approvalHash(planHash: string, request: Pick<GdprRequest, 'replacements' | 'agreed'>): string {
  const { replacements } = request;
  if (!replacements && !acknowledges(request)) return planHash;
  return currentKeys()
    .digest(JSON.stringify([planHash, replacements, acknowledges(request)]))
    .toString('hex');
}
