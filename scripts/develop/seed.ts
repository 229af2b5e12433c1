/** `npm run seed`: more made-up people for the sample organisation, or for another one. */
import { existsSync } from 'node:fs';
import { parseEnvironment } from '../../subgraphs/kit/base/config';
import { databaseName, databaseUrl } from '../../subgraphs/kit/base/persistence/create-database';
import { SurvivingClient } from '../../subgraphs/kit/base/persistence/surviving-client';
import { progress } from '../cli/terminal';
import { developmentPassword } from './installation/database-roles';
import { assertDevelopmentKeys, refuseProduction } from './installation/development-only';
import { keyFiles } from './installation/key-places';
import { assertOwnDatabases } from './installation/own-databases';
import { assertOrganizationId } from './token';
import { createSampleList, seedPeople } from './seed/people';
import { seededModules, seededNames, withSeededServices } from './seed/services';
import { seedByThreads, threadsFor } from './seed/threads';
import { migrateDatabases } from '../operate/migrate';
import { runningDatabase, toolVariables } from '../operate/running-system';

interface SeedOptions {
  people: number;
  organization: string;
  seed: number;
  quiet?: boolean;
}

/** Makes the people, and prints a line of progress for each batch. */
export async function run({ people, organization, seed, quiet }: SeedOptions): Promise<void> {
  refuseProduction('npm run seed');
  assertOrganizationId(organization);
  const env = parseEnvironment(toolVariables);
  const { HABEAS_DATA_DIR: dataDir, DATABASE_PREFIX: databasePrefix } = env;
  assertDevelopmentKeys(dataDir);
  if (!existsSync(keyFiles(dataDir).databaseRoles))
    throw new Error(`There are no keys in ${dataDir} yet: the first npm start makes them.`);
  const { url, stop } = await runningDatabase(env);
  try {
    await assertOwnDatabases(url, databasePrefix, dataDir);
    const passwordOf = (name: string) => developmentPassword(dataDir, databasePrefix, name);
    await migrateDatabases({ databaseUrl: url, databasePrefix }, seededNames, passwordOf, seededModules);
    const began = Date.now();
    const { say, end } = progress();
    let done = 0;
    const onBatch = (held: number) => {
      done += held;
      if (!quiet) say(`${done} of ${people} people (${Math.round(done / ((Date.now() - began) / 1000))} a second)`);
    };
    const order = { organizationId: organization, people, seed };
    const threads = threadsFor(people);
    await withSeededServices(url, async (services) => {
      const list = await createSampleList(services, order);
      if (threads === 1) await seedPeople(services, list, { ...order, onBatch });
      // A thread gets a copy, so the list must be plain values.
      else await seedByThreads(threads, { ...order, serverUrl: url, list: { ...list } }, onBatch);
    });
    end();
    if (threads > 1) await vacuum(url, databasePrefix);
  } finally {
    await stop();
  }
}

/**
 * Runs what autovacuum would do later: an index-only scan works only on pages that are known to be visible to all. The tables'
 * owner runs it, because the services' roles may not.
 */
async function vacuum(serverUrl: string, databasePrefix: string): Promise<void> {
  for (const name of seededNames) {
    const connectionString = databaseUrl(serverUrl, databaseName(databasePrefix, name));
    const client = new SurvivingClient({ connectionString, connectionTimeoutMillis: 10_000 });
    await client.connect();
    try {
      await client.query('VACUUM (ANALYZE)');
    } finally {
      await client.end();
    }
  }
}
