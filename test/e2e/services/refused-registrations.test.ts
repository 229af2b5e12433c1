/** A registration that is refused changes nothing: of whom, of what, and what the command of the operators says then. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { freePort } from '../../../scripts/develop/ports';
import {
  command,
  joined,
  list,
  newInstallation,
  operator,
  own,
  register,
  removeInstallation,
  retire,
  sources,
  startInstallation,
  startService,
  tenant,
  whole,
} from '../../support/api/registrations';
import type { TestSystem } from '../../support/run/system';
import type { LoyaltyService } from '../../support/servers/loyalty';

const installation = newInstallation();
let system: TestSystem;
let loyalty: LoyaltyService;
let operators: ApiClient;

beforeAll(async () => {
  system = await startInstallation(installation);
  operators = await system.client({ organization: operator });
  loyalty = await startService(installation, await freePort());
}, 120_000);

afterAll(async () => {
  await loyalty.stop();
  await system.stop();
  await removeInstallation(installation);
});

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
    await expect(command(system, '--list', '--token', weak)).rejects.toMatchObject({
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
    expect(await joined(operators)).toEqual([]);
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
    expect(await joined(operators)).toEqual([]);
    expect(await sources(system)).toEqual(own);
  });
});

test('the command says what is wrong, and ends with 1, or with 2 when the call itself is wrong', async () => {
  await expect(command(system, '--name', 'other', '--url', 'http://127.0.0.1:9/graphql')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('BAD_USER_INPUT: input.url: there is no answer of a service') as unknown,
  });
  const file = path.join(installation.dataDir, 'broken.graphql');
  writeFileSync(file, 'type Query { member: String @personalData(category: NAME, onErase: ERASED) }');
  await expect(command(system, '--name', 'other', '--url', loyalty.url, '--sdl', file)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      'COMPOSITION_FAILED: nothing was changed:\n  - other: Query.member bears @personalData, and the service does not implement the contract',
    ) as unknown,
  });
  await expect(command(system, '--list', '--retire', 'loyalty')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Give --name and --url, or --list, or --retire NAME.') as unknown,
  });
});
