/**
 * A service joins a running Habeas by registration. Every replica calls it without a restart; it survives a restart of everything,
 * and a kill at any moment; packages and the register name it (R13, R22); and it is retired by name.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { programFile } from '../../../scripts/cli/command';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { ApiClient as Client } from '../../../scripts/develop/api-client';
import { keyFiles } from '../../../scripts/develop/installation/key-places';
import { freePort } from '../../../scripts/develop/ports';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { startSystem, type System } from '../../../scripts/develop/start/system';
import { allScopes } from '../../../scripts/develop/token';
import { completeSdl } from '../../../subgraphs/kit/base/sdl';
import { dropDatabases, inDatabase, testServerUrl, uniquePrefix } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { exported } from '../../support/api/exported';
import { loyaltyFolder, startLoyalty, type LoyaltyService } from '../../support/servers/loyalty';
import { createRequest, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { startReplica, withoutLimits, type TestSystem } from '../../support/run/system';
import { unzip } from '../../support/zip';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';

const run = promisify(execFile);
const operator = 'the-operator';
const tenant = 'a-tenant';
const schemaFile = path.join(loyaltyFolder(), 'schema.graphql');
const whole = completeSdl(readFileSync(schemaFile, 'utf8'));

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-registering-'));
const databasePrefix = uniquePrefix();
let system: TestSystem;
let replica: ManagedProcess;
let loyalty: LoyaltyService;
/** The client of the operators, and one of an organisation with people. */
let operators: ApiClient;
let api: ApiClient;

/** Starts everything on the same data, like `npm start`, on other ports. */
async function startAll(): Promise<void> {
  const started: System = await startSystem({
    dataDir,
    databaseUrl: testServerUrl(),
    databasePrefix,
    port: 0,
    supervised: false,
    managedBy: operator,
    // Composing takes its time on a busy machine.
    environment: { ...withoutLimits, OPERATION_TIMEOUT_MS: '60000' },
  });
  system = { ...started, dataDir };
  replica = await startReplica(system);
  operators = await system.client({ organization: operator });
  api = await system.client({ organization: tenant, scopes: [...allScopes, 'loyalty:view', 'loyalty:edit'] });
}

async function stopAll(): Promise<void> {
  await replica.stop();
  await system.stop();
}

const startService = async (port: number) =>
  startLoyalty({
    databaseServer: testServerUrl(),
    databasePrefix,
    keysFile: keyFiles(dataDir).services,
    port,
  });

beforeAll(async () => {
  await startAll();
  loyalty = await startService(await freePort());
}, 120_000);

afterAll(async () => {
  await loyalty.stop();
  await stopAll();
  await dropDatabases(databasePrefix);
  rmSync(dataDir, { recursive: true, force: true });
});

const register = `mutation ($input: RegisterServiceInput!) {
  registerService(input: $input) { service { name url sdl retiredAt } warnings }
}`;
const retire = 'mutation ($name: String!) { retireService(name: $name) { name retiredAt } }';
const list = '{ registeredServices { name url } }';

const joined = async (client = operators) =>
  (await client.ask<{ registeredServices: { name: string; url: string }[] }>(list)).registeredServices;

/** Where each service comes from, by its name, as one gateway sees it. */
async function sources(url = system.url): Promise<Record<string, string>> {
  const client = new Client(url, await system.token({ organization: tenant }));
  const { piiServices } = await client.ask<{ piiServices: { name: string; source: string }[] }>(
    '{ piiServices { name source } }',
  );
  return Object.fromEntries(piiServices.map(({ name, source }) => [name, source]));
}

const own = {
  dialer: 'COMPOSED',
  directory: 'COMPOSED',
  'external-contacts': 'COMPOSED',
  messaging: 'COMPOSED',
  recordings: 'COMPOSED',
};
const withLoyalty = { ...own, loyalty: 'REGISTERED' };

const createContact = async (email: string) =>
  (
    await api.ask<{ createExternalContact: { id: string } }>(
      'mutation ($email: String!) { createExternalContact(input: { firstName: "Lena", workEmail: $email }) { id } }',
      { email },
    )
  ).createExternalContact.id;

const openAccount = (contact: string, email: string) =>
  api.ask('mutation ($email: String!, $id: ID!) { openLoyaltyAccount(email: $email, externalContactId: $id) { id } }', {
    email,
    id: contact,
  });

/** Makes a token with these scopes by the developer's command. */
const tokenFor = (scopes: string) =>
  run(process.execPath, [programFile(), 'token', '--organization', tenant, '--scopes', scopes], {
    env: { PATH: process.env.PATH ?? '', HABEAS_DATA_DIR: dataDir, DATABASE_PREFIX: databasePrefix },
  });

/** Runs the operator's command `register`. */
async function command(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [programFile(), 'register', '--gateway', system.url, ...args], {
    env: {
      PATH: process.env.PATH ?? '',
      HABEAS_TOKEN: await system.token({ organization: operator, scopes: ['services:manage'] }),
    },
  });
  return stdout;
}

describe('a refused registration changes nothing', () => {
  const input = () => ({ name: 'loyalty', url: loyalty.url, sdl: whole });

  test('of a caller without the scope, or of another organisation', async () => {
    const viewer = await system.client({ organization: operator, scopes: ['inventory:view', 'webhook:manage'] });
    const stranger = await system.client({ organization: tenant, scopes: ['services:manage'] });
    for (const client of [viewer, stranger]) {
      expect(await client.refused(register, { input: input() })).toMatchObject({ code: 'FORBIDDEN' });
      expect(await client.refused(retire, { name: 'loyalty' })).toMatchObject({ code: 'FORBIDDEN' });
      expect(await client.refused(list)).toMatchObject({ code: 'FORBIDDEN' });
    }
    const weak = await system.token({ organization: operator, scopes: ['inventory:view'] });
    await expect(command('--list', '--token', weak)).rejects.toMatchObject({
      stderr: 'FORBIDDEN: The token does not allow Query.registeredServices. It takes the scope services:manage.\n',
    });
  });

  test.each<[string, object, string]>([
    ['a name that cannot be one', { name: 'Loyalty Programme' }, 'input.name'],
    ["a name of the release's", { name: 'dialer', sdl: null }, 'input.name'],
    ["the gateway's own name", { name: 'gdpr', sdl: null }, 'input.name'],
    ['an address that is none', { url: 'loyalty:4300' }, 'input.url'],
    ['an address of another protocol', { url: 'file:///etc/passwd' }, 'input.url'],
    ['an address with a password', { url: 'http://user:secret@127.0.0.1/graphql' }, 'input.url'],
    ['an address where nobody answers for its schema', { url: 'http://127.0.0.1:9/graphql', sdl: null }, 'input.url'],
    ['a schema that is too long', { sdl: `# ${'x'.repeat(530_000)}` }, 'input.sdl'],
  ])('%s', async (_, changes, argument) => {
    const refused = await operators.refused(register, { input: { ...input(), ...changes } });
    expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', argument });
    expect(await joined()).toEqual([]);
  });

  const broken: [string, () => string, RegExp][] = [
    ['no GraphQL', () => 'type Query {', /^loyalty: its SDL cannot be parsed/],
    [
      'personal data that no request reaches',
      () =>
        'type Query { member: Member } type Member { email: String @personalData(category: EMAIL, onErase: ERASED) }',
      /^loyalty: Member\.email bears @personalData, and the service does not implement the contract/,
    ],
    [
      'no purpose',
      () => whole.replaceAll(/@processing\(\s*service(?:[^()"]|"[^"]*")*\)/g, ''),
      /^loyalty: does not say in English what it processes personal data for/,
    ],
    [
      "another service's name",
      () => whole.replaceAll('service: "loyalty"', 'service: "dialer"'),
      /^loyalty: @piiContract speaks for another service, dialer/,
    ],
    [
      'a part of the contract',
      () =>
        whole.replace(
          /"Replaces values in the records[^"]*"\s+rectifyPersonalData\([\s\S]*?\): PersonalDataDispositionReport! @shareable @inaccessible/,
          '',
        ),
      /^loyalty: implements a part of the contract and lacks Mutation\.rectifyPersonalData/,
    ],
    [
      "a field that is another service's",
      () =>
        whole.replace(
          'loyaltyAccount: LoyaltyAccount @requires',
          'firstName: String loyaltyAccount: LoyaltyAccount @requires',
        ),
      /firstName/,
    ],
    [
      'a feature that is not enforced here',
      () =>
        whole
          .replace('"@external"', '"@external", "@authenticated"')
          .replace('points: Int!', 'points: Int! @authenticated'),
      /authenticated/,
    ],
  ];

  test.each(broken)('a schema with %s', async (_, change, problem) => {
    const sdl = change();
    expect(sdl).not.toBe(whole);
    const refused = await operators.refused(register, { input: { ...input(), sdl } });
    expect(refused).toMatchObject({
      code: 'COMPOSITION_FAILED',
      argument: 'input.sdl',
      problems: expect.arrayContaining([expect.stringMatching(problem) as unknown]) as unknown,
    });
    expect(await joined()).toEqual([]);
    expect(await sources()).toEqual(own);
  });
});

describe('a service that is registered', () => {
  const ids: Record<string, string> = {};

  test('is asked for its schema, and gets the next request, also by the other replica', async () => {
    const { registerService } = await operators.ask<{ registerService: { service: object; warnings: string[] } }>(
      register,
      {
        input: { name: 'loyalty', url: loyalty.url },
      },
    );
    expect(registerService).toMatchObject({
      service: {
        name: 'loyalty',
        url: loyalty.url,
        sdl: expect.stringContaining('type LoyaltyAccount') as unknown,
        retiredAt: null,
      },
    });
    // A replica may get the request before it has heard of the service.
    const beside = new Client(replica.url, await system.token({ organization: tenant }));
    const { request } = await createRequest(beside, { type: 'GET', term: { email: 'nobody@joined.example' } });
    expect(outcome(await finishedRequest(api, request.id), 'loyalty').status).toBe('NOTHING_FOUND');
    expect(await joined()).toEqual([{ name: 'loyalty', url: loyalty.url }]);
    expect(await sources()).toEqual(withLoyalty);
    await eventually(async () => 'loyalty' in (await sources(replica.url)));

    ids.contact = await createContact('lena@joined.example');
    await openAccount(ids.contact, 'lena@joined.example');
    const { id, downloadUrl } = await exported(api, ids.contact);
    expect(outcome(await readRequest(api, id), 'loyalty').status).toBe('COMPLETED');
    ids.package = downloadUrl ?? '';
  });

  test('has scopes for which a developer can make a token', async () => {
    expect((await tokenFor('loyalty:view loyalty:edit')).stdout).toMatch(/^eyJ/);
    await expect(tokenFor('loyalty:view ghost:view')).rejects.toMatchObject({
      stderr: expect.stringMatching(
        /^--scopes: there is no scope ghost:view; there are .*\bloyalty:view, .*\.\n$/,
      ) as string,
    });
  });

  test('is named in the package and in the register, with its purpose, in both languages', async () => {
    const response = await fetch(ids.package ?? '');
    const entries = await unzip(Buffer.from(await response.arrayBuffer()));
    // One page holds all languages.
    const page = String(entries.get('index.html'));
    expect(page).toContain('To run the loyalty programme: accounts, points, and what was bought.');
    expect(page).toContain('Loyalty programme');
    expect(page).toContain('Gestionar el programa de fidelización: cuentas, puntos y compras.');
    expect(page).toContain('Programa de fidelización');
    const { dataInventory, dataProcessing } = await api.ask<{ dataInventory: object[]; dataProcessing: object[] }>(
      `{ dataInventory(service: "loyalty") { type field }
         dataProcessing(service: "loyalty") { label language } }`,
    );
    expect(dataInventory).toContainEqual({ type: 'LoyaltyAccount', field: 'email' });
    expect(dataProcessing).toEqual([
      { label: 'Loyalty programme', language: 'en' },
      { label: 'Programa de fidelización', language: 'es' },
    ]);
  });

  test('is in the log of the organisation that manages services', async () => {
    const { auditLog } = await operators.ask<{ auditLog: { nodes: object[] } }>(
      '{ auditLog(filter: { action: SERVICE_REGISTERED }) { nodes { action service actor detail } } }',
    );
    expect(auditLog.nodes).toEqual([
      { action: 'SERVICE_REGISTERED', service: 'loyalty', actor: 'developer', detail: 'service loyalty' },
    ]);
  });

  test('is replaced by a new registration under its name, with warnings about missing declarations', async () => {
    const sdl = whole.replace(/@processing\((?:[^()"]|"[^"]*")*language: "es"\s*\)/, '');
    expect(sdl).not.toBe(whole);
    const { registerService } = await operators.ask<{ registerService: { warnings: string[] } }>(register, {
      input: { name: 'loyalty', url: loyalty.url, sdl },
    });
    expect(registerService.warnings).toEqual([
      'loyalty: has no @processing in es, and packages name it in English there',
    ]);
    expect(await command('--name', 'loyalty', '--url', loyalty.url, '--sdl', schemaFile)).toBe(
      `loyalty has joined, at ${loyalty.url}. The next request asks it.\n`,
    );
    expect(await command('--list')).toMatch(/^loyalty {2}http:\S+ {2}\(since 2/);
  });

  test('is not replaced by one that would remove its data from every request', async () => {
    const plain = 'type Query { loyaltyPoints: Int }';
    const refused = await operators.refused(register, { input: { name: 'loyalty', url: loyalty.url, sdl: plain } });
    expect(refused).toMatchObject({
      code: 'COMPOSITION_FAILED',
      problems: [expect.stringMatching(/^loyalty: is a PII service .* has lost the contract/) as unknown],
    });
    expect(await sources()).toEqual(withLoyalty);
  });

  test('is still registered after a restart of everything', async () => {
    await stopAll();
    await startAll();
    expect(await sources()).toEqual(withLoyalty);
    expect(await sources(replica.url)).toEqual(withLoyalty);
    const contact = await createContact('after@restart.example');
    await openAccount(contact, 'after@restart.example');
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { externalContactId: contact },
      deleteConfirmed: true,
    });
    const done = await finishedRequest(api, request.id);
    expect(done.status).toBe('COMPLETED');
    expect(outcome(done, 'loyalty').dispositions).toEqual([
      expect.objectContaining({ recordType: 'LoyaltyAccount', disposition: 'ERASED', count: 1 }),
    ]);
  }, 120_000);
});

describe('kills and retirement', () => {
  const active = () =>
    inDatabase(databaseName(databasePrefix, 'gateway'), async (client) => {
      const { rows } = await client.query<{ count: string }>(
        `SELECT count(*) FROM registered_service WHERE retired_at IS NULL`,
      );
      return Number(rows[0]?.count);
    });

  test('a service cannot be retired while a request needs it, and nothing of the request is lost', async () => {
    const port = Number(new URL(loyalty.url).port);
    const contact = await createContact('waiting@retirement.example');
    await openAccount(contact, 'waiting@retirement.example');
    await loyalty.stop();
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { externalContactId: contact },
      deleteConfirmed: true,
    });
    expect(await operators.refused(retire, { name: 'loyalty' })).toMatchObject({
      code: 'SERVICE_IN_USE',
      argument: 'name',
      openParts: 1,
    });
    expect(await active()).toBe(1);
    loyalty = await startService(port);
    const done = await finishedRequest(api, request.id);
    expect(done.status).toBe('COMPLETED');
    expect(outcome(done, 'loyalty').status).toBe('COMPLETED');
  }, 120_000);

  test('a retired service is no longer called, by any replica, and stays retired', async () => {
    expect(await command('--retire', 'loyalty')).toBe('loyalty is retired. No request asks it any more.\n');
    expect(await joined()).toEqual([]);
    expect(await sources()).toEqual(own);
    await eventually(async () => !('loyalty' in (await sources(replica.url))));
    const { request } = await createRequest(api, { type: 'GET', term: { email: 'lena@joined.example' } });
    const done = await finishedRequest(api, request.id);
    expect(done.services.map(({ service }) => service)).not.toContain('loyalty');
    expect(await operators.refused(retire, { name: 'loyalty' })).toMatchObject({ code: 'NOT_FOUND', argument: 'name' });
    expect(await operators.refused(retire, { name: 'dialer' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: 'name',
    });
    // Its part stays on record.
    const { services } = await readRequest(api, request.id);
    expect(services.length).toBe(Object.keys(own).length);
  });

  test('a gateway that is killed before it has heard of a service knows it after the restart', async () => {
    const ended = replica.kill('SIGSTOP');
    await command('--name', 'loyalty', '--url', loyalty.url);
    await replica.kill('SIGKILL');
    await ended;
    await replica.stop();
    await replica.start();
    expect(await sources(replica.url)).toEqual(withLoyalty);
    await command('--retire', 'loyalty');
  });

  test('the registering gateway is killed after the commit, and nothing is lost', async () => {
    const gateway = system.processes.get('gateway');
    const sent = operators
      .send(register, { input: { name: 'loyalty', url: loyalty.url, sdl: whole } })
      .catch(() => null);
    while ((await active()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await gateway?.kill('SIGKILL');
    await sent;
    await eventually(async () => 'loyalty' in (await sources(replica.url)));
    await gateway?.stop();
    await gateway?.start();
    expect(await sources()).toEqual(withLoyalty);
  });
});

test('several services that join at once all join, and are retired', async () => {
  const names = ['a-first', 'a-second', 'a-third'];
  const token = await system.token({ organization: operator });
  const sdlOf = (name: string) => `type Query { ${name.replace('-', '')}: String }`;
  await Promise.all(
    names.map((name, index) => {
      const client = new Client(index === 0 ? replica.url : system.url, token);
      return client.ask(register, { input: { name, url: 'http://127.0.0.1:9/graphql', sdl: sdlOf(name) } });
    }),
  );
  expect((await joined()).map(({ name }) => name)).toEqual([...names, 'loyalty']);
  for (const name of names) await command('--retire', name);
  expect((await joined()).map(({ name }) => name)).toEqual(['loyalty']);
});

test('the command says what is wrong, and ends with 1, or with 2 when the call itself is wrong', async () => {
  await expect(command('--name', 'other', '--url', 'http://127.0.0.1:9/graphql')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('BAD_USER_INPUT: input.url: there is no answer of a service') as unknown,
  });
  const file = path.join(dataDir, 'broken.graphql');
  writeFileSync(file, 'type Query { member: String @personalData(category: NAME, onErase: ERASED) }');
  await expect(command('--name', 'other', '--url', loyalty.url, '--sdl', file)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      'COMPOSITION_FAILED: nothing was changed:\n  - other: Query.member bears @personalData, and the service does not implement the contract',
    ) as unknown,
  });
  await expect(command('--list', '--retire', 'loyalty')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Give --name and --url, or --list, or --retire NAME.') as unknown,
  });
});
