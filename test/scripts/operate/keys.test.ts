/** Keys that are rotated and destroyed, in a running system. */
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { destroyOrganizationKeys } from '../../../scripts/operate/destroy-keys';
import { keyFiles } from '../../../scripts/develop/keys';
import { addMasterKey, rotateKeys } from '../../../scripts/operate/rotate-keys';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../../support/database';
import { createRequest, finishedRequest, readRequest } from '../../support/requests';
import { startTestSystem, type TestSystem } from '../../support/system';

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
/** The processes that open what the test made. */
const asked = ['gateway', 'directory', 'messaging'];

const create = 'mutation ($name: String!) { createUser(input: { name: $name, email: "key@keys.example" }) { id } }';
const nameOf = async (api: Awaited<ReturnType<TestSystem['client']>>, id: string) =>
  (await api.send<{ user: { name: string } }>('query ($id: ID!) { user(id: $id) { name } }', { id })).data?.user;

test('a new master key rewraps every key; the old one may go, and everything still opens', async () => {
  const api = await system.client({ organization: 'rotated' });
  const { createUser: user } = await api.ask<{ createUser: { id: string } }>(create, { name: 'Before' });
  const file = keyFiles(system.dataDir).encryption;
  const before = JSON.parse(readFileSync(file, 'utf8')) as { current: string };
  const id = addMasterKey(system.environment);
  expect(statSync(file).mode & 0o077).toBe(0);
  await restart();
  const rotated = await rotateKeys({ dataKeys: true }, system.environment);
  expect(rotated.get('directory')?.rewrapped).toBeGreaterThanOrEqual(3);
  expect(rotated.get('directory')?.added).toBeGreaterThanOrEqual(1);
  expect((await rotateKeys({}, system.environment)).get('directory')).toEqual({ rewrapped: 0, added: 0 });
  const keys = JSON.parse(readFileSync(file, 'utf8')) as { current: string; keys: Record<string, string> };
  expect(keys.current).toBe(id);
  writeFileSync(file, JSON.stringify({ current: id, keys: { [id]: keys.keys[id] } }));
  expect(Object.keys(keys.keys)).toContain(before.current);
  await restart();
  expect(await nameOf(api, user.id)).toEqual({ name: 'Before' });
  // Found by its digest too.
  const { subjects } = await api.ask<{ subjects: { totalCount: number } }>(
    '{ subjects(term: { email: "KEY@keys.example" }) { totalCount } }',
  );
  expect(subjects.totalCount).toBe(1);
});

test("an organisation's new key version encrypts once every process knows it, and older values still open", async () => {
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
  // Time passes.
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

test('files are encrypted at rest, and an organisation whose keys are destroyed can be read by nobody; others are not touched', async () => {
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
  // What was asked is still seen, and nothing of whom it was about.
  expect(await readRequest(api, request.id)).toMatchObject({ id: request.id, status: 'COMPLETED', term: null });
  expect((await api.send(create, { name: 'Again' })).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  expect(await nameOf(other, spared.id)).toEqual({ name: 'Spared' });
});
