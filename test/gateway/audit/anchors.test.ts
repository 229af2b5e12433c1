/** Checkpoints of the audit log outside the database: each is written once, and missed when the database is older (R21, R26). */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createLocalJWKSet } from 'jose';
import type { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { acknowledgeRestore } from '../../../gateway/audit/anchors/acknowledge';
import { anchor, anchorBounds, knownCheckpoint, type AnchorTools } from '../../../gateway/audit/anchors/anchor';
import { AuditAnchors, DatabaseBehindError } from '../../../gateway/audit/anchors/audit-anchors';
import type { StoredCheckpoint } from '../../../gateway/audit/anchors/checkpoint';
import { CheckpointStore } from '../../../gateway/audit/anchors/checkpoint-store';
import { verifyAnchors } from '../../../gateway/audit/anchors/verify-anchors';
import { appendAudit, entryHash, type AuditEvent } from '../../../gateway/audit/audit-log';
import { entryOf, type AuditRow } from '../../../gateway/audit/verify-audit-log';
import { verifyOrganizations } from '../../../gateway/audit/verify-organizations';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { ServiceTokens } from '../../../gateway/security/service-tokens';
import type { BlobPlace } from '../../../subgraphs/kit/base/blobs/blob-place';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { credentials, startBucketStore } from '../../support/servers/bucket-store';
import { dropDatabases, inDatabase, uniquePrefix } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';
import { capturedLogger, keyPair } from '../support/test-gateway';

const prefix = uniquePrefix();
const { logger, lines } = capturedLogger();
let dataSource: DataSource;
let keys: KeyRing;
let tokens: ServiceTokens;
let directory: string;
let tools: AnchorTools;

const storeIn = (place: BlobPlace) => CheckpointStore.open(place, createLocalJWKSet(tokens.publicKeys));

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix, 4);
  keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
  tokens = await ServiceTokens.open((await keyPair('service-1')).privateJwk);
});

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

/** Works as somebody with every right on the database. */
const tamper = (work: (client: Client) => Promise<unknown>) =>
  inDatabase(databaseName(prefix, gatewayDatabase), async (client) => {
    await client.query("SET session_replication_role = 'replica'");
    await work(client);
  });

beforeEach(async () => {
  await tamper((client) => client.query('TRUNCATE audit_entry, audit_head, audit_anchor, audit_anchored'));
  directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-anchors-'));
  tools = { dataSource, store: await storeIn({ directory }), sign: (...given) => tokens.signStatement(...given) };
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Adds entries to an organisation's log. */
const add = async (count: number, organization = 'one') =>
  inOrganization(await keys.of(organization), () =>
    dataSource.transaction((db) =>
      appendAudit(
        db,
        Array<AuditEvent>(count).fill({ actor: 'agent', action: 'PERSONAL_DATA_READ', detail: 'one look' }),
      ),
    ),
  );

const folder = () => path.join(directory, 'audit-checkpoints', '0');
const files = () => readdirSync(folder()).sort();
const verify = () => verifyAnchors(dataSource.manager, tools.store);
const stateOf = async (organization = 'one') => (await verify()).organizations.get(organization);
const neverBehind = () => {
  throw new Error('The database is not behind.');
};

/** Sets an organisation's log back to an entry, like the restore of a backup of that time. */
const setBack = (last: number, known: number) =>
  tamper(async (client) => {
    await client.query('DELETE FROM audit_entry WHERE sequence > $1', [last]);
    await client.query(
      'UPDATE audit_head head SET sequence = $1, hash = entry.hash FROM audit_entry entry WHERE entry.organization_id = head.organization_id AND entry.sequence = $1',
      [last],
    );
    await client.query('UPDATE audit_anchor SET number = $1', [known]);
  });

const recoverNothing = () => Promise.resolve();

test('one checkpoint for everything since the last, by whichever gateway comes first; none without new entries', async () => {
  expect(await anchor(tools)).toBe('NOTHING');
  await add(2);
  await add(3, 'two');
  expect((await Promise.all([anchor(tools), anchor(tools)])).sort()).toEqual(['ALL', 'NOTHING']);
  expect(await anchor(tools)).toBe('NOTHING');
  await add(1);
  expect(await anchor(tools)).toBe('ALL');
  expect(files()).toEqual(['1.jws', '2.jws']);
  const first = await tools.store.read(1);
  expect(first).toMatchObject({
    checkpoint: {
      number: 1,
      previous: null,
      heads: [
        { organization: 'one', size: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
        { organization: 'two', size: 3 },
      ],
    },
  });
  expect(await tools.store.read(2)).toMatchObject({
    checkpoint: { previous: (first as { digest: string }).digest, heads: [{ organization: 'one', size: 3 }] },
  });
  expect(await verify()).toMatchObject({ checkpoints: 2, faults: [], restores: [] });
  expect(await stateOf('one')).toEqual({ anchored: 3, contradicted: null });
});

test.each(['a directory', 'a bucket'])(
  'of two gateways that write the same number at once into %s, one does; the other takes it over',
  async (where) => {
    Object.assign(process.env, credentials);
    const bucket = where === 'a bucket' ? await startBucketStore() : null;
    try {
      const place = bucket?.place ?? { directory };
      const [store, other] = [await storeIn(place), await storeIn(place)];
      await add(2);
      // Another gateway, which has lost the lock without knowing, writes between the check and the writing.
      const sign: AnchorTools['sign'] = async (statement, type) => {
        const jws = await tokens.signStatement(statement, type);
        expect(await other.write(1, await tokens.signStatement({ ...statement, iat: 1 }, type))).toBe(true);
        return jws;
      };
      expect(await anchor({ dataSource, store, sign })).toBe('PART');
      const first = (await store.read(1)) as StoredCheckpoint;
      expect(first.checkpoint.iat).toBe(1);
      expect(await knownCheckpoint(dataSource.manager)).toEqual({ number: 1, digest: first.digest });
      await add(1);
      expect(await anchor({ ...tools, store })).toBe('ALL');
      expect(await verifyAnchors(dataSource.manager, store)).toMatchObject({ checkpoints: 2, faults: [] });
      expect(await store.write(1, 'another')).toBe(false);
      expect(await store.read(1)).toEqual(first);
    } finally {
      await bucket?.stop();
    }
  },
);

test('while there are entries, checkpoints are written at intervals and at the end', async () => {
  const anchors = await AuditAnchors.open(tools, logger, neverBehind);
  await add(1);
  anchors.start(20);
  await eventually(async () => (await anchors.headOf(dataSource, 'one'))?.size === 1);
  await anchors.stop();
  await add(1);
  await anchors.stop();
  expect(await anchors.headOf(dataSource, 'one')).toMatchObject({ size: 2 });
  expect(files()).toEqual(['1.jws', '2.jws']);
});

test('entries that do not fit one checkpoint are in several, one after the other', async () => {
  await add(10_001);
  await add(1, 'two');
  for (const anchored of ['PART', 'ALL', 'NOTHING']) expect(await anchor(tools)).toBe(anchored);
  expect(await tools.store.read(1)).toMatchObject({ checkpoint: { heads: [{ size: 10_000 }, { size: 1 }] } });
  expect(await tools.store.read(2)).toMatchObject({ checkpoint: { heads: [{ size: 10_001 }] } });
  expect(await stateOf('one')).toEqual({ anchored: 10_001, contradicted: null });
});

test('entries that come while a checkpoint is written wait for the next turn, so that each turn ends', async () => {
  const busy: AnchorTools = {
    ...tools,
    sign: async (...given) => {
      // As many as show that the turn does not end by itself, and no more, so that it ends.
      if (files().length < 20) await add(1);
      return tools.sign(...given);
    },
  };
  const anchors = await AuditAnchors.open(busy, logger, neverBehind);
  await add(1);
  mkdirSync(folder(), { recursive: true });
  for (const turn of [1, 2]) {
    await anchors.stop();
    expect(files()).toHaveLength(turn);
    // The turn came to its end, where it reads what was written.
    expect(await anchors.headOf(dataSource, 'one')).toMatchObject({ size: turn });
  }
});

test('one turn anchors what does not fit one checkpoint', async () => {
  const anchors = await AuditAnchors.open(tools, logger, neverBehind);
  await add(10_001);
  await anchors.stop();
  expect(files()).toEqual(['1.jws', '2.jws']);
  expect(await anchors.headOf(dataSource, 'one')).toMatchObject({ size: 10_001 });
});

test('of more busy organisations than fit one checkpoint, those that have waited longest come first (R27)', async () => {
  const busy = ['a', 'b', 'c', 'd', 'e'];
  const bounds = { ...anchorBounds, organizations: 2 };
  const turns: string[][] = [];
  for (let turn = 1; turn <= 5; turn += 1) {
    // Which name comes first in the alphabet decides nothing.
    for (const organization of busy.toReversed()) await add(1, organization);
    expect(await anchor(tools, bounds)).toBe('PART');
    const { checkpoint } = (await tools.store.read(turn)) as StoredCheckpoint;
    turns.push(checkpoint.heads.map(({ organization }) => organization));
  }
  expect(turns).toEqual([
    ['d', 'e'],
    ['b', 'c'],
    ['a', 'e'],
    ['c', 'd'],
    ['b', 'e'],
  ]);
});

test('entries of one organisation that do not fit one checkpoint leave the others room (R27)', async () => {
  const bounds = { organizations: 3, entriesOfOne: 2, entries: 3 };
  await add(5, 'busy');
  await add(1, 'other');
  await add(1, 'third');
  const heads = async (number: number) =>
    ((await tools.store.read(number)) as StoredCheckpoint).checkpoint.heads.map(({ organization, size }) => [
      organization,
      size,
    ]);
  for (const anchored of ['PART', 'PART', 'ALL']) expect(await anchor(tools, bounds)).toBe(anchored);
  expect([await heads(1), await heads(2), await heads(3)]).toEqual([
    [
      ['busy', 2],
      ['other', 1],
    ],
    [
      ['busy', 4],
      ['third', 1],
    ],
    [['busy', 5]],
  ]);
});

test('a gateway that dies between the file and the database has left a valid checkpoint', async () => {
  await add(2);
  await anchor(tools);
  await tamper((client) => client.query('DELETE FROM audit_anchor; DELETE FROM audit_anchored'));
  expect(await anchor(tools)).toBe('PART');
  expect(await anchor(tools)).toBe('NOTHING');
  await add(1);
  expect(await anchor(tools)).toBe('ALL');
  expect(await verify()).toMatchObject({ checkpoints: 2, faults: [] });
});

test('a foreign file in the place of the next checkpoint stops nothing, stays, and is detected', async () => {
  await add(1);
  await anchor(tools);
  writeFileSync(path.join(folder(), '2.jws'), 'a.b.c');
  await add(1);
  await anchor(tools);
  await anchor(tools);
  expect(files()).toEqual(['1.jws', '2.jws', '3.jws']);
  expect(readFileSync(path.join(folder(), '2.jws'), 'utf8')).toBe('a.b.c');
  expect(await verify()).toMatchObject({ checkpoints: 2, faults: [{ number: 2, fault: 'FORGED' }] });
  expect(await stateOf()).toEqual({ anchored: 2, contradicted: null });
});

test.each([
  ['as a backup does', 1],
  ['that all the same knows of the newest checkpoint', 2],
])('a database that was set back, %s, is refused', async (_how, known) => {
  await add(2);
  await anchor(tools);
  await add(2);
  await anchor(tools);
  await setBack(3, known);
  await expect(AuditAnchors.open(tools, logger, neverBehind)).rejects.toThrow(DatabaseBehindError);
  await expect(AuditAnchors.open(tools, logger, neverBehind)).rejects.toThrow(
    'one: 4 entries were anchored, 3 are there',
  );
});

test('a removed checkpoint hides no newer one', async () => {
  for (let round = 0; round < 3; round += 1) {
    await add(1);
    await anchor(tools);
  }
  await setBack(1, 1);
  rmSync(path.join(folder(), '2.jws'));
  await expect(AuditAnchors.open(tools, logger, neverBehind)).rejects.toThrow('3 entries were anchored, 1 are there');
});

test('a store that is away stops no gateway; when it is back and the database is behind, the gateway is notified', async () => {
  await add(2);
  await anchor(tools);
  await setBack(1, 0);
  renameSync(path.join(directory, 'audit-checkpoints'), path.join(directory, 'away'));
  const told: DatabaseBehindError[] = [];
  const anchors = await AuditAnchors.open(tools, logger, (error) => told.push(error));
  expect(lines.at(-1)).toMatchObject({ msg: 'the checkpoints of the audit log cannot be read' });
  anchors.start(20);
  await eventually(() => Promise.resolve(lines.at(-1)?.msg === 'the audit log could not be anchored'));
  expect(told).toEqual([]);
  expect(await anchors.headOf(dataSource, 'one')).toMatchObject({ size: Number.MAX_SAFE_INTEGER });
  // Stopping does not wait for the missing store.
  await anchors.stop();
  renameSync(path.join(directory, 'away'), path.join(directory, 'audit-checkpoints'));
  anchors.start(20);
  await eventually(() => Promise.resolve(told.length > 0));
  await anchors.stop();
  expect(told.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('2 entries were anchored, 1 are there'),
  );
});

test('checkpoints that were moved are reported at the start, and prove nothing', async () => {
  await add(2);
  await anchor(tools);
  rmSync(folder(), { recursive: true });
  mkdirSync(folder());
  const anchors = await AuditAnchors.open(tools, logger, neverBehind);
  expect(lines.at(-1)).toMatchObject({
    checkpoint: 1,
    msg: 'a checkpoint of the audit log is not where it was written',
  });
  expect(await anchors.headOf(dataSource, 'one')).toMatchObject({ size: Number.MAX_SAFE_INTEGER });
  expect(await anchors.headOf(dataSource, 'unheard-of')).toBeNull();
});

test('a restore is acknowledged by a checkpoint: earlier entries agree as far as they were kept, and the loss stays on record', async () => {
  for (let round = 0; round < 3; round += 1) {
    await add(2);
    await anchor(tools);
  }
  expect(await acknowledgeRestore(tools, recoverNothing)).toBeNull();
  // A gateway went on with the restored database for a while: its log is longer now, and different.
  await setBack(3, 1);
  await add(10);
  expect(await acknowledgeRestore(tools, recoverNothing)).toMatchObject({
    organizations: [{ organization: 'one', anchored: { size: 6 }, now: { size: 13 } }],
  });
  expect(await acknowledgeRestore(tools, recoverNothing)).toBeNull();
  const anchors = await AuditAnchors.open(tools, logger, neverBehind);
  expect(await anchors.headOf(dataSource, 'one')).toMatchObject({ size: 13 });
  await add(1);
  await anchors.stop();
  expect(await verify()).toMatchObject({ faults: [], restores: [{ number: 4, organizations: 1 }] });
  expect(await stateOf()).toEqual({ anchored: 14, contradicted: null });
  // Kept entries are covered as before.
  await tamper((client) => client.query(`UPDATE audit_entry SET hash = repeat('a', 64) WHERE sequence = 2`));
  expect(await stateOf()).toMatchObject({ contradicted: { sequence: 2, there: true } });
});

test('entries without a checkpoint for hours are reported as a fault', async () => {
  await add(1);
  const verdict = async () =>
    (
      await verifyOrganizations(
        dataSource.manager,
        createLocalJWKSet(tokens.publicKeys),
        (await verify()).organizations,
        'one',
      )
    )[0];
  expect(await verdict()).toMatchObject({ anchored: 0, unanchoredSince: null, fault: null });
  const at = new Date(Date.now() - 3 * 3_600_000);
  await tamper(async (client) => {
    const { rows } = await client.query<AuditRow>('SELECT * FROM audit_entry');
    const hash = rows[0] && entryHash('one', { ...entryOf(rows[0]), at });
    await client.query('UPDATE audit_entry SET at = $1, hash = $2', [at, hash]);
    await client.query('UPDATE audit_head SET hash = $1', [hash]);
  });
  expect(await verdict()).toMatchObject({ anchored: 0, unanchoredSince: at, fault: null });
  await anchor(tools);
  expect(await verdict()).toMatchObject({ anchored: 1, unanchoredSince: null, fault: null });
});

test('checkpoints work the same in a bucket', async () => {
  Object.assign(process.env, credentials);
  const bucket = await startBucketStore();
  try {
    tools = { ...tools, store: await storeIn(bucket.place) };
    expect(await tools.store.newest()).toBe(0);
    await add(1);
    await anchor(tools);
    await add(1);
    await anchor(tools);
    expect(await bucket.keys()).toEqual(['audit-checkpoints/0/1.jws', 'audit-checkpoints/0/2.jws']);
    expect(await tools.store.newest()).toBe(2);
    expect(await verify()).toMatchObject({ checkpoints: 2, faults: [] });
    await setBack(1, 1);
    await expect(AuditAnchors.open(tools, logger, neverBehind)).rejects.toThrow('2 entries were anchored, 1 are there');
  } finally {
    await bucket.stop();
  }
});
