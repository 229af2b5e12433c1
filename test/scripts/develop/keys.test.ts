/** Each process has its own master keys, also in an installation that an earlier version made with one key for all (R21). */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DataSource } from 'typeorm';
import { keyFiles } from '../../../scripts/develop/installation/key-places';
import { ensureDevelopmentKeys, masterKeyFile } from '../../../scripts/develop/installation/keys';
import { NotOursError } from '../../../scripts/develop/installation/development-only';
import { assertOwnDatabases } from '../../../scripts/develop/installation/own-databases';
import { serviceNames } from '../../../scripts/develop/subgraphs';
import { ensureMasterKey } from '../../../scripts/operate/keys/key-files';
import { masterKeysFile, readMasterKeys, readOwnMasterKeys } from '../../../subgraphs/kit/base/config';
import { KeyRing, type MasterKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { rewrapKeys } from '../../../subgraphs/kit/base/security/key-rotation';
import { dropDatabases, testServerUrl, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';

const names = ['gateway', ...serviceNames()];
let prefix: string;
let dataSource: DataSource;
let dataDir: string;

beforeEach(async () => {
  prefix = uniquePrefix();
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-own-keys-'));
  dataSource = await openTestGatewayDatabase(prefix);
});

afterEach(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
  rmSync(dataDir, { recursive: true });
});

const own = (name: string) => readOwnMasterKeys(name, { NODE_ENV: 'development', HABEAS_DATA_DIR: dataDir });
const seal = async (master: MasterKeys, organization: string) =>
  (await new KeyRing(dataSource, master).of(organization)).encrypt(Buffer.from(organization), 'place');
const opened = async (master: MasterKeys, organization: string, sealed: Buffer) =>
  (await new KeyRing(dataSource, master).of(organization)).decrypt(sealed, 'place').toString();

test('the first start makes a file for every process, with a key that no other process has', async () => {
  await ensureDevelopmentKeys(dataDir);
  const all = names.map((name) => own(name));
  expect(all.map(({ keys }) => keys.size)).toEqual(names.map(() => 1));
  expect(new Set(all.flatMap(({ keys }) => [...keys.values()].map((key) => key.toString('hex')))).size).toBe(
    names.length,
  );
  expect(existsSync(keyFiles(dataDir).sharedEncryption)).toBe(false);
  const sealed = await seal(own('gateway'), 'acme');
  await expect(opened(own('directory'), 'acme', sealed)).rejects.toThrow('is not configured');
  const before = names.map((name) => readFileSync(masterKeyFile(dataDir, name), 'utf8'));
  await ensureDevelopmentKeys(dataDir);
  expect(names.map((name) => readFileSync(masterKeyFile(dataDir, name), 'utf8'))).toEqual(before);
});

test('a value that the shared key of an earlier version wrapped can be opened, before and after the next start; new values use the own key', async () => {
  const { sharedEncryption } = keyFiles(dataDir);
  mkdirSync(path.dirname(sharedEncryption));
  ensureMasterKey(sharedEncryption, 'development');
  const shared = readFileSync(sharedEncryption, 'utf8');
  const sealed = await seal(readMasterKeys(sharedEncryption), 'old');
  const master = readMasterKeys(sharedEncryption).current;
  // Operators' commands may run before that start.
  expect(masterKeysFile('gateway', { NODE_ENV: 'development', HABEAS_DATA_DIR: dataDir })).toBe(sharedEncryption);
  expect(await opened(own('gateway'), 'old', sealed)).toBe('old');
  await assertOwnDatabases(testServerUrl(), prefix, dataDir);

  await ensureDevelopmentKeys(dataDir);
  for (const name of names) {
    const { current, keys } = own(name);
    expect([[...keys.keys()], current.startsWith(name)]).toEqual([[master, current], true]);
  }
  expect(new Set(names.map((name) => own(name).current)).size).toBe(names.length);
  expect(readFileSync(sharedEncryption, 'utf8')).toBe(shared);
  await assertOwnDatabases(testServerUrl(), prefix, dataDir);
  expect(await opened(own('gateway'), 'old', sealed)).toBe('old');
  const fresh = await seal(own('gateway'), 'fresh');
  await expect(opened(own('directory'), 'fresh', fresh)).rejects.toThrow('is not configured');

  // After rewrapping, the shared key opens nothing any more.
  const { current, keys } = own('gateway');
  expect(await rewrapKeys(dataSource, own('gateway'))).toEqual({ rewrapped: 3, unopened: [] });
  const alone = { current, keys: new Map([...keys].filter(([id]) => id === current)) };
  expect(await opened(alone, 'old', sealed)).toBe('old');
  await expect(opened(own('directory'), 'old', sealed)).rejects.toThrow('is not configured');
});

test('keys of a lost master key, however many, delay nobody else’s', async () => {
  await ensureDevelopmentKeys(dataDir);
  const { current, keys } = own('gateway');
  const earlier = { current: 'earlier', keys: new Map([['earlier', randomBytes(32)]]) };
  const sealed = await seal(earlier, 'z-kept');
  await dataSource.query(
    `INSERT INTO organization_key (organization_id, purpose, version, master_key_id, wrapped)
     SELECT 'lost-' || number, 'ENCRYPTION', 1, 'lost', 'no key' FROM generate_series(1, 600) AS number`,
  );
  // This one's master key is there, and does not open it.
  await dataSource.query(`UPDATE organization_key SET master_key_id = 'earlier' WHERE organization_id = 'lost-600'`);
  const both = { current, keys: new Map([...keys, ...earlier.keys]) };
  const { rewrapped, unopened } = await rewrapKeys(dataSource, both);
  expect(rewrapped).toBe(3);
  expect([unopened.length, unopened.includes('lost-600'), unopened.includes('z-kept')]).toEqual([600, true, false]);
  expect(await opened(own('gateway'), 'z-kept', sealed)).toBe('z-kept');
  expect((await rewrapKeys(dataSource, both)).rewrapped).toBe(0);
});

test('a database whose keys another process’s master key wrapped is refused', async () => {
  await ensureDevelopmentKeys(dataDir);
  await seal(own('directory'), 'acme');
  await expect(assertOwnDatabases(testServerUrl(), prefix, dataDir)).rejects.toThrow(NotOursError);
});
