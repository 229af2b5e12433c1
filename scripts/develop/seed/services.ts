/** The services that hold made-up people, opened without serving anything. */
import { directory } from '../../../subgraphs/directory/service';
import { dialer } from '../../../subgraphs/dialer/service';
import { externalContacts } from '../../../subgraphs/external-contacts/service';
import { messaging } from '../../../subgraphs/messaging/service';
import {
  blobPlace,
  parseEnvironment,
  readOrganizationProfiles,
  readOwnMasterKeys,
} from '../../../subgraphs/kit/base/config';
import { createLogger } from '../../../subgraphs/kit/base/logger';
import { startService, type RunningService } from '../../../subgraphs/kit/start-service';
import { toolVariables } from '../../operate/running-system';
import { roleUrl } from '../installation/database-roles';
import type { SeededServices } from './people';

const definitions = [directory, externalContacts, dialer, messaging];

/** The names of these services. */
export const seededNames = definitions.map(({ name }) => name);

/** The same services as modules, by name, for the migration of their databases. */
export const seededModules = Object.fromEntries(
  definitions.map((definition) => [definition.name, () => ({ definition })]),
);

/** Opens the services with this process's environment, works with them, and closes them. */
export async function withSeededServices(
  serverUrl: string,
  work: (services: SeededServices) => Promise<void>,
): Promise<void> {
  const env = parseEnvironment(toolVariables);
  const databasePrefix = env.DATABASE_PREFIX;
  const config = {
    databasePrefix,
    databasePoolSize: 2,
    profiles: readOrganizationProfiles(env.ORGANIZATION_PROFILES_FILE),
    blobs: blobPlace(env),
  };
  const logger = createLogger('seed', 'error');
  const opened: RunningService[] = [];
  const open = async (definition: Parameters<typeof startService>[0]) => {
    const { name } = definition;
    const own = {
      databaseUrl: roleUrl(serverUrl, env.HABEAS_DATA_DIR, databasePrefix, name),
      masterKeys: readOwnMasterKeys(name, env),
    };
    const service = await startService(definition, { ...config, ...own }, logger);
    opened.push(service);
    return service;
  };
  try {
    await work({
      directory: await open(directory),
      'external-contacts': await open(externalContacts),
      dialer: await open(dialer),
      messaging: await open(messaging),
    });
  } finally {
    for (const service of opened) await service.stop();
  }
}
