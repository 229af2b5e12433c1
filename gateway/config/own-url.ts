/** Where a process is found that listens on an address. */
import { isIPv6 } from 'node:net';

/** How an address is written that stands for all of a machine's own, and where the machine itself finds it. */
const ownAddresses: Readonly<Record<string, string>> = {
  '0.0.0.0': '127.0.0.1',
  '[::]': '[::1]',
  '[::ffff:0:0]': '127.0.0.1',
};
/** Whether a hostname stands for all of a machine's addresses. */
export const isUnspecified = (hostname: string) => Object.hasOwn(ownAddresses, hostname);

/** Where the gateway listens, as a caller on this machine reaches it. */
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
  // An address may be written in many ways; a URL has one for each.
  const { hostname } = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : { hostname: host };
  return `${TLS_CERT_FILE ? 'https' : 'http'}://${ownAddresses[hostname] ?? hostname}:${PORT}`;
}
