/** The scopes that the system of a data directory requires. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema } from 'graphql';
import { namedUrls } from '../../../gateway/config/kinds';
import { servicesFile } from '../../../gateway/config/supergraph-place';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { composeRegistered } from '../../../gateway/registry/compose-registered';
import { readServices } from '../../../gateway/registry/registered-service';
import { parseEnvironment, type Environment } from '../../../subgraphs/kit/base/config';
import { databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import { SurvivingClient } from '../../../subgraphs/kit/base/persistence/surviving-client';
import { ScopeRules } from '../../../subgraphs/kit/base/security/scopes';
import { databaseOfRunningSystem, toolVariables } from '../../operate/running-system';
import { roleUrl } from './database-roles';

/** The known scopes. */
export interface ServedScopes {
  scopes: string[];
  /** False when the system does not run, and services may have joined that only it knows. */
  complete: boolean;
}

/** Reads the scopes of the served supergraph: from the registry of services, or from the supergraph of the last start. */
export async function servedScopes(environment: Environment = process.env): Promise<ServedScopes> {
  const env = parseEnvironment(toolVariables, environment);
  const { HABEAS_DATA_DIR: dataDir, DATABASE_PREFIX: prefix } = env;
  const started = path.join(dataDir, servicesFile);
  if (existsSync(started)) {
    const server = databaseOfRunningSystem(dataDir);
    if (server === undefined) return { scopes: [], complete: false };
    const registered = await registeredIn(
      databaseUrl(roleUrl(server, dataDir, prefix, gatewayDatabase), databaseName(prefix, gatewayDatabase)),
    );
    const { supergraphSdl } = composeRegistered(namedUrls.parse(readFileSync(started, 'utf8')), registered);
    return { scopes: scopesOf(supergraphSdl), complete: true };
  }
  const composed = path.join(dataDir, 'supergraph.graphql');
  return { scopes: existsSync(composed) ? scopesOf(readFileSync(composed, 'utf8')) : [], complete: true };
}

const scopesOf = (supergraphSdl: string): string[] =>
  new ScopeRules(buildSchema(supergraphSdl, { assumeValidSDL: true })).scopes;

/** Every service that has joined, from the gateway's database. */
async function registeredIn(connectionString: string) {
  const client = new SurvivingClient({ connectionString });
  await client.connect();
  try {
    return await readServices({ query: async (sql: string) => (await client.query(sql)).rows as never });
  } finally {
    await client.end();
  }
}
