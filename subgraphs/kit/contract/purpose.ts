import { codedError } from '../base/errors';
import type { ServiceCaller } from '../base/security/service-tokens/service-token';

/**
 * What belongs to the contract answers the gateway's tokens for data-subject requests only, which no caller can have.
 * @param what the subject of the message
 * @throws FORBIDDEN
 */
export function assertRequestPurpose({ purpose }: Pick<ServiceCaller, 'purpose'>, what = 'This field'): void {
  if (purpose !== 'gdpr') throw codedError('FORBIDDEN', `${what} answers service tokens of the purpose gdpr only.`);
}
