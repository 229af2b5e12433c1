/** A worker that records nothing any more leaves the package that can be downloaded where it is (R11, R13). */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { ExportStore, type PackageFile } from '../../../../gateway/exports/store/export-store';
import { builtInTexts } from '../../../../gateway/exports/report/texts';
import { finalizerOf } from '../../../../gateway/gdpr/closing/finalize';
import { taskClaimsOf } from '../../../../gateway/gdpr/processing/task/claims';
import { TaskWrites } from '../../../../gateway/gdpr/processing/task/task-writes';
import { Queue } from '../../../../gateway/gdpr/processing/queue/queue';
import { creationsOf } from '../../../../gateway/gdpr/requests/create/create-batch';
import { checkRequestInput } from '../../../../gateway/gdpr/requests/input';
import { PiiServices } from '../../../../gateway/gdpr/services/pii-services';
import { openDisk } from '../../../../subgraphs/kit/base/blobs/disk';
import { KeyRing } from '../../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../../subgraphs/kit/base/security/organization-context';
import { filesIn } from '../../../support/files';
import { dropDatabases, uniquePrefix } from '../../../support/run/database';
import { gatewayDatabaseUrl, openTestGatewayDatabase } from '../../../support/run/gateway-database';

const prefix = uniquePrefix();
const directory = mkdtempSync(path.join(tmpdir(), 'habeas-lost-'));
const logger = pino({ level: 'silent' });
let dataSource: DataSource;
let queue: Queue;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix, 5);
  queue = new Queue(gatewayDatabaseUrl(prefix), logger);
  await queue.start();
});

afterAll(async () => {
  await queue.stop();
  await dataSource.destroy();
  await dropDatabases(prefix);
  rmSync(directory, { recursive: true });
});

/** A store after whose next write something happens. */
class WatchedStore extends ExportStore {
  onWritten: () => Promise<unknown> = () => Promise.resolve();

  override async write(file: PackageFile, content: Readable): Promise<void> {
    await super.write(file, content);
    await this.onWritten();
  }
}

test('a package that is written anew and not recorded is removed, and the one before it stays', async () => {
  const keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
  const services = new PiiServices(() => Promise.reject(new Error('No service is called here.')));
  const directoryService = { name: 'directory', graph: 'DIRECTORY', url: 'http://127.0.0.1:1', ownsSubjects: [] };
  services.update([{ ...directoryService, parts: [], processing: [], labels: [] }]);
  const exports = new WatchedStore(await openDisk({ directory }, 'exports'));
  const finalize = finalizerOf({
    dataSource,
    queue,
    services,
    exports,
    logger,
    config: {
      packageExpiresAfter: 3_600_000,
      verifyAgainAfter: 0,
      keep: { terms: 0, suggestions: 0, tombstones: 0 },
      packageTexts: builtInTexts,
    },
    signStatement: () => Promise.resolve('signed'),
    signDetached: () => Promise.resolve('signed'),
  });
  const creations = creationsOf({
    config: { timeLimits: { GET: 2, EXPORT: 2, UPDATE: 14, DELETE: 14 } },
    dataSource,
    services,
    queue,
  });
  const files = () => filesIn(directory).map((file) => path.basename(file));

  await inOrganization(await keys.of('lost'), async () => {
    const order = checkRequestInput({ type: 'EXPORT', term: { email: 'ines@vidal.example' } });
    const plan = { subjects: [], unavailable: [], marks: new Map(), planHash: '' };
    const { request } = await creations.add({
      actor: 'tester',
      order,
      plan: { ...plan, members: [{ term: order.term, subject: null }] },
      calledAt: new Date(),
      first: 'INITIATED',
    });
    const claimed = await taskClaimsOf(dataSource).claim({ requestId: request.id, service: 'directory' });
    claimed?.lease.release();
    if (!claimed) throw new Error('The part could not be claimed.');
    await new TaskWrites(dataSource, queue, services).end(claimed.task, { status: 'NOTHING_FOUND', detail: '' });
    const job = { organizationId: 'lost', requestId: request.id };
    await finalize(job);
    expect(files()).toEqual(['1']);

    // Another related request has ended, and somebody retries the parent while its package is written anew.
    await dataSource.query('UPDATE gdpr_request SET run_at = now() WHERE id = $1', [request.id]);
    exports.onWritten = () =>
      dataSource.query(`UPDATE gdpr_request SET status = 'EXPORTING', lease_expires_at = NULL WHERE id = $1`, [
        request.id,
      ]);
    await finalize(job);
    expect(files()).toEqual(['1']);
  });
});
