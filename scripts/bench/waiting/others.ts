/** How long a caller with ordinary queries waits while something else goes on. */
import { pause } from '../load/measure';
import { organization, type BenchSystem } from '../load/systems';

/** Reads other people's conversations, two at a time, until `work` has ended. @returns the milliseconds of each call */
export async function othersWhile(system: BenchSystem, work: () => Promise<unknown>): Promise<number[]> {
  const api = await system.client({ organization });
  const { externalContacts } = await api.ask<{ externalContacts: { nodes: { id: string }[] } }>(
    '{ externalContacts(first: 100) { nodes { id } } }',
  );
  const times: number[] = [];
  let over = false;
  const loop = async (offset: number) => {
    for (let turn = offset; !over; turn += 2) {
      const started = performance.now();
      await api.ask(
        'query ($id: ID!) { externalContact(id: $id) { firstName conversations(first: 5) { nodes { id } } } }',
        {
          id: externalContacts.nodes[turn % 100]?.id,
        },
      );
      times.push(performance.now() - started);
      // A steady rate, so that this program does not load the machine.
      await pause(20);
    }
  };
  const loops = [loop(0), loop(1)];
  await work().finally(() => (over = true));
  await Promise.all(loops);
  return times;
}
