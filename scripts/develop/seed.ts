/** `npm run seed`: more made-up people for the sample organisation, or for another one. */
import { existsSync } from 'node:fs';
import { directory } from '../../subgraphs/directory/service';
import { dialer } from '../../subgraphs/dialer/service';
import { externalContacts } from '../../subgraphs/external-contacts/service';
import { messaging } from '../../subgraphs/messaging/service';
import {
  blobPlace,
  parseEnvironment,
  readOwnMasterKeys,
  readOrganizationProfiles,
} from '../../subgraphs/kit/base/config';
import { createLogger } from '../../subgraphs/kit/base/logger';
import { startService, type RunningService } from '../../subgraphs/kit/start-service';
import { progress } from '../cli/terminal';
import { developmentPassword, roleUrl } from './installation/database-roles';
import { assertDevelopmentKeys, refuseProduction } from './installation/development-only';
import { keyFiles } from './installation/key-places';
import { assertOwnDatabases } from './installation/own-databases';
import { assertOrganizationId } from './token';
import { seedPeople, type SeededServices } from './seed/people';
import { migrateDatabases } from '../operate/migrate';
import { runningDatabase, toolVariables } from '../operate/running-system';

interface SeedOptions {
  people: number;
  organization: string;
  seed: number;
  quiet?: boolean;
}

/** Makes the people, with a line of progress for each batch. */
export async function run({ people, organization, seed, quiet }: SeedOptions): Promise<void> {
  refuseProduction('npm run seed');
  assertOrganizationId(organization);
  const env = parseEnvironment(toolVariables);
  const dataDir = env.HABEAS_DATA_DIR;
  assertDevelopmentKeys(dataDir);
  if (!existsSync(keyFiles(dataDir).databaseRoles))
    throw new Error(`There are no keys in ${dataDir} yet: the first npm start makes them.`);
  const { url, stop } = await runningDatabase(env);
  const databasePrefix = env.DATABASE_PREFIX;
  const config = {
    databasePrefix,
    databasePoolSize: 2,
    profiles: readOrganizationProfiles(env.ORGANIZATION_PROFILES_FILE),
    blobs: blobPlace(env),
  };
  const logger = createLogger('seed', 'error');
  const opened: RunningService[] = [];
  try {
    await assertOwnDatabases(url, databasePrefix, dataDir);
    const definitions = [directory, externalContacts, dialer, messaging];
    const names = definitions.map(({ name }) => name);
    await migrateDatabases({ databaseUrl: url, databasePrefix }, names, (name) =>
      developmentPassword(dataDir, databasePrefix, name),
    );
    const open = async (definition: Parameters<typeof startService>[0]) => {
      const { name } = definition;
      const own = {
        databaseUrl: roleUrl(url, dataDir, databasePrefix, name),
        masterKeys: readOwnMasterKeys(name, env),
      };
      const service = await startService(definition, { ...config, ...own }, logger);
      opened.push(service);
      return service;
    };
    const services: SeededServices = {
      directory: await open(directory),
      'external-contacts': await open(externalContacts),
      dialer: await open(dialer),
      messaging: await open(messaging),
    };
    const began = Date.now();
    const { say, end } = progress();
    await seedPeople(services, {
      organizationId: organization,
      people,
      seed,
      onProgress: (done) => {
        if (!quiet) say(`${done} of ${people} people (${Math.round(done / ((Date.now() - began) / 1000))} a second)`);
      },
    });
    end();
  } finally {
    for (const service of opened) await service.stop();
    await stop();
  }
}
