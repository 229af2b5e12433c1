/** The configuration of a service. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureDevelopmentKeys } from '../../../../scripts/develop/installation/keys';
import { gatewayVariableNames } from '../../../../gateway/config/variables';
import {
  commonFamilies,
  refusedPorts,
  serviceConfig,
  serviceVariableNames,
  unknownVariables,
} from '../../../../subgraphs/kit/base/config';

const service = { name: 'dialer', port: 4_001 };
const directory = mkdtempSync(path.join(tmpdir(), 'habeas-service-config-'));
const given = { HABEAS_DATA_DIR: directory, DATABASE_URL: 'postgres://u:p@127.0.0.1/postgres' };
beforeAll(() => ensureDevelopmentKeys(directory));
afterAll(() => rmSync(directory, { recursive: true }));

const problemsOf = (environment: Record<string, string>): string[] => {
  try {
    serviceConfig(service, { ...given, ...environment });
  } catch (error) {
    return (error as { problems: string[] }).problems;
  }
  return [];
};

test('the ports that are refused are those that fetch refuses', async () => {
  const { badPorts } = jest.requireActual<{ badPorts: string[] }>('undici/lib/web/fetch/constants.js');
  expect([...refusedPorts]).toEqual(badPorts.map(Number));
  for (const port of refusedPorts)
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toMatchObject({ cause: { message: 'bad port' } });
});

test.each(['4190', '5060', '6000', '10080'])('the port %s is refused by name', (PORT) => {
  expect(problemsOf({ PORT })).toEqual([
    `PORT: ${PORT} is a port that browsers and fetch refuse to call: take another one`,
  ]);
});

test('other ports are accepted, and 0 for any free port', () => {
  for (const PORT of ['0', '80', '4000', '65535'])
    expect(serviceConfig(service, { ...given, PORT }).port).toBe(Number(PORT));
});

test('an empty port counts as not set', () => {
  expect(serviceConfig(service, { ...given, PORT: '' }).port).toBe(service.port);
});

test('every bad file is named at once', () => {
  expect(
    problemsOf({
      ENCRYPTION_KEYS_FILE: directory,
      TLS_CERT_FILE: '/nowhere/cert',
      BLOB_S3_ENDPOINT: 'https://s3.example',
    }).map((problem) => problem.split(':')[0]),
  ).toEqual(['ENCRYPTION_KEYS_FILE', 'BLOB_S3_BUCKET', 'TLS_KEY_FILE']);
});

test('an unknown variable is named; variables of the gateway are accepted, because they may be set for all processes', () => {
  expect(problemsOf({ BLOB_S3_BUCKETS: 'x', SERVICE_TOKEN_JWKS_FILES: 'x', HABEAS_DIR: 'x' })).toEqual([
    'BLOB_S3_BUCKETS: nobody knows this variable; the nearest that is known is BLOB_S3_BUCKET',
    'SERVICE_TOKEN_JWKS_FILES: nobody knows this variable; the nearest that is known is SERVICE_TOKEN_JWKS_FILE',
    'HABEAS_DIR: nobody knows this variable; the nearest that is known is HABEAS_DATA_DIR',
  ]);
  // docs/adding-a-service.md has it exported for `habeas register`, in the shell where the other commands run too.
  expect(problemsOf({ HABEAS_TOKEN: 'x' })).toEqual([]);
  const all = Object.fromEntries(gatewayVariableNames().map((name) => [name, 'x']));
  expect(unknownVariables(all, serviceVariableNames(), commonFamilies)).toEqual([]);
});

describe('the file of organisations', () => {
  const file = path.join(directory, 'organizations.json');
  const problemsWith = (content: string) => {
    writeFileSync(file, content);
    return problemsOf({ ORGANIZATION_PROFILES_FILE: file });
  };

  test('that cannot be read stops the start, with one line that names the variable and the reason', () => {
    expect(problemsOf({ ORGANIZATION_PROFILES_FILE: '/nowhere/organizations.json' })).toEqual([
      'ORGANIZATION_PROFILES_FILE: /nowhere/organizations.json cannot be read (ENOENT)',
    ]);
    expect(problemsOf({ ORGANIZATION_PROFILES_FILE: directory })).toEqual([
      `ORGANIZATION_PROFILES_FILE: ${directory} cannot be read (EISDIR)`,
    ]);
    for (const content of ['', '{', '{"default": {"phoneRegion": ES}}'])
      expect(problemsWith(content)).toEqual([`ORGANIZATION_PROFILES_FILE: ${file} is not JSON`]);
  });

  test.each<[unknown, RegExp]>([
    [[], /^ORGANIZATION_PROFILES_FILE: .*organizations\.json .*expected object/],
    [{ defaults: {} }, /^ORGANIZATION_PROFILES_FILE: .*organizations\.json .*"defaults"/],
    [{ default: { phoneRegoin: 'ES' } }, /^ORGANIZATION_PROFILES_FILE: default .*"phoneRegoin"/],
    ...['es', 'Spain', 'XX', '', '34'].map((phoneRegion): [unknown, RegExp] => [
      { default: { phoneRegion } },
      /^ORGANIZATION_PROFILES_FILE: default\.phoneRegion is no ISO 3166 region with phone numbers, such as ES$/,
    ]),
    [
      { organizations: { acme: { phoneRegion: 34 } } },
      /^ORGANIZATION_PROFILES_FILE: organizations\.acme\.phoneRegion /,
    ],
    [
      { organizations: { acme: { controllerName: ' ' } } },
      /^ORGANIZATION_PROFILES_FILE: organizations\.acme\.controllerName /,
    ],
    [{ organizations: { 'a b': {} } }, /^ORGANIZATION_PROFILES_FILE: organizations\.a b /],
  ])('%j stops the start, with one line that names the setting', (content, line) => {
    expect(problemsWith(JSON.stringify(content))).toEqual([expect.stringMatching(line)]);
  });

  test('sets defaults for every organisation and exceptions for one; null states that there is no region', () => {
    const organizations = {
      french: { phoneRegion: 'FR', controllerName: ' Acme S.A. ' },
      worldwide: { phoneRegion: null },
    };
    writeFileSync(file, JSON.stringify({ default: { phoneRegion: 'ES', controllerContact: 'us' }, organizations }));
    const { profiles } = serviceConfig(service, { ...given, ORGANIZATION_PROFILES_FILE: file });
    const stated = { phoneRegionStated: true, controllerContact: 'us' };
    expect(profiles.of('any')).toMatchObject({ ...stated, phoneRegion: 'ES', controllerName: null });
    expect(profiles.of('french')).toMatchObject({ ...stated, phoneRegion: 'FR', controllerName: 'Acme S.A.' });
    expect(profiles.of('worldwide')).toMatchObject({ ...stated, phoneRegion: null });
    // A property that every object has is not the profile of an organisation.
    expect(profiles.of('constructor')).toMatchObject({ phoneRegion: 'ES' });
    const without = serviceConfig(service, given).profiles;
    expect(without.of('any')).toMatchObject({ phoneRegion: null, phoneRegionStated: false });
  });
});
