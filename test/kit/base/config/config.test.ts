/** The configuration of a service. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureDevelopmentKeys } from '../../../../scripts/develop/keys';
import { gatewayVariableNames } from '../../../../gateway/config/variables';
import {
  commonFamilies,
  refusedPorts,
  serviceConfig,
  serviceVariableNames,
  unknownVariables,
} from '../../../../subgraphs/kit/base/config';

const directory = mkdtempSync(path.join(tmpdir(), 'habeas-service-config-'));
const given = { HABEAS_DATA_DIR: directory, DATABASE_URL: 'postgres://u:p@127.0.0.1/postgres' };
beforeAll(() => ensureDevelopmentKeys(directory));
afterAll(() => rmSync(directory, { recursive: true }));

const problemsOf = (environment: Record<string, string>): string[] => {
  try {
    serviceConfig(4_001, { ...given, ...environment });
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

test('other ports are taken, and 0 for a free one', () => {
  for (const PORT of ['0', '80', '4000', '65535'])
    expect(serviceConfig(4_001, { ...given, PORT }).port).toBe(Number(PORT));
});

test('every file that is bad is named at once', () => {
  expect(
    problemsOf({
      ENCRYPTION_KEYS_FILE: directory,
      TLS_CERT_FILE: '/nowhere/cert',
      BLOB_S3_ENDPOINT: 'https://s3.example',
    }).map((problem) => problem.split(':')[0]),
  ).toEqual(['ENCRYPTION_KEYS_FILE', 'BLOB_S3_BUCKET', 'TLS_KEY_FILE']);
});

test('a variable that nobody knows is named; those of the gateway pass, which may be set for all processes', () => {
  expect(problemsOf({ BLOB_S3_BUCKETS: 'x', SERVICE_TOKEN_JWKS_FILES: 'x', HABEAS_DIR: 'x' })).toEqual([
    'BLOB_S3_BUCKETS: nobody knows this variable; the nearest that is known is BLOB_S3_BUCKET',
    'SERVICE_TOKEN_JWKS_FILES: nobody knows this variable; the nearest that is known is SERVICE_TOKEN_JWKS_FILE',
    'HABEAS_DIR: nobody knows this variable; the nearest that is known is HABEAS_DATA_DIR',
  ]);
  const all = Object.fromEntries(gatewayVariableNames().map((name) => [name, 'x']));
  expect(unknownVariables(all, serviceVariableNames(), commonFamilies)).toEqual([]);
});
