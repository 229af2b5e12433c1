/** Keys are rotated and destroyed in a running system. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ApiClient } from '../../../scripts/develop/api-client';
import { programFile } from '../../../scripts/cli/command';
import { destroyOrganizationKeys } from '../../../scripts/operate/keys/destroy-keys';
import { masterKeyFile } from '../../../scripts/develop/installation/keys';
import { ensureMasterKey } from '../../../scripts/operate/keys/key-files';
import { addMasterKeys, makeNewestCurrent, rotateKeys } from '../../../scripts/operate/keys/rotate-keys';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { readMasterKeys } from '../../../subgraphs/kit/base/config';
import { assertMasterKeys } from '../../../subgraphs/kit/base/security/key-rotation';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { dropDatabases, inDatabase, testServerUrl, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';
import { createRequest, finishedRequest, readRequest } from '../../support/api/requests';
import { startReplica } from '../../support/run/replica';
import { startTestSystem, type TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
}, 90_000);

afterAll(() => system.stop());

const restart = async (names = [...system.processes.keys()]) => {
  const processes = [...system.processes].filter(([name]) => names.includes(name)).map(([, each]) => each);
  for (const each of processes) await each.stop();
  await Promise.all(processes.map((each) => each.start()));
};
/** The processes that decrypt what the test made. */
const asked = ['gateway', 'directory', 'messaging'];

const create = 'mutation ($name: String!) { createUser(input: { name: $name, email: "key@keys.example" }) { id } }';
const nameOf = async (api: Awaited<ReturnType<TestSystem['client']>>, id: string) =>
  (await api.send<{ user: { name: string } }>('query ($id: ID!) { user(id: $id) { name } }', { id })).data?.user;

test('a new master key rewraps every key; the old one may be removed, and everything can still be decrypted', async () => {
  const api = await system.client({ organization: 'rotated' });
  const { createUser: user } = await api.ask<{ createUser: { id: string } }>(create, { name: 'Before' });
  const file = masterKeyFile(system.dataDir, 'directory');
  const before = JSON.parse(readFileSync(file, 'utf8')) as { current: string; keys: object };
  const added = addMasterKeys(system.environment);
  const id = added.get(file);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ current: before.current, keys: before.keys });
  expect(makeNewestCurrent(system.environment)).toEqual(added);
  expect(() => makeNewestCurrent(system.environment)).toThrow('--new-master-key adds one');
  expect(statSync(file).mode & 0o077).toBe(0);
  await restart();
  const rotated = await rotateKeys({ dataKeys: true }, system.environment);
  expect(rotated.get('directory')?.rewrapped).toBeGreaterThanOrEqual(3);
  expect(rotated.get('directory')?.added).toBeGreaterThanOrEqual(1);
  expect((await rotateKeys({}, system.environment)).get('directory')).toEqual({
    rewrapped: 0,
    added: 0,
    unopened: [],
  });
  const keys = JSON.parse(readFileSync(file, 'utf8')) as { current: string; keys: Record<string, string> };
  expect(keys.current).toBe(id);
  expect(Object.keys(keys.keys)).toContain(before.current);
  // One key for each process.
  expect(added.size).toBe(system.processes.size);
  for (const [each, current] of added) {
    const key = readMasterKeys(each).keys.get(current)?.toString('base64');
    writeFileSync(each, JSON.stringify({ current, keys: { [current]: key } }));
  }
  await restart();
  expect(await nameOf(api, user.id)).toEqual({ name: 'Before' });
  // The person is still found by the digest too.
  const { subjects } = await api.ask<{ subjects: { totalCount: number } }>(
    '{ subjects(term: { email: "KEY@keys.example" }) { totalCount } }',
  );
  expect(subjects.totalCount).toBe(1);
});

test('a process that read the key file before a master key was added opens what another process wrapped with it', async () => {
  const prefix = uniquePrefix();
  const dataSource = await openTestGatewayDatabase(prefix);
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-keys-'));
  try {
    const file = path.join(directory, 'encryption.json');
    ensureMasterKey(file, 'first');
    chmodSync(file, 0o640);
    // Another user's file, if the test may change the owner.
    const owner = process.getuid?.() === 0 ? 1_000 : (process.getuid?.() ?? 0);
    chownSync(file, owner, statSync(file).gid);
    const environment = { DATABASE_URL: testServerUrl(), ENCRYPTION_KEYS_FILE: file };
    const earlier = new KeyRing(dataSource, readMasterKeys(file));
    addMasterKeys(environment);
    expect(readMasterKeys(file).current).toBe([...readMasterKeys(file).keys.keys()][0]);
    expect([statSync(file).mode & 0o777, statSync(file).uid]).toEqual([0o640, owner]);
    makeNewestCurrent(environment);
    expect([statSync(file).mode & 0o777, statSync(file).uid]).toEqual([0o640, owner]);
    const later = new KeyRing(dataSource, readMasterKeys(file));
    const sealed = (await later.of('made-later')).encrypt(Buffer.from('text'), 'place');
    expect((await earlier.of('made-later')).decrypt(sealed, 'place').toString()).toBe('text');
    // The reverse holds too.
    await expect(assertMasterKeys(dataSource, readMasterKeys(file))).resolves.toBeUndefined();
    const old = (await earlier.of('made-earlier')).encrypt(Buffer.from('text'), 'place');
    expect((await later.of('made-earlier')).decrypt(old, 'place').toString()).toBe('text');
  } finally {
    await dataSource.destroy();
    await dropDatabases(prefix);
    rmSync(directory, { recursive: true });
  }
});

test('a gateway that was not restarted reads what another gateway sealed after a new master key became current', async () => {
  const organization = 'replicas';
  const token = await system.token({ organization });
  const earlier = await system.client({ organization });
  const inGateway = async () => {
    const rows = await inDatabase(databaseName(system.databasePrefix, 'gateway'), (client) =>
      client.query<{ id: string }>(
        'SELECT DISTINCT master_key_id AS id FROM organization_key WHERE organization_id = $1',
        [organization],
      ),
    );
    return rows.rows.map(({ id }) => id);
  };
  const added = addMasterKeys(system.environment);
  makeNewestCurrent(system.environment);
  const replica = await startReplica(system);
  try {
    const later = new ApiClient(replica.url, token);
    const term = { email: 'replica@keys.example' };
    const { request } = await createRequest(later, { type: 'GET', term, reference: 'case-7' });
    expect(await inGateway()).toEqual([added.get(masterKeyFile(system.dataDir, 'gateway'))]);
    // This gateway read the file before it had the key, and meets the key in a row.
    const seen = await finishedRequest(earlier, request.id);
    expect(seen).toMatchObject({ status: 'COMPLETED', term: { type: 'EMAIL', value: term.email } });
    const { request: own } = await createRequest(earlier, { type: 'GET', term: { phone: '+34 911 222 333' } });
    expect((await finishedRequest(later, own.id)).term).toMatchObject({ type: 'PHONE' });
  } finally {
    await replica.stop();
  }
});

test('a process without the master key of its database does not start, and makes no new one', async () => {
  await (await system.client({ organization: 'kept' })).ask(create, { name: 'Kept' });
  const processes = ['gateway', 'directory'].map((name) => {
    const file = masterKeyFile(system.dataDir, name);
    return { file, kept: readFileSync(file), process: system.processes.get(name) };
  });
  for (const { process } of processes) await process?.stop();
  try {
    for (const { file, process } of processes) {
      rmSync(file);
      await expect(process?.start()).rejects.toThrow('ENCRYPTION_KEYS_FILE: there is no file');
      expect(existsSync(file)).toBe(false);
      ensureMasterKey(file, 'made-anew');
      await expect(process?.start()).rejects.toThrow(
        /ENCRYPTION_KEYS_FILE: it does not hold the master key [^\n]+, which/,
      );
    }
  } finally {
    for (const { file, kept, process } of processes) {
      writeFileSync(file, kept);
      await process?.start();
    }
  }
});

test('destroying the keys of an organisation without keys fails', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [programFile(), 'destroy-keys', '--organization', 'mistyped', '--confirm', 'mistyped'],
    { env: system.environment, encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([1, expect.stringContaining('no database has keys of an organisation mistyped')]);
});

test("an organisation's new key version is used once every process knows it, and older values can still be decrypted", async () => {
  const api = await system.client({ organization: 'versions' });
  const { createUser: old } = await api.ask<{ createUser: { id: string } }>(create, { name: 'Old' });
  await rotateKeys({ dataKeys: true, organization: 'versions' }, system.environment);
  const inDirectory = <T>(work: Parameters<typeof inDatabase<T>>[1]) =>
    inDatabase(databaseName(system.databasePrefix, 'directory'), work);
  const versionOf = (id: string) =>
    inDirectory(
      async (client) =>
        (
          await client.query<{ version: number }>(
            'SELECT get_byte(name, 1) AS version FROM directory_user WHERE id = $1',
            [id],
          )
        ).rows[0]?.version,
    );
  await restart(asked);
  const { createUser: early } = await api.ask<{ createUser: { id: string } }>(create, { name: 'Early' });
  expect([await versionOf(old.id), await versionOf(early.id)]).toEqual([1, 1]);
  // Ten minutes pass.
  await inDirectory((client) =>
    client.query(`UPDATE organization_key SET created_at = created_at - interval '10 minutes'`),
  );
  await restart(asked);
  const { createUser: late } = await api.ask<{ createUser: { id: string } }>(create, { name: 'Late' });
  expect(await versionOf(late.id)).toBe(2);
  for (const [id, name] of [
    [old.id, 'Old'],
    [early.id, 'Early'],
    [late.id, 'Late'],
  ] as const)
    expect(await nameOf(api, id)).toEqual({ name });
});

test('one organisation’s lost master key stops the rotation of nobody else’s, in no database', async () => {
  const [lost, kept] = ['a-lost-key', 'b-kept-key'];
  for (const organization of [lost, kept])
    await (await system.client({ organization })).ask(create, { name: 'Somebody' });
  const inDirectory = (sql: string) =>
    inDatabase(databaseName(system.databasePrefix, 'directory'), (db) => db.query(sql));
  await inDirectory(`UPDATE organization_key SET master_key_id = 'lost' WHERE organization_id = '${lost}'`);
  const rotate = (...options: string[]) =>
    spawnSync(process.execPath, [programFile(), 'rotate-keys', ...options], {
      env: system.environment,
      encoding: 'utf8',
    });
  expect(rotate('--new-master-key').status).toBe(0);
  expect(rotate('--make-current').status).toBe(0);
  const all = rotate();
  const told =
    'directory: no master key in its file opens the keys of 1 organisations, which were left as they are: a-lost-key';
  expect([all.status, all.stderr.trim()]).toEqual([1, told]);
  const { rows } = await inDirectory('SELECT DISTINCT organization_id, master_key_id FROM organization_key');
  const { current } = readMasterKeys(masterKeyFile(system.dataDir, 'directory'));
  const left = (rows as Record<string, string>[]).filter(
    (row) => ![current, 'destroyed'].includes(row.master_key_id ?? ''),
  );
  expect(left).toEqual([{ organization_id: lost, master_key_id: 'lost' }]);
  // The services after the directory had their turn.
  const again = await rotateKeys({}, system.environment);
  expect([...again.values()].map(({ rewrapped }) => rewrapped)).toEqual([...again].map(() => 0));
  const one = rotate('--data-keys', '--organization', kept);
  expect([one.status, one.stdout]).toEqual([0, expect.stringMatching(/directory\W+0\W+1\W/)]);
  expect(rotate('--data-keys', '--organization', lost).status).toBe(1);
});

test('files are encrypted at rest; destroying the keys makes an organisation unreadable, and leaves others unchanged', async () => {
  const api = await system.client({ organization: 'destroyed' });
  const other = await system.client({ organization: 'spared' });
  const { createUser: user } = await api.ask<{ createUser: { id: string } }>(create, { name: 'Destroyed' });
  const { createUser: spared } = await other.ask<{ createUser: { id: string } }>(create, { name: 'Spared' });
  const marker = 'BYTES-OF-AN-ATTACHMENT';
  const { startConversation: conversation } = await api.ask<{ startConversation: { id: string } }>(
    'mutation { startConversation(input: { channel: EMAIL }) { id } }',
  );
  await api.ask('mutation ($input: AddMessageInput!) { addMessage(input: $input) { id } }', {
    input: {
      conversationId: conversation.id,
      direction: 'INBOUND',
      attachments: [{ filename: 'a.txt', mediaType: 'text/plain', base64: Buffer.from(marker).toString('base64') }],
    },
  });
  const blobs = path.join(system.dataDir, 'blobs', 'messaging', 'destroyed');
  const stored = readdirSync(blobs);
  expect(stored).toHaveLength(1);
  expect(readFileSync(path.join(blobs, stored[0] ?? ''), 'latin1')).not.toContain(marker);
  const { request } = await createRequest(api, { type: 'GET', term: { userId: user.id } });
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');

  const setStatus = (status: string) =>
    inDatabase(databaseName(system.databasePrefix, 'gateway'), (client) =>
      client.query('UPDATE gdpr_request SET status = $1 WHERE organization_id = $2 AND id = $3', [
        status,
        'destroyed',
        request.id,
      ]),
    );
  await setStatus('SEARCHING');
  await expect(destroyOrganizationKeys('destroyed', system.environment)).rejects.toThrow('in flight');
  await setStatus('COMPLETED');
  const counts = await destroyOrganizationKeys('destroyed', system.environment);
  expect(counts.get('directory')).toBe(3);
  await restart(asked);
  const answer = await api.send('query ($id: ID!) { user(id: $id) { name } }', { id: user.id });
  expect(answer.text).not.toContain('Destroyed');
  expect(answer.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  // The request is still visible, but not whom it was about.
  expect(await readRequest(api, request.id)).toMatchObject({ id: request.id, status: 'COMPLETED', term: null });
  expect((await api.send(create, { name: 'Again' })).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  expect(await nameOf(other, spared.id)).toEqual({ name: 'Spared' });
});
