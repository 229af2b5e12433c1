/**
 * Whole systems that suites take in turn. To start one takes ten seconds of processor time, and most suites need no more of it
 * than an organisation of their own. They belong to the process of the run, and suites reach it over HTTP.
 */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import fastify from 'fastify';
import { startTestSystem, type TestSystem } from './system';

/** A system as a suite is told of it: what can be said in JSON. */
export type PooledSystem = Omit<TestSystem, 'processes' | 'token' | 'client' | 'stop'> & {
  id: number;
  processes: { name: string; url: string; logFile: string }[];
};

/** What a suite does to a process of its system. */
export type ProcessAction = { action: 'start' | 'stop' } | { action: 'kill'; signal: NodeJS.Signals };

interface Entry {
  system: TestSystem;
  /** The variables that it was started with: another suite with the same ones may have it next. */
  variables: string;
  supergraph: string;
  taken: boolean;
}

/** Opens the pool. Systems are started when they are asked for; `close` stops them all. */
export async function openSystemPool(): Promise<{ url: string; close(): Promise<void> }> {
  const entries: Entry[] = [];
  const entryOf = (id: string): Entry => {
    const entry = entries[Number(id)];
    if (!entry?.taken) throw new Error(`Nobody has the system ${id}.`);
    return entry;
  };

  async function take(environment: Record<string, string>): Promise<PooledSystem> {
    const variables = JSON.stringify(environment);
    let entry = entries.find((each) => !each.taken && each.variables === variables);
    if (entry) {
      entry.taken = true;
      await putRight(entry);
    } else {
      const system = await startTestSystem({ environment });
      entry = { system, variables, supergraph: readFileSync(system.supergraphFile, 'utf8'), taken: true };
      entries.push(entry);
    }
    return described(entries.indexOf(entry), entry.system);
  }

  const app = fastify({ logger: false });
  app.post<{ Body: Record<string, string> }>('/systems', ({ body }) => take(body));
  app.delete<{ Params: { id: string } }>('/systems/:id', ({ params }) => {
    entryOf(params.id).taken = false;
    return {};
  });
  app.post<{ Params: { id: string; name: string }; Body: ProcessAction }>(
    '/systems/:id/processes/:name',
    async ({ params, body }) => {
      const process = entryOf(params.id).system.processes.get(params.name);
      if (!process) throw new Error(`The system has no ${params.name}.`);
      await (body.action === 'kill' ? process.kill(body.signal) : process[body.action]());
      return {};
    },
  );
  return {
    url: await app.listen({ host: '127.0.0.1', port: 0 }),
    async close() {
      await app.close();
      await Promise.all(entries.map(({ system }) => system.stop()));
    },
  };
}

function described(id: number, system: TestSystem): PooledSystem {
  const processes = [...system.processes].map(([name, { url, logFile }]) => ({ name, url, logFile }));
  return { ...system, id, processes };
}

/** As it was when it had started, but for what its databases hold: a new gateway, whatever was stopped, empty logs. */
async function putRight({ system, supergraph }: Entry): Promise<void> {
  const gateway = system.processes.get('gateway');
  await gateway?.stop();
  writeFileSync(system.supergraphFile, supergraph);
  for (const process of system.processes.values()) {
    truncateSync(process.logFile);
    if (!(await process.isReady())) await process.start();
  }
}
