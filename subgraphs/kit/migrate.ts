/** Creates or migrates the database of one service that stands alone: before the service starts, with an administrator's role. */
import { z } from 'zod';
import { ConfigurationError, databaseServerUrl, parseEnvironment, readPasswordFile } from './base/config';
import { commonVariables } from './base/config/variables';
import { describeError } from './base/logger';
import type { ServiceDefinition } from './service-definition';
import { migrateService } from './start-service';

const variables = z.object({
  DATABASE_URL: commonVariables.DATABASE_URL,
  DATABASE_PASSWORD_FILE: commonVariables.DATABASE_PASSWORD_FILE,
  DATABASE_PREFIX: commonVariables.DATABASE_PREFIX,
  ROLE_PASSWORD_FILE: z.string().optional(),
});

/**
 * Creates or migrates the service's database `habeas_<name>` and the role of the same name with which the service works in it.
 * It may be repeated, also while the service runs.
 *
 * Reads the environment: `DATABASE_URL` (of an administrator, who may create databases and roles), `DATABASE_PASSWORD_FILE`
 * (the administrator's password, if the address has none), `DATABASE_PREFIX`, and `ROLE_PASSWORD_FILE` (the new password of the
 * service's role; without it the role keeps its password). Exits with 1, and says why, when it fails.
 */
export function migratePiiSubgraph(definition: ServiceDefinition): void {
  migrate(definition).then(
    () => process.stdout.write(`${definition.name}: the database is up to date\n`),
    (error: unknown) => {
      const reason = error instanceof ConfigurationError ? error.message : JSON.stringify(describeError(error));
      process.stderr.write(`${definition.name}: the database was not migrated. ${reason}\n`);
      process.exitCode = 1;
    },
  );
}

async function migrate(definition: ServiceDefinition): Promise<void> {
  const env = parseEnvironment(variables);
  const { DATABASE_PREFIX: databasePrefix, ROLE_PASSWORD_FILE: file } = env;
  const password = file === undefined ? undefined : readPasswordFile('ROLE_PASSWORD_FILE', file);
  await migrateService(definition, { databaseUrl: databaseServerUrl(env), databasePrefix }, password);
}
