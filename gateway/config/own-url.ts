/** Finds the URL at which this machine reaches a process. */
import { isIPv6 } from 'node:net';

/** Addresses that mean "all addresses of this machine", each with the loopback address that reaches it. */
const ownAddresses: Readonly<Record<string, string>> = {
  '0.0.0.0': '127.0.0.1',
  '[::]': '[::1]',
  '[::ffff:0:0]': '127.0.0.1',
};
/** Whether a hostname stands for all of a machine's addresses. */
export const isUnspecified = (hostname: string) => Object.hasOwn(ownAddresses, hostname);

/** Returns the URL at which a caller on this machine reaches the gateway. */
export function ownUrl({
  HOST,
  PORT,
  TLS_CERT_FILE,
}: {
  HOST: string;
  PORT: number;
  TLS_CERT_FILE?: string | undefined;
}): string {
  const host = isIPv6(HOST) ? `[${HOST}]` : HOST;
  // The URL parser normalises the many ways to write an address.
  const { hostname } = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : { hostname: host };
  return `${TLS_CERT_FILE ? 'https' : 'http'}://${ownAddresses[hostname] ?? hostname}:${PORT}`;
}
