/** `npm run seed`: more made-up people for the sample organisation, or for another one. */
import { existsSync } from 'node:fs';
import { directory } from '../../subgraphs/directory/service';
import { dialer } from '../../subgraphs/dialer/service';
import { externalContacts } from '../../subgraphs/external-contacts/service';
import { messaging } from '../../subgraphs/messaging/service';
import { blobPlace, readMasterKeys } from '../../subgraphs/kit/base/config';
import { createLogger } from '../../subgraphs/kit/base/logger';
import { startService, type RunningService } from '../../subgraphs/kit/start-service';
import { keyFiles } from './keys';
import { seedPeople, type SeededServices } from './seed/people';
import { runningDatabase } from '../operate/running-database';
import { dataDirectory } from './token';

interface SeedOptions {
  people: number;
  organization: string;
  seed: number;
  quiet?: boolean;
}

/** Makes the people, with a line of progress for each batch. */
export async function run({ people, organization, seed, quiet }: SeedOptions): Promise<void> {
  const dataDir = dataDirectory();
  const keys = keyFiles(dataDir).encryption;
  if (!existsSync(keys)) throw new Error(`There are no keys in ${dataDir} yet: the first npm start makes them.`);
  const { url, stop } = await runningDatabase(dataDir);
  const config = {
    databaseUrl: url,
    databasePrefix: process.env.DATABASE_PREFIX || 'habeas_',
    databasePoolSize: 2,
    masterKeys: readMasterKeys(keys),
    blobs: blobPlace({ ...process.env, HABEAS_DATA_DIR: dataDir }),
  };
  const logger = createLogger('seed', 'error');
  const opened: RunningService[] = [];
  try {
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
