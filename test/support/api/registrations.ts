/** A system that services join while it runs: its start on data that stay, and the documents and the command of its operators. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { programFile } from '../../../scripts/cli/command';
import { ApiClient } from '../../../scripts/develop/api-client';
import { keyFiles } from '../../../scripts/develop/installation/key-places';
import { startSystem } from '../../../scripts/develop/start/system';
import { allScopes } from '../../../scripts/develop/token';
import { completeSdl } from '../../../subgraphs/kit/base/sdl';
import { dropDatabases, gatewaySql, testServerUrl, uniquePrefix } from '../run/database';
import { startReplica } from '../run/replica';
import type { TestSystem } from '../run/system';
import { withoutLimits } from '../run/without-limits';
import { loyaltyFolder, startLoyalty, type LoyaltyService } from '../servers/loyalty';

const run = promisify(execFile);

/** The organisation whose callers may register services, and one that has people. */
export const operator = 'the-operator';
export const tenant = 'a-tenant';

/** The schema of the service that joins: its file, and its text with the definitions of the contract. */
export const schemaFile = path.join(loyaltyFolder(), 'schema.graphql');
export const whole = completeSdl(readFileSync(schemaFile, 'utf8'));

/** What outlives a restart of everything. */
export interface Installation {
  dataDir: string;
  databasePrefix: string;
}

export const newInstallation = (): Installation => ({
  dataDir: mkdtempSync(path.join(os.tmpdir(), 'habeas-registering-')),
  databasePrefix: uniquePrefix(),
});

/** Starts everything on the same data, like `npm start`, on other ports. */
export async function startInstallation(installation: Installation): Promise<TestSystem> {
  const started = await startSystem({
    ...installation,
    databaseUrl: testServerUrl(),
    port: 0,
    supervised: false,
    managedBy: operator,
    // Composing takes its time on a busy machine.
    environment: { ...withoutLimits, OPERATION_TIMEOUT_MS: '60000' },
  });
  return { ...started, dataDir: installation.dataDir };
}

/** Starts everything, with a second gateway. @returns also a client of the operators, and one of an organisation with people */
export async function startWithReplica(installation: Installation) {
  const system = await startInstallation(installation);
  return {
    system,
    replica: await startReplica(system),
    operators: await system.client({ organization: operator }),
    api: await system.client({ organization: tenant, scopes: [...allScopes, 'loyalty:view', 'loyalty:edit'] }),
  };
}

/** Starts the service that joins. */
export const startService = ({ dataDir, databasePrefix }: Installation, port: number): Promise<LoyaltyService> =>
  startLoyalty({ databaseServer: testServerUrl(), databasePrefix, keysFile: keyFiles(dataDir).services, port });

export async function removeInstallation({ dataDir, databasePrefix }: Installation): Promise<void> {
  await dropDatabases(databasePrefix);
  rmSync(dataDir, { recursive: true, force: true });
}

export const register = `mutation ($input: RegisterServiceInput!) {
  registerService(input: $input) { service { name url sdl retiredAt } warnings }
}`;
export const retire = 'mutation ($name: String!) { retireService(name: $name) { name retiredAt } }';
export const list = '{ registeredServices { name url } }';

export const joined = async (operators: ApiClient) =>
  (await operators.ask<{ registeredServices: { name: string; url: string }[] }>(list)).registeredServices;

/** Where each service comes from, by its name, as one gateway sees it. */
export async function sources(system: TestSystem, url = system.url): Promise<Record<string, string>> {
  const client = new ApiClient(url, await system.token({ organization: tenant }));
  const { piiServices } = await client.ask<{ piiServices: { name: string; source: string }[] }>(
    '{ piiServices { name source } }',
  );
  return Object.fromEntries(piiServices.map(({ name, source }) => [name, source]));
}

/** The services of the release. */
export const own = {
  dialer: 'COMPOSED',
  directory: 'COMPOSED',
  'external-contacts': 'COMPOSED',
  messaging: 'COMPOSED',
  recordings: 'COMPOSED',
};

/** The number of services that have joined and are not retired. */
export async function active(system: TestSystem): Promise<number> {
  const [row] = await gatewaySql(system)<{ count: string }>(
    'SELECT count(*) FROM registered_service WHERE retired_at IS NULL',
  );
  return Number(row?.count);
}

/** Makes a contact with this address and an account of the service that joins. @returns the contact's id */
export async function createMember(api: ApiClient, email: string): Promise<string> {
  const { createExternalContact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation ($email: String!) { createExternalContact(input: { firstName: "Lena", workEmail: $email }) { id } }',
    { email },
  );
  await api.ask(
    'mutation ($email: String!, $id: ID!) { openLoyaltyAccount(email: $email, externalContactId: $id) { id } }',
    { email, id: createExternalContact.id },
  );
  return createExternalContact.id;
}

/** Runs the operator's command `register`. */
export async function command(system: TestSystem, ...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [programFile(), 'register', '--gateway', system.url, ...args], {
    env: {
      PATH: process.env.PATH ?? '',
      HABEAS_TOKEN: await system.token({ organization: operator, scopes: ['services:manage'] }),
    },
  });
  return stdout;
}

/** Makes a token with these scopes by the developer's command. */
export const tokenFor = (scopes: string, { dataDir, databasePrefix }: Installation) =>
  run(process.execPath, [programFile(), 'token', '--organization', tenant, '--scopes', scopes], {
    env: { PATH: process.env.PATH ?? '', HABEAS_DATA_DIR: dataDir, DATABASE_PREFIX: databasePrefix },
  });
