/**
 * A service of another team, written without the kit, joins a running gateway by composition alone. The composer refuses one that
 * breaks the contract, and so does the gateway if another composer was used.
 */
import { execFile } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import type { JWK } from 'jose';
import { programFile } from '../../../scripts/cli/command';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { subgraphNames } from '../../../scripts/develop/subgraphs';
import { readFixture } from '../../../scripts/develop/conformance';
import { keyFiles } from '../../../scripts/develop/installation/key-places';
import { freePort } from '../../../scripts/develop/ports';
import { describeConformance } from '../../../subgraphs/kit/conformance';
import { completeSdl, subgraphSdl } from '../../../subgraphs/kit/base/sdl';
import { testServerUrl } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { loyaltyFolder, startLoyalty, type LoyaltyService } from '../../support/servers/loyalty';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const run = promisify(execFile);
const organization = 'joining';
const schemaFile = path.join(loyaltyFolder(), 'schema.graphql');

let system: TestSystem;
let loyalty: LoyaltyService;
let api: ApiClient;

beforeAll(async () => {
  system = await sharedSystem();
  loyalty = await startLoyalty({
    databaseServer: testServerUrl(),
    databasePrefix: system.databasePrefix,
    keysFile: keyFiles(system.dataDir).services,
    port: await freePort(),
  });
  const scopes = ['external-contacts', 'loyalty'].flatMap((name) => [`${name}:view`, `${name}:edit`]);
  const gdpr = ['gdpr:subject:view', 'gdpr:request:view', 'gdpr:request:add', 'inventory:view'];
  api = await system.client({ organization, scopes: [...scopes, ...gdpr] });
}, 90_000);

afterAll(async () => {
  await loyalty.stop();
  await system.stop();
});

/** Runs what a service team runs. The other services keep their addresses of the running supergraph. */
const compose = (...more: string[]) =>
  run(process.execPath, [
    programFile(),
    'compose',
    `--output=${system.supergraphFile}`,
    `--previous=${system.supergraphFile}`,
    ...more,
  ]);

const services = async () =>
  (await api.ask<{ piiServices: { name: string }[] }>('{ piiServices { name } }')).piiServices.map(({ name }) => name);

describeConformance(
  'the loyalty service, written without the kit',
  () => ({
    url: loyalty.url,
    fixture: readFixture(path.join(loyaltyFolder(), 'conformance.json')),
    signingKey: JSON.parse(readFileSync(keyFiles(system.dataDir).serviceSigning, 'utf8')) as JWK,
    sdl: completeSdl(readFileSync(schemaFile, 'utf8')),
  }),
  { describe, test, beforeAll },
);

describe('joining', () => {
  const ids: Record<string, string> = {};
  const create = async (document: string, variables: Record<string, unknown> = {}) =>
    Object.values(await api.ask<Record<string, { id: string }>>(document, variables))[0]?.id ?? '';

  test('composition alone adds it: its fields, its register, its part in the next request', async () => {
    expect(await services()).not.toContain('loyalty');
    await compose(`--subgraph=loyalty=${schemaFile}`, `--url=loyalty=${loyalty.url}`);
    await eventually(async () => (await services()).includes('loyalty'));

    ids.contact = await create(
      'mutation { createExternalContact(input: { firstName: "Lena", workEmail: "lena@u.example" }) { id } }',
    );
    ids.account = await create(
      'mutation ($id: ID!) { openLoyaltyAccount(email: "Lena@u.example", externalContactId: $id) { id } }',
      { id: ids.contact },
    );
    await create('mutation ($id: ID!) { addPurchase(accountId: $id, item: "a kettle") { id } }', { id: ids.account });
    expect(
      await api.ask(
        'query ($id: ID!) { externalContact(id: $id) { firstName loyaltyAccount { email points purchases { item } } } }',
        { id: ids.contact },
      ),
    ).toEqual({
      externalContact: {
        firstName: 'Lena',
        loyaltyAccount: { email: 'Lena@u.example', points: 0, purchases: [{ item: 'a kettle' }] },
      },
    });
    const { dataInventory } = await api.ask<{ dataInventory: { type: string; field: string }[] }>(
      '{ dataInventory(service: "loyalty") { type field } }',
    );
    expect(dataInventory.map(({ type, field }) => `${type}.${field}`)).toEqual([
      'LoyaltyAccount.email',
      'Purchase.item',
    ]);
    const { all, spanish } = await api.ask<{ all: { service: string }[]; spanish: unknown[] }>(
      `{ all: dataProcessing { service } spanish: dataProcessing(service: "loyalty", language: "es") {
        service language label purpose legalBasis recipients retention source transfers automatedDecisions } }`,
    );
    expect(all.filter(({ service }) => service === 'loyalty')).toHaveLength(2);
    expect(spanish).toEqual([
      {
        service: 'loyalty',
        language: 'es',
        label: 'Programa de fidelización',
        purpose: 'Gestionar el programa de fidelización: cuentas, puntos y compras.',
        legalBasis: 'Art. 6.1.b): las condiciones del programa',
        recipients: [],
        retention: 'Mientras dure la afiliación; las compras, sin su titular, mientras se conserven los libros.',
        source: 'La persona y las tiendas donde compra.',
        transfers: null,
        automatedDecisions: null,
      },
    ]);
    for (const register of ['dataInventory(service: "ghost") { type }', 'dataProcessing(service: "ghost") { label }'])
      expect(await api.refused(`{ ${register} }`)).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'service' });
  });

  test('the next DELETE reaches it', async () => {
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { externalContactId: ids.contact },
      deleteConfirmed: true,
    });
    const done = await finishedRequest(api, request.id);
    expect(done.status).toBe('COMPLETED');
    const part = done.services.find(({ service }) => service === 'loyalty');
    expect([part?.status, part?.verification]).toEqual(['COMPLETED', 'VERIFIED']);
    expect(
      part?.dispositions.map(({ recordType, disposition, count }) => `${recordType} ${disposition} ${count}`).sort(),
    ).toEqual(['LoyaltyAccount ERASED 1', 'Purchase ANONYMIZED 1']);
    expect(await api.ask('query ($id: ID!) { loyaltyAccount(id: $id) { id } }', { id: ids.account })).toEqual({
      loyaltyAccount: null,
    });
  });

  test('composition without it is refused, unless it is retired', async () => {
    await expect(compose()).rejects.toMatchObject({
      stderr: expect.stringMatching(/loyalty: is a PII service of the running supergraph and has vanished/) as unknown,
    });
    expect(await services()).toContain('loyalty');
    await compose('--retire=loyalty');
    await eventually(async () => !(await services()).includes('loyalty'));
  });
});

describe('a sixth service that breaks the contract', () => {
  const whole = completeSdl(readFileSync(schemaFile, 'utf8'));
  const replaced = (from: RegExp, to: string) => {
    const changed = whole.replace(from, to);
    expect(changed).not.toBe(whole);
    return changed;
  };
  const cases: [what: string, change: () => string, named: RegExp, found: RegExp][] = [
    [
      'overrides a contract field',
      () =>
        replaced(
          /(personalData\([\s\S]*?\): PersonalData!) @shareable @inaccessible/,
          '$1 @shareable @inaccessible @override(from: "dialer")',
        ).replace('"@external"', '"@external", "@override"'),
      /loyalty: Query\.personalData bears @override/,
      /loyalty: Query\.personalData overrides that of dialer/,
    ],
    [
      'drops an enum value',
      () => replaced(/"A person's voice\."\s+VOICE\s+/, ''),
      /loyalty: lacks enum PersonalDataCategory\.VOICE of the contract/,
      /loyalty: lacks enum PersonalDataCategory\.VOICE of the contract/,
    ],
    [
      'lacks a mutation',
      () =>
        replaced(
          /"Replaces values in the records[^"]*"\s+rectifyPersonalData\([\s\S]*?\): PersonalDataDispositionReport! @shareable @inaccessible/,
          '',
        ),
      /loyalty: implements a part of the contract and lacks Mutation\.rectifyPersonalData/,
      /loyalty: implements a part of the contract and lacks Mutation\.rectifyPersonalData/,
    ],
  ];

  test.each(cases)('%s: refused by the composer, and by the running gateway', async (_, change, named, found) => {
    const sdl = change();
    const file = path.join(system.dataDir, 'broken.graphql');
    writeFileSync(file, sdl);
    const before = readFileSync(system.supergraphFile, 'utf8');
    await expect(compose(`--subgraph=loyalty=${file}`, `--url=loyalty=${loyalty.url}`)).rejects.toMatchObject({
      stderr: expect.stringMatching(named) as unknown,
    });
    expect(readFileSync(system.supergraphFile, 'utf8')).toBe(before);

    // With another composer, the gateway itself refuses, and keeps serving the last good supergraph.
    const composed = composeServices([
      ...subgraphNames().map((name) => ({
        name,
        url: system.processes.get(name)?.url ?? 'http://in-process',
        typeDefs: parse(subgraphSdl(name)),
      })),
      { name: 'loyalty', url: loyalty.url, typeDefs: parse(sdl) },
    ]);
    if (!composed.supergraphSdl) throw new Error(JSON.stringify(composed.errors));
    writeFileSync(`${system.supergraphFile}.new`, composed.supergraphSdl);
    renameSync(`${system.supergraphFile}.new`, system.supergraphFile);
    const log = () => readFileSync(path.join(system.dataDir, 'logs', 'gateway.log'), 'utf8');
    await eventually(() =>
      Promise.resolve(
        found.test(
          log()
            .split('\n')
            .filter((line) => line.includes('supergraph refused'))
            .at(-1) ?? '',
        ),
      ),
    );
    expect(await services()).not.toContain('loyalty');
    expect(await services()).toContain('dialer');
    writeFileSync(`${system.supergraphFile}.new`, before);
    renameSync(`${system.supergraphFile}.new`, system.supergraphFile);
  });
});
