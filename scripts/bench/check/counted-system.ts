/** A small system that counts statements, calls between the gateway and the services, and opened (decrypted) values. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { programFile } from '../../cli/command';
import { freePort } from '../../develop/ports';
import { ManagedProcess } from '../../develop/start/managed-process';
import { StopStack } from '../../develop/start/stop-stack';
import { startSystem, type System } from '../../develop/start/system';
import { countingOpenings, openingsOf } from '../load/openings';
import { proxyServices, type SeenCall } from '../load/proxied-services';
import { resetStatements, statementCounts } from '../load/statements';
import { inProduction, organization, withoutLimits } from '../load/systems';

/** Costs by name: `calls of messaging`. */
export type Costs = Record<string, number>;

/** Everything that was counted during some work; statements by `messaging SELECT ...`. */
export interface Account {
  statements: Map<string, number>;
  costs: Costs;
}

/** The number of made-up people. The seed is the same in each run, and so are the people. */
const people = 300;

/**
 * Statements that a service runs every so often, whatever it is asked: it looks for an index to reindex, for accounts to prune, and
 * whether anybody is restricted, and reads keys again. They are not counted, because on a busy machine an operation may take as long.
 */
const byItself = [
  /FROM term_index_state WHERE target IS NOT NULL/,
  /FROM personal_data_action\s+WHERE touched_at </,
  /FROM organization_key WHERE organization_id = \$1 ORDER BY version/,
  /FROM personal_data_restriction WHERE organization_id = \$1 AND lifted_at IS NULL LIMIT/,
];

/** A statement that PostgreSQL runs itself for a foreign key has its constant or a parameter in its text, from one count to the next. */
const inOneForm = (text: string): string => text.replace(/^SELECT \$2 (FROM ONLY)/, 'SELECT 1 $1');

/** A running system that counts. Its data are removed when it stops. */
export class CountedSystem {
  private readonly called: Costs = {};

  private constructor(
    readonly system: System,
    readonly dataDir: string,
    private readonly stops: StopStack,
  ) {}

  /** Starts the system with made-up people, on the embedded PostgreSQL. */
  static async start(onProgress: (line: string) => void): Promise<CountedSystem> {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-bench-check-'));
    const stops = new StopStack();
    stops.push(() => rmSync(dataDir, { recursive: true, force: true }));
    try {
      onProgress('the system starts');
      mkdirSync(openingsIn(dataDir));
      const system = await startSystem(optionsFor(dataDir));
      stops.push(() => system.stop());
      onProgress(`${people} people`);
      await seed(dataDir, system.databasePrefix);
      const counted = new CountedSystem(system, dataDir, stops);
      stops.push(await proxyServices(system, (call) => counted.addCall(call)));
      return counted;
    } catch (error) {
      await stops.run();
      throw error;
    }
  }

  /** Counts the costs of some work, and adds those that it returns: the bytes that a caller received. */
  async count(work: () => Promise<Costs>): Promise<Account> {
    const { databaseUrl, databasePrefix } = this.system;
    const before = await this.opened();
    await resetStatements(databaseUrl);
    for (const name of Object.keys(this.called)) delete this.called[name];
    const costs = { ...(await work()), ...this.called };
    const statements = new Map<string, number>();
    for (const { database, text, calls } of await statementCounts(databaseUrl)) {
      if (!database.startsWith(databasePrefix) || byItself.some((each) => each.test(text))) continue;
      const name = `${database.slice(databasePrefix.length).replaceAll('_', '-')} ${inOneForm(text)}`;
      statements.set(name, (statements.get(name) ?? 0) + calls);
    }
    for (const [name, total] of await this.opened())
      costs[`values opened by ${name}`] = total - (before.get(name) ?? 0);
    return { statements, costs };
  }

  /** Starts a worker. Until then, requests wait. */
  async startWorker(): Promise<void> {
    const worker = new ManagedProcess({
      name: 'worker',
      program: 'worker',
      environment: this.system.environment,
      port: await freePort(),
      logDirectory: path.join(this.dataDir, 'logs'),
    });
    this.stops.push(() => worker.stop());
    await worker.start();
  }

  stop(): Promise<void> {
    return this.stops.run();
  }

  private addCall({ service, body, answered }: SeenCall): void {
    const add = (name: string, count: number) => (this.called[name] = (this.called[name] ?? 0) + count);
    add(`calls of ${service}`, 1);
    // Bytes of the contract's calls are not counted: they carry marks, whose length depends on the transactions in flight.
    if (/personalData/i.test(body)) return;
    add(`bytes asked of ${service}`, Buffer.byteLength(body));
    add(`bytes answered by ${service}`, answered);
  }

  /** The number of values that each service has opened since its start. The worker is left out: what it opens varies. */
  private async opened(): Promise<Map<string, number>> {
    const services = [...this.system.processes].filter(([name]) => name !== 'gateway');
    const each = services.map(
      async ([name, { pid }]) => [name, (await openingsOf(openingsIn(this.dataDir), pid)).opened] as const,
    );
    return new Map(await Promise.all(each));
  }
}

const openingsIn = (dataDir: string) => path.join(dataDir, 'openings');

const optionsFor = (dataDir: string) => ({
  dataDir,
  port: 0,
  supervised: false,
  durable: false,
  postgresSettings: {
    shared_preload_libraries: 'pg_stat_statements',
    // BEGIN and COMMIT are not counted.
    'pg_stat_statements.track_utility': 'off',
  },
  environment: {
    LOG_LEVEL: 'warn',
    ...inProduction(dataDir),
    ...withoutLimits,
    ...countingOpenings(openingsIn(dataDir)),
    DRAIN_MS: '0',
    RUN_WORKERS: 'false',
  },
});

async function seed(dataDir: string, databasePrefix: string): Promise<void> {
  const given = ['seed', '--people', String(people), '--organization', organization, '--quiet'];
  await promisify(execFile)(process.execPath, [programFile(), ...given], {
    env: { PATH: process.env.PATH, HABEAS_DATA_DIR: dataDir, DATABASE_PREFIX: databasePrefix },
  });
}
