/**
 * Which addresses webhooks are sent to (R32): public ones, and those of networks that the operator has opened. A name is looked up at
 * registration and again before each attempt, and all its addresses must be allowed: the attempt connects only to these.
 */
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The operator's settings of the network. */
export interface ReceiverNetwork {
  /** Addresses and networks that are allowed although they are not public. Plain HTTP is allowed for them too. */
  allowedNetworks: readonly string[];
  /** Servers that are asked for names, `address` or `address:port`; the system's when it is empty. */
  nameServers: readonly string[];
}

/** An address that webhooks may be sent to. */
export interface ReceiverAddress {
  address: string;
  family: 4 | 6;
  /** Whether the operator has opened its network. */
  opened: boolean;
}

/** A name has no address at this moment. */
export class NameNotFoundError extends Error {}

/** One of the addresses is not allowed, or not for plain HTTP. */
export class AddressRefusedError extends Error {}

/** The time limit of a name server, in milliseconds, and how often it is asked. */
const patience = { timeout: 1_500, tries: 2 };

/** The network of public IPv6 addresses. All others are reserved, translated, or lead to IPv4 addresses. */
const publicIpv6 = ipaddr.parseCIDR('2000::/3');

const isPublic = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(publicIpv6));

const isWithin = (address: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean => {
  const [start, bits] = ipaddr.parseCIDR(
    network.includes('/') ? network : `${network}/${isIP(network) === 4 ? 32 : 128}`,
  );
  return start.kind() === address.kind() && (address as ipaddr.IPv6).match(start, bits);
};

/** The host of a URL as it is looked up: without the brackets of IPv6 and the dot of a complete name. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

/** Every address of a name. Names of this machine are resolved here, since name servers need not know them. */
async function addressesOf(host: string, nameServers: readonly string[]): Promise<string[]> {
  if (isIP(host)) return [host];
  if (host === 'localhost' || host.endsWith('.localhost')) return ['127.0.0.1'];
  // The system's own lookup would block one of the process's four threads until a silent name server has answered.
  const resolver = new Resolver(patience);
  if (nameServers.length > 0) resolver.setServers(nameServers);
  const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  return found.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

/**
 * The addresses of a receiver.
 * @throws NameNotFoundError; AddressRefusedError when any address is neither public nor opened, and for plain HTTP to one that is not opened
 */
export async function receiverAddresses(
  url: URL,
  { allowedNetworks, nameServers }: ReceiverNetwork,
): Promise<ReceiverAddress[]> {
  const found = await addressesOf(hostOf(url), nameServers);
  if (found.length === 0) throw new NameNotFoundError();
  return found.map((address) => {
    const parsed = ipaddr.parse(address);
    const opened = allowedNetworks.some((network) => isWithin(parsed, network));
    if (!opened && (!isPublic(parsed) || url.protocol !== 'https:')) throw new AddressRefusedError();
    return { address, family: parsed.kind() === 'ipv4' ? 4 : 6, opened };
  });
}
