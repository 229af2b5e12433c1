/** The address of an endpoint, as a caller gives it (R32). */
import { codedError, inputError } from '../../../subgraphs/kit';
import { plainUrl } from '../../security/plain-url';
import { AddressRefusedError, NameNotFoundError, receiverAddresses, type ReceiverNetwork } from './receiver-address';

/**
 * Checks a URL and the addresses to which it leads.
 * @returns the URL as it is stored
 * @throws BAD_USER_INPUT when it is no URL; WEBHOOK_ADDRESS_REFUSED when its name has no address, or any that is not public
 */
export async function checkedUrl(text: string, network: ReceiverNetwork, argument = 'input.url'): Promise<string> {
  const url = plainUrl(text);
  if (!url) throw inputError(argument, `${argument} takes an absolute https URL without user and fragment.`);
  try {
    await receiverAddresses(url, network);
  } catch (error) {
    if (!(error instanceof AddressRefusedError || error instanceof NameNotFoundError)) throw error;
    // The answer is the same in all cases, so that it does not disclose which names exist in the gateway's own network.
    const message = `${argument} is refused: webhooks go by https to names that have public addresses, and no other.`;
    throw codedError('WEBHOOK_ADDRESS_REFUSED', message, { argument });
  }
  return url.href;
}
