/** Who acted and what was said is encrypted with the organisation's key; the chain is valid with and without it, and so are old entries (R21). */
import { randomBytes } from 'node:crypto';
import { DataSource, type QueryRunner } from 'typeorm';
import { appendAudit, genesisHash, type AuditEvent } from '../../../gateway/audit/audit-log';
import { readAuditLog, type AuditConditions } from '../../../gateway/audit/read-audit-log';
import { storedActors } from '../../../gateway/audit/sealed-words';
import { verifyChain } from '../../../gateway/audit/verify-audit-log';
import { SealedWords1700000034000 } from '../../../gateway/persistence/migrations/1700000034000-sealed-words';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { destroyKeys } from '../../../subgraphs/kit/base/security/key-rotation';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, dumpDatabase, inDatabase, testServerUrl, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';
import { everything } from './everything';

const prefix = uniquePrefix();
const master = { current: 'a', keys: new Map([['a', randomBytes(32)]]) };
let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix);
});

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

/** Runs work for an organisation, with keys that are read anew. */
const as = async <T>(organization: string, work: () => Promise<T>) =>
  inOrganization(await new KeyRing(dataSource, master).evenDestroyed(organization), work);

const append = (organization: string, ...events: AuditEvent[]) =>
  as(organization, () => dataSource.transaction((db) => appendAudit(db, events)));

/** Appends an entry like the previous version. */
const appendBefore = (organization: string, actor: string, detail: string) =>
  dataSource.query(
    `SELECT * FROM append_audit($1, $2, $3::text[], ARRAY['PERSONAL_DATA_READ'], ARRAY[NULL]::uuid[], ARRAY[NULL], $4::text[])`,
    [organization, genesisHash, [actor], [detail]],
  );

/** The entries of a page, and whether the page and the whole chain are valid. */
async function read(organization: string, conditions: () => Partial<AuditConditions> = () => ({})) {
  const page = await as(organization, () =>
    readAuditLog(
      dataSource.manager,
      { ...everything, ...conditions() },
      { limit: 100, after: null, newestFirst: false },
    ),
  );
  const fault = await verifyChain(dataSource.manager, organization);
  return { said: page.nodes.map(({ actor, detail }) => [actor, detail]), holds: page.verified && fault === null };
}

const destroy = (organization: string) => destroyKeys(dataSource, organization);

const dump = () => dumpDatabase(databaseName(prefix, gatewayDatabase));

/** Changes entries behind the gateway's back. */
const tamper = (sql: string, ...parameters: unknown[]) =>
  inDatabase(databaseName(prefix, gatewayDatabase), async (client) => {
    await client.query("SET session_replication_role = 'replica'");
    await client.query(sql, parameters);
  });

const look: AuditEvent = {
  actor: 'agent-smith',
  action: 'PERSONAL_DATA_READ',
  detail: 'EMAIL, term digest 00aa, purpose: ',
  said: 'a complaint of the neighbour',
};
const begun: AuditEvent = { actor: 'habeas', action: 'REQUEST_BEGUN', detail: 'GET is SEARCHING' };

test('an entry shows who acted and why, and the database does not; after the destruction of the keys nothing does, and the chain is valid', async () => {
  await append('sealed', look, begun, { ...begun, said: ', for once' });
  expect(await read('sealed')).toEqual({
    said: [
      ['agent-smith', 'EMAIL, term digest 00aa, purpose: a complaint of the neighbour'],
      ['habeas', 'GET is SEARCHING'],
      ['habeas', 'GET is SEARCHING, for once'],
    ],
    holds: true,
  });
  const before = await dump();
  expect(before).toContain('term digest 00aa');
  expect(before).not.toMatch(/agent-smith|neighbour|for once/);

  await destroy('sealed');
  // Later entries show nobody's name either.
  await append('sealed', look, begun);
  expect(await read('sealed')).toEqual({
    said: [
      ['[unreadable]', 'EMAIL, term digest 00aa, purpose: [unreadable]'],
      ['habeas', 'GET is SEARCHING'],
      ['habeas', 'GET is SEARCHING[unreadable]'],
      ['[unreadable]', 'EMAIL, term digest 00aa, purpose: [unreadable]'],
      ['habeas', 'GET is SEARCHING'],
    ],
    holds: true,
  });
  expect(await dump()).not.toMatch(/agent-smith|neighbour|for once/);
});

test('entries of the previous version stay readable and valid, among new ones, with the keys and without', async () => {
  await appendBefore('mixed', 'agent-jones', 'EMAIL, term digest 00bb, purpose: audit');
  await append('mixed', look);
  await appendBefore('mixed', 'agent-jones', 'EMAIL, term digest 00cc, purpose: [sealed]');
  const old = [
    ['agent-jones', 'EMAIL, term digest 00bb, purpose: audit'],
    ['agent-jones', 'EMAIL, term digest 00cc, purpose: [sealed]'],
  ];
  const own = ['agent-smith', 'EMAIL, term digest 00aa, purpose: a complaint of the neighbour'];
  expect(await read('mixed')).toEqual({ said: [old[0], own, old[1]], holds: true });
  await destroy('mixed');
  const nobodys = ['[unreadable]', 'EMAIL, term digest 00aa, purpose: [unreadable]'];
  expect(await read('mixed')).toEqual({ said: [old[0], nobodys, old[1]], holds: true });
});

test('a caller is found in old and new entries, also together with a person; without the keys that is refused, and only the system is found', async () => {
  await appendBefore('found', 'agent-smith', 'the first');
  await append('found', { ...look, said: 'second' }, { ...look, actor: 'agent-jones' }, begun);
  await appendBefore('found', 'agent-jones', 'the fifth');
  await append('found', { ...look, said: 'the sixth' });
  const detail = 'EMAIL, term digest 00aa, purpose: ';
  const by = (actor: string) => read('found', () => ({ actors: storedActors(actor) }));
  expect((await by('agent-smith')).said.map(([, said]) => said)).toEqual([
    'the first',
    `${detail}second`,
    `${detail}the sixth`,
  ]);
  expect((await by('agent-jones')).said).toHaveLength(2);
  expect((await by('agent')).said).toEqual([]);
  const person = { termDigests: [Buffer.from('00aa', 'hex')], subjectDigests: [] };
  const ofPerson = await read('found', () => ({ person, actors: storedActors('agent-smith') }));
  expect(ofPerson.said.map(([, said]) => said)).toEqual([`${detail}second`, `${detail}the sixth`]);
  await destroy('found');
  await expect(by('agent-smith')).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  expect((await by('habeas')).said).toEqual([['habeas', 'GET is SEARCHING']]);
});

test('a caller has a different digest in every organisation', async () => {
  await append('one', look);
  await append('two', look);
  const [one, two] = await Promise.all(
    ['one', 'two'].map((organization) => as(organization, () => Promise.resolve(storedActors('agent-smith')[0]))),
  );
  expect(one).not.toBe(two);
  expect((await read('two', () => ({ actors: [String(one)] }))).said).toEqual([]);
});

test.each([
  ['sealed words that were altered', `sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)`],
  ['sealed words that were taken away', 'sealed = NULL'],
  [
    'the sealed words of another entry',
    `sealed = (SELECT sealed FROM audit_entry WHERE organization_id = $1 AND sequence = 2)`,
  ],
])('%s are detected, and the page can be read', async (what, change) => {
  await append(what, look, { ...look, actor: 'agent-jones' });
  await tamper(`UPDATE audit_entry SET ${change} WHERE organization_id = $1 AND sequence = 1`, what);
  const { said, holds } = await read(what);
  expect([said.length, holds]).toEqual([2, false]);
});

/** The roles without an administrator's rights that may append entries. */
async function mayAppend(db: DataSource): Promise<string[]> {
  const roles: { name: string }[] = await db.query(
    `SELECT rolname AS name FROM pg_roles, pg_proc
     WHERE proname = 'append_audit' AND NOT rolsuper AND rolname !~ '^pg_' AND has_function_privilege(pg_roles.oid, pg_proc.oid, 'EXECUTE')`,
  );
  return roles.map(({ name }) => name);
}

test('the migration can be reverted while nothing is encrypted, and repeated while a gateway serves', async () => {
  const ownPrefix = uniquePrefix();
  const own = await openTestGatewayDatabase(ownPrefix);
  const url = databaseUrl(testServerUrl(), databaseName(ownPrefix, gatewayDatabase));
  const owner = await new DataSource({ type: 'postgres', url }).initialize();
  const migration = new SealedWords1700000034000();
  const asOwner = (work: (runner: QueryRunner) => Promise<void>) =>
    owner.transaction((db) => work(db.queryRunner as QueryRunner));
  const before = (detail: string) =>
    own.query(
      `SELECT append_audit('moved', $1, ARRAY['agent'], ARRAY['REQUEST_BEGUN'], ARRAY[NULL]::uuid[], ARRAY[NULL], ARRAY[$2])`,
      [genesisHash, detail],
    );
  const keys = await new KeyRing(own, master).of('moved');
  try {
    await before('the first');
    await asOwner((runner) => migration.down(runner));
    // Those who served before it still do, and nobody else.
    expect(await mayAppend(owner)).toEqual([databaseName(ownPrefix, gatewayDatabase)]);
    await before('the second');
    await asOwner((runner) => migration.up(runner));
    await before('the third');
    await inOrganization(keys, () => own.transaction((db) => appendAudit(db, [look])));
    expect(await verifyChain(own.manager, 'moved')).toBeNull();
    await expect(asOwner((runner) => migration.down(runner))).rejects.toThrow('no way back');
  } finally {
    await owner.destroy();
    await own.destroy();
    await dropDatabases(ownPrefix);
  }
});
