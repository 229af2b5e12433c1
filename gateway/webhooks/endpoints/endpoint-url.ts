/** The address of an endpoint, as a caller gives it (R32). */
import { codedError, inputError } from '../../../subgraphs/kit';
import { plainUrl } from '../../security/plain-url';
import { AddressRefusedError, NameNotFoundError, receiverAddresses, type ReceiverNetwork } from './receiver-address';

/**
 * Checks a URL, and that it leads to nowhere that it must not.
 * @returns it as it is kept
 * @throws BAD_USER_INPUT when it is none; WEBHOOK_ADDRESS_REFUSED when its name has no address, or any that is not public
 */
export async function checkedUrl(text: string, network: ReceiverNetwork, argument = 'input.url'): Promise<string> {
  const url = plainUrl(text);
  if (!url) throw inputError(argument, `${argument} takes an absolute https URL without user and fragment.`);
  try {
    await receiverAddresses(url, network);
  } catch (error) {
    if (!(error instanceof AddressRefusedError || error instanceof NameNotFoundError)) throw error;
    // One answer for all: whether a name of the gateway's own network is there is nobody's to find out.
    const message = `${argument} is refused: webhooks go by https to names that have public addresses, and no other.`;
    throw codedError('WEBHOOK_ADDRESS_REFUSED', message, { argument });
  }
  return url.href;
}
