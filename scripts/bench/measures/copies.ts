/** A copy of a person with very many messages, as a service hands it out: as one stream, beside a call for each page. */
import { readPages } from '../../../gateway/exports/read-pages';
import { PiiServiceClient } from '../../../gateway/gdpr/services/client';
import { cpuOf } from '../load/measure';
import { serviceTokensOf } from '../load/service-tokens';
import { organization, type BenchSystem } from '../load/systems';
import { makeTalker, plainDelete } from '../load/talker';

export interface CopiesResult {
  messages: number;
  /** The seconds of each round. */
  stream: number[];
  calls: number[];
  /** The service's processor time, in seconds. */
  streamCpu: number[];
  callsCpu: number[];
}

/** Reads the same messages both ways, alternately. */
export async function benchCopies(
  system: BenchSystem,
  { messages, rounds, onProgress }: { messages: number; rounds: number; onProgress: (line: string) => void },
): Promise<CopiesResult> {
  const service = system.processes.get('messaging');
  if (!service) throw new Error('The system has no messaging.');
  const tokens = await serviceTokensOf(system);
  const client = new PiiServiceClient('messaging', service.url, (name, { organizationId, actor }) =>
    tokens.sign({ service: name, organizationId, subject: actor, scopes: new Set(), purpose: 'gdpr' }),
  );
  const contact = await makeTalker(system, messages);
  const term = { kind: 'id', type: 'EXTERNAL_CONTACT_ID', id: contact } as const;
  const scope = { organizationId: organization, actor: 'bench' };
  const read = async (mayStream: boolean, seconds: number[], processor: number[]) => {
    const [started, used] = [performance.now(), cpuOf(service.pid ?? 0)];
    let found = 0;
    for await (const { records } of readPages({ client, scope, term, mayStream, claim: new AbortController().signal }))
      found += records.length;
    if (found <= messages) throw new Error(`The copy has ${found} records.`);
    seconds.push((performance.now() - started) / 1_000);
    processor.push((cpuOf(service.pid ?? 0) - used) / 1_000);
  };
  const result: CopiesResult = { messages, stream: [], calls: [], streamCpu: [], callsCpu: [] };
  try {
    // A first one of each, in which V8 compiles what is used often.
    for (const mayStream of [true, false]) await read(mayStream, [], []);
    for (let round = 1; round <= rounds; round += 1) {
      await read(true, result.stream, result.streamCpu);
      await read(false, result.calls, result.callsCpu);
      onProgress(
        `copies, round ${round}: ${result.stream.at(-1)?.toFixed(2)} s, by calls ${result.calls.at(-1)?.toFixed(2)} s`,
      );
    }
  } finally {
    await client.close();
    await plainDelete(system, contact);
  }
  return result;
}
