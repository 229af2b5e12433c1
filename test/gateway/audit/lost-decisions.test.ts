/**
 * Checkpoints state legal holds and the ends of stopped requests; a database that was set back takes them back (R26, R31). The documented
 * way, with the whole system, is in `e2e/records/restored-holds.test.ts`.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createLocalJWKSet } from 'jose';
import type { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { acknowledgeRestore } from '../../../gateway/audit/anchors/acknowledge';
import { anchor, type AnchorTools } from '../../../gateway/audit/anchors/anchor';
import type { StoredCheckpoint } from '../../../gateway/audit/anchors/checkpoint';
import { CheckpointStore } from '../../../gateway/audit/anchors/checkpoint-store';
import { describeLoss } from '../../../gateway/audit/anchors/describe-loss';
import { appendAudit } from '../../../gateway/audit/audit-log';
import { ExportStore } from '../../../gateway/exports/store/export-store';
import { LegalHold } from '../../../gateway/gdpr/holds/legal-hold';
import { cover, placedEvent } from '../../../gateway/gdpr/holds/placing';
import { recoverHolds } from '../../../gateway/gdpr/holds/recover-holds';
import { recoverEnds } from '../../../gateway/gdpr/requests/change/recover-ends';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { ServiceTokens } from '../../../gateway/security/service-tokens';
import { openDisk } from '../../../subgraphs/kit/base/blobs/disk';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, inDatabase, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';
import { insertRequest, insertTask } from '../../support/run/gateway-rows';
import { keyPair } from '../support/test-gateway';

const prefix = uniquePrefix();
const organizationId = 'one';
const master = { current: 'a', keys: new Map([['a', randomBytes(32)]]) };
let dataSource: DataSource;
let tokens: ServiceTokens;
let directory: string;
let tools: AnchorTools;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix, 4);
  tokens = await ServiceTokens.open((await keyPair('service-1')).privateJwk);
});

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

/** Works as somebody with every right on the database. */
const asAdministrator = (statement: string) =>
  inDatabase(databaseName(prefix, gatewayDatabase), async (client) => {
    await client.query("SET session_replication_role = 'replica'");
    await client.query(statement);
  });

beforeEach(async () => {
  await asAdministrator(
    'TRUNCATE audit_entry, audit_head, audit_anchor, audit_anchored, organization_key, gdpr_legal_hold, gdpr_held_subject, gdpr_request_hold, gdpr_request CASCADE',
  );
  directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-decisions-'));
  const store = await CheckpointStore.open({ directory }, createLocalJWKSet(tokens.publicKeys));
  tools = { dataSource, store, sign: (...given) => tokens.signStatement(...given) };
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Works with the keys that the database has now. */
const inOwn = async <T>(work: () => Promise<T>): Promise<T> =>
  inOrganization(await new KeyRing(dataSource, master).of(organizationId), work);

/** Places a hold, as `placeLegalHold` writes it. */
const place = (digest: Buffer, more: Partial<LegalHold> = {}) =>
  inOwn(() =>
    dataSource.transaction(async (db) => {
      const hold = db.create(LegalHold, {
        organizationId,
        id: uuidv7(),
        subjectTerm: { kind: 'id', type: 'EXTERNAL_CONTACT_ID', id: 'ada' },
        ground: 'AUTHORITY',
        reason: 'An order of the court.',
        reference: 'ORDER-9',
        services: null,
        placedBy: 'agent',
        placedAt: new Date('2026-01-02T03:04:05.678Z'),
        ...more,
      });
      await db.insert(LegalHold, hold);
      await appendAudit(db, [placedEvent('agent', hold), ...(await cover(db, hold.id, [digest]))]);
      return hold.id;
    }),
  );

const stop = (requestId: string, action: 'REQUEST_CANCELLED' | 'REQUEST_REJECTED') =>
  inOwn(() => dataSource.transaction((db) => appendAudit(db, [{ actor: 'agent', action, requestId, detail: '' }])));

const checkpoint = async (number: number) => ((await tools.store.read(number)) as StoredCheckpoint).checkpoint;

/** Sets everything back to an empty database, except the tables that are named by what follows. */
const setBack = (more: string) =>
  asAdministrator(`TRUNCATE audit_entry, audit_head, audit_anchor, audit_anchored; ${more}`);

const recover = () =>
  acknowledgeRestore(tools, async ({ holds, ends }) => {
    const exports = new ExportStore(await openDisk({ directory }, 'exports'));
    const config = { keep: { terms: 1_000, suggestions: 1_000, tombstones: 1_000 } } as never;
    await inOwn(async () => {
      await recoverEnds({ dataSource, exports, services: new Map(), config }, ends);
      await recoverHolds(dataSource, holds);
    });
  });

const readHolds = () => inOwn(() => dataSource.manager.findBy(LegalHold, { organizationId }));

const statuses = async (table: 'gdpr_request' | 'gdpr_task') =>
  (await dataSource.query<{ status: string }[]>(`SELECT status FROM ${table}`)).map(({ status }) => status);

test('a checkpoint states a hold without a readable word, and its newest state replaces the earlier one', async () => {
  const digest = randomBytes(16);
  const id = await place(digest, { services: ['dialer'] });
  await anchor(tools);
  const { holds } = await checkpoint(1);
  expect(holds).toEqual([
    {
      organization: organizationId,
      hold: id,
      ground: 'AUTHORITY',
      services: ['dialer'],
      digests: [digest.toString('hex')],
      term: expect.stringMatching(/^[0-9a-f]+$/) as string,
      reference: expect.stringMatching(/^[0-9a-f]+$/) as string,
      placedAt: '2026-01-02T03:04:05.678Z',
      until: null,
      releasedAt: null,
    },
  ]);
  expect(Buffer.from(holds[0]?.reference ?? '', 'hex').toString('latin1')).not.toContain('ORDER-9');
  await dataSource.query('UPDATE gdpr_legal_hold SET released_at = now()');
  await inOwn(() =>
    dataSource.transaction((db) =>
      appendAudit(db, [{ actor: 'agent', action: 'LEGAL_HOLD_RELEASED', detail: `hold ${id}` }]),
    ),
  );
  await anchor(tools);
  expect((await checkpoint(2)).holds).toMatchObject([{ hold: id, releasedAt: expect.any(String) as string }]);
  await setBack('TRUNCATE gdpr_legal_hold, gdpr_held_subject');
  expect((await recover())?.holds).toMatchObject([{ hold: id, fate: 'TAKEN_BACK' }]);
  expect(await readHolds()).toMatchObject([
    { id, reference: 'ORDER-9', reason: null, releasedAt: expect.any(Date) as Date },
  ]);
});

test('a hold that is taken back stops the erasure that was under way in the backup', async () => {
  const digest = randomBytes(16);
  const id = await place(digest);
  await anchor(tools);
  await setBack('TRUNCATE gdpr_legal_hold, gdpr_held_subject');
  const request = await insertRequest(dataSource, organizationId, {
    status: `'INITIATED'`,
    subject_digest: `decode('${digest.toString('hex')}', 'hex')`,
  });
  await insertTask(dataSource, organizationId, request, 'dialer', { status: `'RUNNING'`, lease_expires_at: 'now()' });
  await recover();
  expect([await statuses('gdpr_request'), await statuses('gdpr_task')]).toEqual([['ON_HOLD'], ['ON_HOLD']]);
  expect(await dataSource.query('SELECT request_id, hold_id FROM gdpr_request_hold')).toEqual([
    { request_id: request, hold_id: id },
  ]);
  // Once more, as after a crash: nothing is lost any more.
  expect(await recover()).toBeNull();
});

test('a hold whose words were sealed with a key that the backup does not have keeps the person all the same', async () => {
  const id = await place(randomBytes(16));
  await anchor(tools);
  await setBack('TRUNCATE gdpr_legal_hold, gdpr_held_subject, organization_key');
  // The organisation's keys are others now: they open nothing of what was sealed before.
  await inOwn(() => Promise.resolve());
  await recover();
  expect(await readHolds()).toMatchObject([{ id, subjectTerm: null, reference: null, ground: 'AUTHORITY' }]);
});

test('a hold of an organisation whose keys are gone is named as one to place again', async () => {
  const id = await place(randomBytes(16));
  await anchor(tools);
  await setBack('TRUNCATE gdpr_legal_hold, gdpr_held_subject, organization_key');
  const lost = await acknowledgeRestore(tools, () => Promise.resolve());
  expect(lost && describeLoss(lost)).toContain(
    `legal holds of organisations whose keys the database does not have, to be placed again (1):\n  one: hold ${id}`,
  );
});

test('requests that were stopped end again: an erasure, and a related export for which its parent waited', async () => {
  const done = { completed_at: `'2026-01-02T03:04:05.678Z'` };
  const erasure = await insertRequest(dataSource, organizationId, { status: `'CANCELLED'`, ...done });
  const parent = await insertRequest(dataSource, organizationId, { type: `'EXPORT'`, status: `'EXPORTING'` });
  const related = await insertRequest(dataSource, organizationId, {
    type: `'EXPORT'`,
    parent_id: `'${parent}'`,
    status: `'CANCELLED'`,
    ...done,
  });
  const left = await insertRequest(dataSource, organizationId, {
    status: `'REJECTED'`,
    rejection_reason: `'OTHER'`,
    ...done,
  });
  for (const id of [erasure, related]) await stop(id, 'REQUEST_CANCELLED');
  await stop(left, 'REQUEST_REJECTED');
  await anchor(tools);
  const at = '2026-01-02T03:04:05.678Z';
  expect((await checkpoint(1)).ends).toEqual([
    { organization: organizationId, request: erasure, end: 'CANCELLED', at, reason: null },
    { organization: organizationId, request: related, end: 'CANCELLED', at, reason: null },
    { organization: organizationId, request: left, end: 'REJECTED', at, reason: 'OTHER' },
  ]);
  await setBack(`UPDATE gdpr_request SET completed_at = NULL, rejection_reason = NULL;
    UPDATE gdpr_request SET status = 'DELETING' WHERE id = '${erasure}';
    UPDATE gdpr_request SET status = 'EXPORTING' WHERE id = '${related}';
    UPDATE gdpr_request SET status = 'FINALIZING', run_at = now() WHERE id = '${left}'`);
  await insertTask(dataSource, organizationId, erasure, 'dialer', { status: `'PENDING'`, run_at: 'now()' });
  await insertTask(dataSource, organizationId, parent, 'dialer', { status: `'COMPLETED'` });
  await recover();
  const rows: unknown[] = await dataSource.query('SELECT status, completed_at FROM gdpr_request ORDER BY id');
  // One that was being closed can be stopped no more: it asks no service to change anything.
  expect(rows).toEqual([
    { status: 'CANCELLED', completed_at: new Date(at) },
    { status: 'FINALIZING', completed_at: null },
    { status: 'CANCELLED', completed_at: new Date(at) },
    { status: 'FINALIZING', completed_at: null },
  ]);
  expect((await statuses('gdpr_task')).sort()).toEqual(['CANCELLED', 'COMPLETED']);
});

test('a checkpoint of the version before, and one of a later version that states more, are read', async () => {
  const plain = { iat: 1, previous: null, heads: [], erasures: [], restrictions: [], restored: [] };
  const write = async (number: number, more: object) =>
    tools.store.write(number, await tools.sign({ ...plain, number, ...more }, 'habeas-checkpoint+jwt'));
  await write(1, {});
  await write(2, { holds: [], ends: [], later: [{ thing: 1 }] });
  for (const number of [1, 2]) expect(await checkpoint(number)).toEqual({ ...plain, number, holds: [], ends: [] });
});
