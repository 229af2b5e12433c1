/** Expired files are removed, however many expire at once (R13). */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { DataSource } from 'typeorm';
import { ExportStore } from '../../../gateway/exports/store/export-store';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { openDisk } from '../../../subgraphs/kit/base/blobs/disk';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, inDatabase, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';
import { filesIn } from '../../support/files';

const prefix = uniquePrefix();
const organization = 'sweep';
const directory = mkdtempSync(path.join(tmpdir(), 'habeas-sweep-'));

let dataSource: DataSource;
let exports: ExportStore;
let keys: KeyRing;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix);
  exports = new ExportStore(await openDisk({ directory }, 'exports'));
  keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
});

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
  rmSync(directory, { recursive: true });
});

/** Writes rows of parts that expired this many seconds ago, without their requests. */
const expired = (ids: string[], secondsAgo: number, whose = organization) =>
  inDatabase(databaseName(prefix, gatewayDatabase), async (owner) => {
    await owner.query('SET session_replication_role = replica');
    await owner.query(
      `INSERT INTO gdpr_export_part (organization_id, request_id, expires_at)
       SELECT $1, unnest($2::uuid[]), now() - make_interval(secs => $3)`,
      [whose, ids, secondsAgo],
    );
  });

const write = async (id: string) =>
  inOrganization(await keys.of(organization), () =>
    exports.writePart(id, 'messaging', 1, 'records', Readable.from(['something gathered'])),
  );

const files = () => filesIn(path.join(directory, 'exports'));
const left = async () => {
  const rows: unknown[] = await dataSource.query('SELECT 1 FROM gdpr_export_part');
  return rows.length;
};

test('many old parts delay no other; their rows stay for late writes, and are removed a minute later', async () => {
  const [late, other] = [randomUUID(), randomUUID()];
  await expired([late, ...Array.from({ length: 99 }, () => randomUUID())], 30);
  await expired([other], 0);
  await write(other);
  await exports.removeExpired(dataSource);
  expect(files()).toHaveLength(1);
  await exports.removeExpired(dataSource);
  expect(files()).toEqual([]);
  expect(await left()).toBe(101);

  await write(late);
  // As if the minute were over.
  await dataSource.query(
    `UPDATE gdpr_export_part SET expires_at = expires_at - interval '1 minute', sweep_at = sweep_at - interval '1 minute'`,
  );
  await exports.removeExpired(dataSource);
  await exports.removeExpired(dataSource);
  expect(files()).toEqual([]);
  expect(await left()).toBe(0);
});

test('a part that is gathered again after its removal is not removed again before it expires', async () => {
  const again = randomUUID();
  await expired([again], 30);
  await exports.removeExpired(dataSource);
  await dataSource.query('UPDATE gdpr_export_part SET expires_at = NULL, sweep_at = now()');
  await write(again);
  await exports.removeExpired(dataSource);
  expect(files()).toHaveLength(1);
  await dataSource.query('UPDATE gdpr_export_part SET expires_at = now()');
  await exports.removeExpired(dataSource);
  expect(files()).toEqual([]);
});

test("files that cannot be removed delay no other organisation's: they wait a minute, and the rest is removed", async () => {
  const [stuck, other] = [randomUUID(), randomUUID()];
  await dataSource.query('DELETE FROM gdpr_export_part');
  await expired([stuck], 60, 'stuck');
  // A file where the organisation's directory should be.
  writeFileSync(path.join(directory, 'exports', 'stuck'), '');
  await expired([other], 30);
  await write(other);
  await expect(exports.removeExpired(dataSource)).rejects.toThrow('Some files could not be removed.');
  expect(files().map((file) => path.basename(file))).toEqual(['stuck']);
  // The stuck file is not due again yet.
  await exports.removeExpired(dataSource);
  rmSync(path.join(directory, 'exports', 'stuck'));
  await dataSource.query(
    `UPDATE gdpr_export_part SET sweep_at = sweep_at - interval '1 minute', expires_at = expires_at - interval '1 minute'`,
  );
  await exports.removeExpired(dataSource);
  expect(await left()).toBe(0);
});

test('an expired package that is being written anew is removed only when nobody writes any more', async () => {
  const id = randomUUID();
  await inDatabase(databaseName(prefix, gatewayDatabase), async (owner) => {
    await owner.query('SET session_replication_role = replica');
    await owner.query(
      `INSERT INTO gdpr_request (organization_id, id, type, created_by, term_digest, subject_digest, created_at, due_at, status, lease_expires_at)
       VALUES ($1, $2, 'EXPORT', 'tester', '', '', now(), now(), 'COMPLETED', now() + interval '1 hour')`,
      [organization, id],
    );
    await owner.query(
      `INSERT INTO gdpr_export (organization_id, request_id, attempt, byte_size, sha256, expires_at, members)
       VALUES ($1, $2, 1, 1, '', now(), ARRAY[$2]::uuid[])`,
      [organization, id],
    );
  });
  const written = { requestId: id, attempt: 2 };
  await inOrganization(await keys.of(organization), () => exports.write(written, Readable.from(['a package'])));
  await exports.removeExpired(dataSource);
  expect(files().filter((file) => file.includes(id))).toHaveLength(1);
  await dataSource.query('UPDATE gdpr_request SET lease_expires_at = NULL WHERE id = $1', [id]);
  await exports.removeExpired(dataSource);
  expect(files().filter((file) => file.includes(id))).toEqual([]);
});
