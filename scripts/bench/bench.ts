/** `npm run bench`: measures the real system beside named references in one run, and reports ratios. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Command } from 'commander';
import { format, resolveConfig } from 'prettier';
import { benchAttacks } from './waiting/attacks';
import { benchAudit } from './waiting/audit';
import { check, type CheckOptions } from './check/check';
import { benchCopies } from './measures/copies';
import { benchErasure } from './measures/erasure';
import { benchExport } from './measures/export';
import { benchFairness } from './waiting/fairness';
import { benchFederated } from './measures/federated';
import { benchInstallation } from './measures/installation';
import { benchOpenings, countedEnvironment } from './measures/openings';
import { benchSeeding } from './measures/seeding';
import { benchProcesses, idleMemory } from './measures/processes';
import { rowsOf } from './report/report';
import type { BenchName, BenchResults } from './report/results';
import { benchRequests } from './measures/requests';
import { benchSearch } from './measures/search';
import { openBenchSystem, type BenchSystem, type BenchSystemOptions } from './load/systems';
import { WrongCall } from '../cli/failure';
import { printTable } from '../cli/terminal';

interface BenchOptions extends CheckOptions {
  check?: boolean;
  only: BenchName[];
  rounds: number;
  seconds: number;
  people: number;
  requests: number;
  seeded: number;
  messages: number;
  records: number;
  megabytes: number;
  json?: string;
}

const onProgress = (line: string) => console.error(line);

/** Benches that start a system of their own, or none. */
const onItsOwn: readonly BenchName[] = ['openings', 'seeding', 'installation', 'export'];

/** The number of people in the small system, for comparison. */
const fewPeople = 10_000;

/** Measures and prints a table; with `check`, compares counts with the recorded ones. */
export async function run(options: BenchOptions, command: Command): Promise<void> {
  if (options.check) return check(options);
  const ofTheCheck = ['record', 'counts', 'operation'].find((name) => command.getOptionValueSource(name) === 'cli');
  if (ofTheCheck !== undefined) throw new WrongCall(`--${ofTheCheck} goes with --check.`);
  return measure(options);
}

async function measure(options: BenchOptions): Promise<void> {
  const { only, rounds, seconds, people, requests, seeded, messages, records, megabytes, json } = options;
  const wanted = (name: BenchName) => only.includes(name);
  const at = new Date().toISOString();
  const results: BenchResults = {
    at: Object.fromEntries(only.map((name) => [name, at])),
    node: process.version,
    processors: cpus().length,
  };
  const opened: BenchSystem[] = [];
  const open = async (name: string, count: number, more: Partial<BenchSystemOptions> = {}) => {
    const system = await openBenchSystem({ name, people: count, onProgress, ...more });
    opened.push(system);
    return system;
  };
  try {
    if (only.some((name) => !onItsOwn.includes(name))) {
      const large = await open('large', people);
      const idle = idleMemory(large);
      if (wanted('processes')) results.processes = await benchProcesses(large, idle, { requests: 10_000, rounds });
      if (wanted('federated')) results.federated = await benchFederated(large, { rounds, seconds, onProgress });
      if (wanted('requests')) results.requests = await benchRequests(large, { requests, rounds, onProgress });
      if (wanted('erasure')) results.erasure = await benchErasure(large, { messages, rounds, onProgress });
      if (wanted('copies')) results.copies = await benchCopies(large, { messages, rounds, onProgress });
      if (wanted('attacks')) results.attacks = await benchAttacks(large, { rounds, seconds, onProgress });
      if (wanted('audit')) results.audit = await benchAudit(large, onProgress);
      if (wanted('fairness')) results.fairness = await benchFairness(large, onProgress);
      if (wanted('subjects')) {
        const small = await open('small', fewPeople, { databaseUrl: large.databaseUrl });
        results.subjects = await benchSearch([small, large], rounds, onProgress);
      }
      for (const system of opened.splice(0).reverse()) await system.stop();
    }
    if (wanted('openings')) {
      const large = await open('large', people, { environment: countedEnvironment() });
      results.openings = await benchOpenings(large, { rounds, seconds, onProgress });
      await opened.pop()?.stop();
    }
    if (wanted('seeding')) results.seeding = await benchSeeding(seeded, rounds, onProgress);
    if (wanted('installation')) results.installation = await benchInstallation(rounds, onProgress);
    if (wanted('export')) results.export = await benchExport({ records, megabytes, rounds: 1, onProgress });
  } finally {
    for (const system of opened.reverse()) await system.stop();
  }
  printTable(['what', 'Habeas', 'reference', 'ratio', 'wanted'], rowsOf(results));
  if (json) await record(json, results);
}

/** Writes the results into a file. Parts of earlier runs stay, each with its own time. */
async function record(file: string, results: BenchResults): Promise<void> {
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as BenchResults) : undefined;
  const all = { ...before, ...results, at: { ...before?.at, ...results.at } };
  writeFileSync(file, await format(JSON.stringify(all), { ...(await resolveConfig(file)), parser: 'json' }));
}
