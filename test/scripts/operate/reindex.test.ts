/** `habeas reindex`, as an operator runs it: by organisation, while the services are running, killed in the middle (R3). */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { programFile } from '../../../scripts/cli/command';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'habeas-reindex-'));
const fileOf = (name: string, content: object) => {
  const file = path.join(scratch, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
};
/** The services of the shared system have no region, so the file states that there is none. */
const stated = fileOf('stated.json', { default: { phoneRegion: null } });

/** One person more than a batch. */
const people = 201;
const [first, second] = ['reindex-first', 'reindex-second'];

let system: TestSystem;
let api: ApiClient;

const environment = (file?: string) => ({
  PATH: process.env.PATH,
  ...system.environment,
  ...(file === undefined ? {} : { ORGANIZATION_PROFILES_FILE: file }),
});
/** Runs the command and waits for its end. */
function reindex(args: string[], file: string | undefined = stated) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [programFile(), 'reindex', ...args], {
    env: environment(file),
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

const inContacts = <T>(work: Parameters<typeof inDatabase<T>>[1]) =>
  inDatabase(databaseName(system.databasePrefix, 'external-contacts'), work);
const stateOf = (organization: string) =>
  inContacts(async (client) => {
    const { rows } = await client.query<{ normalization: string; target: string | null; done: string }>(
      'SELECT normalization, target, done FROM term_index_state WHERE organization_id = $1',
      [organization],
    );
    return rows[0];
  });
/** Marks the indexes as made by a previous version. */
const makeFormer = () =>
  inContacts((client) =>
    client.query(
      `UPDATE term_index_state SET normalization = '1', target = NULL, done = 0 WHERE organization_id = ANY($1)`,
      [[first, second]],
    ),
  );

const create = async (client: ApiClient, lastName: string) =>
  client.ask('mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }', {
    input: { firstName: 'Indexed', lastName },
  });
const found = async (name: string) =>
  (
    await api.ask<{ subjects: { totalCount: number } }>(
      'query ($term: GdprSubjectTermInput!) { subjects(term: $term) { totalCount } }',
      { term: { name } },
    )
  ).subjects.totalCount;

beforeAll(async () => {
  system = await sharedSystem();
  api = await system.client({ organization: first });
  await create(await system.client({ organization: second }), 'Alone');
  const numbers = Array.from({ length: people }, (_, index) => index);
  const next = async (): Promise<void> => {
    for (let number = numbers.pop(); number !== undefined; number = numbers.pop()) await create(api, `Person${number}`);
  };
  await Promise.all([next(), next(), next(), next()]);
}, 120_000);

afterAll(async () => {
  await system.stop();
  rmSync(scratch, { recursive: true, force: true });
});

beforeEach(makeFormer);

test.each<[string, string[], string | undefined, RegExp]>([
  ['an option that there is not', ['--organisation', first], undefined, /^error: unknown option '--organisation'/],
  ['an argument', [first], undefined, /^error: too many arguments/],
  [
    'no organisation of any index',
    ['--organization', 'nobodys'],
    undefined,
    /^Not everything is indexed anew: no service has an index of "nobodys"/,
  ],
  [
    'a file that is not there',
    [],
    path.join(scratch, 'none.json'),
    /ORGANIZATION_PROFILES_FILE: .*none\.json cannot be read \(ENOENT\)/,
  ],
])(
  '%s: one clear line, an exit code that is not 0, and nothing is begun',
  async (_, args, file, line) => {
    const { status, stdout, stderr } = reindex(args, file);
    expect(stderr).toMatch(line);
    // A wrong call ends with 2, a refused one with 1.
    expect({ status, stdout }).toEqual({ status: stderr.startsWith('error: ') ? 2 : 1, stdout: '' });
    expect(await stateOf(first)).toMatchObject({ normalization: '1', target: null });
  },
  60_000,
);

test('it refuses while the region of an organisation is not stated, names the organisation, and begins nothing', async () => {
  const some = fileOf('some.json', { organizations: { [second]: { phoneRegion: null } } });
  const { status, stderr } = reindex([], some);
  expect(stderr).toContain('state the phoneRegion of');
  expect(stderr).toContain(first);
  expect(stderr).not.toContain(second);
  expect(status).toBe(1);
  expect(await stateOf(first)).toMatchObject({ target: null });
  expect(await stateOf(second)).toMatchObject({ target: null });
}, 60_000);

test('one organisation, while it is in use: killed in the middle together with the service, it continues where it stopped', async () => {
  const contacts = system.processes.get('external-contacts');
  let command: ChildProcess | undefined;
  await inContacts(async (client) => {
    // The second batch waits for a transaction that has locked its record.
    await client.query('BEGIN');
    await client.query(
      'SELECT 1 FROM external_contact WHERE organization_id = $1 ORDER BY id DESC LIMIT 1 FOR UPDATE',
      [first],
    );
    command = spawn(process.execPath, [programFile(), 'reindex', '--organization', first], {
      env: environment(stated),
    });
    let shown = '';
    command.stdout?.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    await eventually(() => Promise.resolve(shown.includes('external-contacts: 200 records, 1 organisations left')));
    expect(shown).toMatch(/external-contacts +│ 1 /);
    expect(await found('Person7 Indexed')).toBe(1);
    expect(await found('Person200')).toBe(1);
    command.kill('SIGKILL');
    await once(command, 'exit');
    await contacts?.kill('SIGKILL');
    await client.query('ROLLBACK');
  });
  expect(await stateOf(first)).toMatchObject({ normalization: '1', target: '3/', done: '200' });
  await contacts?.start();
  const { status, stdout, stderr } = reindex(['--organization', first]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('Every index is up to date.');
  // No record was done twice, and none of another organisation.
  expect(await stateOf(first)).toEqual({ normalization: '3/', target: null, done: String(people) });
  expect(await stateOf(second)).toEqual({ normalization: '1', target: null, done: '0' });
  expect(await found('Person200 Indexed')).toBe(1);
}, 120_000);

test('all organisations, left to the services by --no-wait; and with --again, one that is up to date', async () => {
  const { status, stdout } = reindex(['--no-wait']);
  expect(status).toBe(0);
  expect(stdout).not.toContain('up to date');
  const isDone = async (organization: string) => (await stateOf(organization))?.normalization === '3/';
  await eventually(async () => (await isDone(first)) && (await isDone(second)));
  const idle = reindex(['--organization', second]);
  expect(idle).toMatchObject({ status: 0, stderr: '' });
  expect(idle.stdout).toMatch(/external-contacts +│ 0 /);
  // One that waits for services which have another file of organisations than this one is asked for anew.
  await inContacts((client) =>
    client.query(`UPDATE term_index_state SET target = '3/FR+form' WHERE organization_id = $1`, [second]),
  );
  expect(reindex(['--organization', second]).stdout).toMatch(/external-contacts +│ 1 /);
  expect(await stateOf(second)).toMatchObject({ normalization: '3/', target: null });
  const again = reindex(['--organization', second, '--again']);
  expect(again.stdout).toMatch(/external-contacts +│ 1 /);
  expect(again.status).toBe(0);
  expect(await stateOf(second)).toEqual({ normalization: '3/', target: null, done: '1' });
}, 120_000);
