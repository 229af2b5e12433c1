/** Records the calls that a request makes to the services, by proxies between the gateway and them. */
import { proxyServices, type SeenCall } from './proxied-services';
import type { BenchSystem } from './systems';

/** A call that can be repeated. */
export type RecordedCall = Pick<SeenCall, 'service' | 'body'>;

/** Puts a proxy before every service while `work` runs. @returns the calls of the contract, in order */
export async function recordCalls(system: BenchSystem, work: () => Promise<unknown>): Promise<RecordedCall[]> {
  const calls: RecordedCall[] = [];
  const unproxy = await proxyServices(system, ({ service, body }) => {
    if (/personalData|erasePersonalData/.test(body)) calls.push({ service, body });
  });
  try {
    calls.length = 0;
    await work();
    return [...calls];
  } finally {
    await unproxy();
  }
}
