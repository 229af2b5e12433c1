/**
 * Whole systems that suites use in turn. Starting one takes ten seconds of processor time, and most suites need nothing more than an
 * organisation of their own. The systems belong to the process of the test run; suites reach it over HTTP.
 */
import { readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import fastify from 'fastify';
import { startTestSystem, type TestSystem } from './system';

/** A system as the pool describes it to a suite: the part that JSON can express. */
export type PooledSystem = Omit<TestSystem, 'processes' | 'token' | 'client' | 'stop'> & {
  id: number;
  processes: { name: string; url: string; logFile: string }[];
};

/** What a suite may do to a process of its system. */
export type ProcessAction = { action: 'start' | 'stop' } | { action: 'kill'; signal: NodeJS.Signals };

interface Entry {
  system: TestSystem;
  /** The variables that it was started with: another suite with the same variables may have it next. */
  variables: string;
  supergraph: string;
  /** When its supergraph file was written, in milliseconds. */
  supergraphWritten: number;
  /** Whether a process was stopped or started, so that the gateway may remember a failure. */
  disturbed: boolean;
  taken: boolean;
}

/** The number of systems that run at once: more would use connections, memory and processor time for suites that may never come. */
const MOST_SYSTEMS = 4;

const written = ({ supergraphFile }: TestSystem): number => statSync(supergraphFile).mtimeMs;

/** Opens the pool. Systems are started on demand; `close` stops them all. */
export async function openSystemPool(): Promise<{ url: string; close(): Promise<void> }> {
  // In the order in which they were returned.
  const entries = new Map<number, Entry>();
  let lastId = 0;
  const entryOf = (id: string): Entry => {
    const entry = entries.get(Number(id));
    if (!entry?.taken) throw new Error(`Nobody has the system ${id}.`);
    return entry;
  };

  async function take(environment: Record<string, string>): Promise<PooledSystem> {
    const variables = JSON.stringify(environment);
    const idle = [...entries].filter(([, { taken }]) => !taken);
    const found = idle.find(([, entry]) => entry.variables === variables);
    if (found) {
      const [id, entry] = found;
      entry.taken = true;
      await putRight(entry);
      return described(id, entry.system);
    }
    if (entries.size >= MOST_SYSTEMS) {
      // Most suites set no variable: a system without any is the most likely to be used again.
      const [id, entry] = idle.find(([, each]) => each.variables !== '{}') ?? idle[0] ?? [];
      if (id !== undefined) entries.delete(id);
      await entry?.system.stop();
    }
    const id = ++lastId;
    const system = await startTestSystem({ environment });
    const supergraph = readFileSync(system.supergraphFile, 'utf8');
    const supergraphWritten = written(system);
    entries.set(id, { system, variables, supergraph, supergraphWritten, disturbed: false, taken: true });
    return described(id, system);
  }

  const app = fastify({ logger: false });
  // A suite that has waited for a minute must not use a connection that is being closed.
  app.addHook('onRequest', async (_, reply) => void reply.header('connection', 'close'));
  app.post<{ Body: Record<string, string> }>('/systems', ({ body }) => take(body));
  app.delete<{ Params: { id: string } }>('/systems/:id', ({ params }) => {
    const entry = entryOf(params.id);
    entry.taken = false;
    entries.delete(Number(params.id));
    entries.set(Number(params.id), entry);
    return {};
  });
  app.post<{ Params: { id: string; name: string }; Body: ProcessAction }>(
    '/systems/:id/processes/:name',
    async ({ params, body }) => {
      const entry = entryOf(params.id);
      entry.disturbed = true;
      const process = entry.system.processes.get(params.name);
      if (!process) throw new Error(`The system has no ${params.name}.`);
      await (body.action === 'kill' ? process.kill(body.signal) : process[body.action]());
      return {};
    },
  );
  return {
    url: await app.listen({ host: '127.0.0.1', port: 0 }),
    async close() {
      await app.close();
      await Promise.all([...entries.values()].map(({ system }) => system.stop()));
    },
  };
}

function described(id: number, system: TestSystem): PooledSystem {
  const processes = [...system.processes].map(([name, { url, logFile }]) => ({ name, url, logFile }));
  return { ...system, id, processes };
}

/** Restores the state of the start, except for the databases: stopped processes run again, and logs are empty. */
async function putRight(entry: Entry): Promise<void> {
  const { system, supergraph } = entry;
  const isChanged = written(system) !== entry.supergraphWritten;
  // A gateway that remembers failures is restarted: that costs some three seconds of processor time. One that has another supergraph
  // forgets, with the addresses of proxies, what it knows of them.
  if (entry.disturbed || (isChanged && !(await servesAgain(system, supergraph)))) {
    await system.processes.get('gateway')?.stop();
    writeSupergraph(system, supergraph);
  }
  for (const process of system.processes.values()) {
    truncateSync(process.logFile);
    if (!(await process.isReady())) await process.start();
  }
  entry.disturbed = false;
  entry.supergraphWritten = written(system);
}

/** Gives a running gateway this supergraph. @returns false when it does not serve it soon: it may refuse it, or have it already */
async function servesAgain(system: TestSystem, supergraph: string): Promise<boolean> {
  const gateway = system.processes.get('gateway');
  if (!gateway || !(await gateway.isReady())) return false;
  truncateSync(gateway.logFile);
  writeSupergraph(system, supergraph);
  for (const end = Date.now() + 5_000; Date.now() < end; await pause(50)) {
    const log = readFileSync(gateway.logFile, 'utf8');
    if (log.includes('"supergraph loaded"')) return true;
    if (log.includes('"supergraph refused')) return false;
  }
  return false;
}

/** Replaces the file as a whole: a gateway never reads a part of it. */
function writeSupergraph({ supergraphFile }: TestSystem, supergraph: string): void {
  writeFileSync(`${supergraphFile}.new`, supergraph);
  renameSync(`${supergraphFile}.new`, supergraphFile);
}
