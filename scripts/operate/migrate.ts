/** `habeas migrate`: makes or migrates every database, and the role that each process works with. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { gatewayDatabase, migrateGatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import { migrateService, type ServiceDefinition } from '../../subgraphs/kit';
import { parseEnvironment, readPasswordFile } from '../../subgraphs/kit/base/config';
import type { DatabaseServer } from '../../subgraphs/kit/base/persistence/migrate-database';
import { developmentPassword } from '../develop/installation/database-roles';
import { databaseNames } from './database-names';
import { runningDatabase, toolVariables } from './running-system';

interface MigrateOptions {
  /** Where the passwords of the roles are, in files named after their processes. */
  passwords?: string;
  /** The gateway or services; all when absent. */
  only?: string[];
}

/** What loads the modules of services, by name: those that are bundled with this one. */
type ServiceModules = Record<string, () => unknown>;

/** The definition of a service of this checkout or image: what the module of its folder exports. */
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

/** Reads passwords of roles from files; the end of a file's last line is no part of one. */
function passwordsIn(directory: string): (name: string) => string | undefined {
  if (!existsSync(directory)) throw new Error(`There is no directory ${directory}.`);
  return (name) => {
    const file = path.join(directory, `database-${name}`);
    if (!existsSync(file)) return undefined;
    return readPasswordFile('--passwords', file);
  };
}

/** Migrates the databases of processes, side by side; their roles get these passwords. */
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

/** Migrates the databases that the environment names, and says which. Every start waits for it: the build bundles it with what it loads. */
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
