/** `habeas migrate`: creates or migrates every database, and the role of each process. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { gatewayDatabase, migrateGatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import { migrateService, type ServiceDefinition } from '../../subgraphs/kit';
import { parseEnvironment, readPasswordFile } from '../../subgraphs/kit/base/config';
import type { DatabaseServer } from '../../subgraphs/kit/base/persistence/migrate-database';
import { developmentPassword } from '../develop/installation/database-roles';
import { WrongCall } from '../cli/failure';
import { databaseNames } from './database-names';
import { runningDatabase, toolVariables } from './running-system';

interface MigrateOptions {
  /** The directory with the passwords of the roles, in files named after their processes. */
  passwords?: string;
  /** The gateway or services. @default all */
  only?: string[];
}

/** Functions that load the bundled modules of services, by name. */
type ServiceModules = Record<string, () => unknown>;

/** The definition of a service of this checkout or image, which its module exports. */
async function definitionOf(name: string, bundled: ServiceModules): Promise<ServiceDefinition> {
  const module = (bundled[name]?.() ??
    (await import(path.join(__dirname, '..', '..', 'subgraphs', name, 'service')))) as Record<
    string,
    ServiceDefinition
  >;
  const definition = Object.values(module).find((each) => each?.name === name);
  if (!definition) throw new Error(`subgraphs/${name}/service exports no definition of ${name}.`);
  return definition;
}

/** Reads passwords of roles from files; line breaks at the end do not belong to them. */
function passwordsIn(directory: string): (name: string) => string | undefined {
  if (!existsSync(directory)) throw new WrongCall(`--passwords: there is no directory ${directory}.`);
  return (name) => {
    const file = path.join(directory, `database-${name}`);
    if (!existsSync(file)) return undefined;
    return readPasswordFile('--passwords', file);
  };
}

/** Migrates the databases of processes in parallel, and sets the passwords of their roles. */
export async function migrateDatabases(
  server: DatabaseServer,
  names: readonly string[],
  passwordOf: (name: string) => string | undefined,
  bundled: ServiceModules = {},
): Promise<void> {
  await Promise.all(
    names.map(async (name) =>
      name === gatewayDatabase
        ? migrateGatewayDatabase(server, passwordOf(name))
        : migrateService(await definitionOf(name, bundled), server, passwordOf(name)),
    ),
  );
}

/** Migrates the databases of the environment, and prints which. Every start waits for it, so the build bundles it with its modules. */
export async function run({ passwords, only }: MigrateOptions, bundled: ServiceModules): Promise<void> {
  const names = databaseNames(only);
  const env = parseEnvironment(toolVariables);
  const { DATABASE_PREFIX: databasePrefix, HABEAS_DATA_DIR: dataDir } = env;
  const passwordOf = passwords
    ? passwordsIn(passwords)
    : (name: string) => developmentPassword(dataDir, databasePrefix, name);
  const { url: databaseUrl, stop } = await runningDatabase(env);
  try {
    await migrateDatabases({ databaseUrl, databasePrefix }, names, passwordOf, bundled);
  } finally {
    await stop();
  }
  for (const name of names) console.log(`${name}: the database is up to date`);
}
