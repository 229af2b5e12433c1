/** What a request asks of the services, written down by proxies between the gateway and them. */
import { proxyServices, type SeenCall } from './proxied-services';
import type { BenchSystem } from './systems';

/** A call, as it can be made again. */
export type RecordedCall = Pick<SeenCall, 'service' | 'body'>;

/** Puts a proxy before every service while `work` runs, and answers with the calls of the contract in their order. */
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
