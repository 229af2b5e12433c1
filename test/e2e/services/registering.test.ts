/**
 * A service joins a running Habeas by registration. Every replica calls it without a restart; it survives a restart of everything,
 * and a kill at any moment; packages and the register name it (R13, R22); and it is retired by name.
 */
import { ApiClient } from '../../../scripts/develop/api-client';
import { freePort } from '../../../scripts/develop/ports';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { exported } from '../../support/api/exported';
import {
  active,
  command,
  createMember,
  joined,
  newInstallation,
  operator,
  own,
  register,
  removeInstallation,
  retire,
  schemaFile,
  sources,
  startService,
  startWithReplica,
  tenant,
  tokenFor,
  whole,
} from '../../support/api/registrations';
import { createRequest, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { eventually } from '../../support/eventually';
import type { TestSystem } from '../../support/run/system';
import type { LoyaltyService } from '../../support/servers/loyalty';
import { unzip } from '../../support/zip';

const installation = newInstallation();
let system: TestSystem;
let replica: ManagedProcess;
let loyalty: LoyaltyService;
/** The client of the operators, and one of an organisation with people. */
let operators: ApiClient;
let api: ApiClient;

async function startAll(): Promise<void> {
  ({ system, replica, operators, api } = await startWithReplica(installation));
}

async function stopAll(): Promise<void> {
  await replica.stop();
  await system.stop();
}

beforeAll(async () => {
  await startAll();
  loyalty = await startService(installation, await freePort());
}, 120_000);

afterAll(async () => {
  await loyalty.stop();
  await stopAll();
  await removeInstallation(installation);
});

const withLoyalty = { ...own, loyalty: 'REGISTERED' };

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
    const beside = new ApiClient(replica.url, await system.token({ organization: tenant }));
    const { request } = await createRequest(beside, { type: 'GET', term: { email: 'nobody@joined.example' } });
    expect(outcome(await finishedRequest(api, request.id), 'loyalty').status).toBe('NOTHING_FOUND');
    expect(await joined(operators)).toEqual([{ name: 'loyalty', url: loyalty.url }]);
    expect(await sources(system)).toEqual(withLoyalty);
    await eventually(async () => 'loyalty' in (await sources(system, replica.url)));

    ids.contact = await createMember(api, 'lena@joined.example');
    const { id, downloadUrl } = await exported(api, ids.contact);
    expect(outcome(await readRequest(api, id), 'loyalty').status).toBe('COMPLETED');
    ids.package = downloadUrl ?? '';
  });

  test('has scopes for which a developer can make a token', async () => {
    expect((await tokenFor('loyalty:view loyalty:edit', installation)).stdout).toMatch(/^eyJ/);
    await expect(tokenFor('loyalty:view ghost:view', installation)).rejects.toMatchObject({
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
    expect(await command(system, '--name', 'loyalty', '--url', loyalty.url, '--sdl', schemaFile)).toBe(
      `loyalty has joined, at ${loyalty.url}. The next request asks it.\n`,
    );
    expect(await command(system, '--list')).toMatch(/^loyalty {2}http:\S+ {2}\(since 2/);
  });

  test('is not replaced by one that would remove its data from every request', async () => {
    const plain = 'type Query { loyaltyPoints: Int }';
    const refused = await operators.refused(register, { input: { name: 'loyalty', url: loyalty.url, sdl: plain } });
    expect(refused).toMatchObject({
      code: 'COMPOSITION_FAILED',
      problems: [expect.stringMatching(/^loyalty: is a PII service .* has lost the contract/) as unknown],
    });
    expect(await sources(system)).toEqual(withLoyalty);
  });

  test('is still registered after a restart of everything', async () => {
    await stopAll();
    await startAll();
    expect(await sources(system)).toEqual(withLoyalty);
    expect(await sources(system, replica.url)).toEqual(withLoyalty);
    const contact = await createMember(api, 'after@restart.example');
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
  test('a service cannot be retired while a request needs it, and nothing of the request is lost', async () => {
    const port = Number(new URL(loyalty.url).port);
    const contact = await createMember(api, 'waiting@retirement.example');
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
    expect(await active(system)).toBe(1);
    loyalty = await startService(installation, port);
    const done = await finishedRequest(api, request.id);
    expect(done.status).toBe('COMPLETED');
    expect(outcome(done, 'loyalty').status).toBe('COMPLETED');
  }, 120_000);

  test('a retired service is no longer called, by any replica, and stays retired', async () => {
    expect(await command(system, '--retire', 'loyalty')).toBe('loyalty is retired. No request asks it any more.\n');
    expect(await joined(operators)).toEqual([]);
    expect(await sources(system)).toEqual(own);
    await eventually(async () => !('loyalty' in (await sources(system, replica.url))));
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
    await command(system, '--name', 'loyalty', '--url', loyalty.url);
    await replica.kill('SIGKILL');
    await ended;
    await replica.stop();
    await replica.start();
    expect(await sources(system, replica.url)).toEqual(withLoyalty);
    await command(system, '--retire', 'loyalty');
  });

  test('the registering gateway is killed after the commit, and nothing is lost', async () => {
    const gateway = system.processes.get('gateway');
    const sent = operators
      .send(register, { input: { name: 'loyalty', url: loyalty.url, sdl: whole } })
      .catch(() => null);
    while ((await active(system)) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await gateway?.kill('SIGKILL');
    await sent;
    await eventually(async () => 'loyalty' in (await sources(system, replica.url)));
    await gateway?.stop();
    await gateway?.start();
    expect(await sources(system)).toEqual(withLoyalty);
  });
});

test('several services that join at once all join, and are retired', async () => {
  const names = ['a-first', 'a-second', 'a-third'];
  const token = await system.token({ organization: operator });
  const sdlOf = (name: string) => `type Query { ${name.replace('-', '')}: String }`;
  await Promise.all(
    names.map((name, index) => {
      const client = new ApiClient(index === 0 ? replica.url : system.url, token);
      return client.ask(register, { input: { name, url: 'http://127.0.0.1:9/graphql', sdl: sdlOf(name) } });
    }),
  );
  expect((await joined(operators)).map(({ name }) => name)).toEqual([...names, 'loyalty']);
  for (const name of names) await command(system, '--retire', name);
  expect((await joined(operators)).map(({ name }) => name)).toEqual(['loyalty']);
});
