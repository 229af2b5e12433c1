/** `npm run seed`: more made-up people for the sample organisation, or for another one. */
import { existsSync } from 'node:fs';
import { directory } from '../../subgraphs/directory/service';
import { dialer } from '../../subgraphs/dialer/service';
import { externalContacts } from '../../subgraphs/external-contacts/service';
import { messaging } from '../../subgraphs/messaging/service';
import { blobPlace, parseEnvironment, readMasterKeys } from '../../subgraphs/kit/base/config';
import { createLogger } from '../../subgraphs/kit/base/logger';
import { startService, type RunningService } from '../../subgraphs/kit/start-service';
import { assertDevelopmentKeys, refuseProduction } from './development-only';
import { keyFiles } from './keys';
import { assertOwnDatabases } from './own-databases';
import { seedPeople, type SeededServices } from './seed/people';
import { runningDatabase, toolVariables } from '../operate/running-database';

interface SeedOptions {
  people: number;
  organization: string;
  seed: number;
  quiet?: boolean;
}

/** Makes the people, with a line of progress for each batch. */
export async function run({ people, organization, seed, quiet }: SeedOptions): Promise<void> {
  refuseProduction('npm run seed');
  const env = parseEnvironment(toolVariables);
  const dataDir = env.HABEAS_DATA_DIR;
  assertDevelopmentKeys(dataDir);
  const keys = keyFiles(dataDir).encryption;
  if (!existsSync(keys)) throw new Error(`There are no keys in ${dataDir} yet: the first npm start makes them.`);
  const { url, stop } = await runningDatabase(env);
  const databasePrefix = env.DATABASE_PREFIX;
  const config = {
    databaseUrl: url,
    databasePrefix,
    databasePoolSize: 2,
    masterKeys: readMasterKeys(keys),
    blobs: blobPlace(env),
  };
  const logger = createLogger('seed', 'error');
  const opened: RunningService[] = [];
  try {
    await assertOwnDatabases(url, databasePrefix, dataDir);
    const open = async (definition: Parameters<typeof startService>[0]) => {
      const service = await startService(definition, config, logger);
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
    await seedPeople(services, {
      organizationId: organization,
      people,
      seed,
      onProgress: (done) => {
        if (!quiet)
          console.log(`${done} of ${people} people (${Math.round(done / ((Date.now() - began) / 1000))} a second)`);
      },
    });
  } finally {
    for (const service of opened) await service.stop();
    await stop();
  }
}
