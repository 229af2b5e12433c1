/** A service dies in the middle of a large erasure; PostgreSQL is restarted; a family is asked for 50 times at once. */
import { mkdtempSync, chmodSync, rmSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { roleUrl } from '../../../scripts/develop/installation/database-roles';
import { masterKeyFile } from '../../../scripts/develop/installation/keys';
import { freePort } from '../../../scripts/develop/ports';
import { startEmbeddedPostgres } from '../../../scripts/develop/postgres';
import { ApiClient } from '../../../scripts/develop/api-client';
import { createConversations, createMessages } from '../../../subgraphs/messaging/conversations';
import { messaging } from '../../../subgraphs/messaging/service';
import { readMasterKeys } from '../../../subgraphs/kit/base/config';
import { createLogger } from '../../../subgraphs/kit/base/logger';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { noProfiles } from '../../../subgraphs/kit/base/security/organization-profiles';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { startService } from '../../../subgraphs/kit/start-service';
import { inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { createFamily, familyDispositions } from '../../support/people/family';
import { createRequest, dispositionsOf, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import { startTestSystem, type TestSystem } from '../../support/run/system';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The number of messages in one transaction. */
const portion = 1_000;

/** Writes many messages of one contact, as the service itself would. */
async function writeMessages(
  system: TestSystem,
  organization: string,
  externalContactId: string,
  count: number,
): Promise<void> {
  const service = await startService(
    messaging,
    {
      databaseUrl: roleUrl(system.databaseUrl, system.dataDir, system.databasePrefix, messaging.name),
      databasePrefix: system.databasePrefix,
      databasePoolSize: 2,
      masterKeys: readMasterKeys(masterKeyFile(system.dataDir, messaging.name)),
      profiles: noProfiles,
      blobs: { directory: path.join(system.dataDir, 'blobs') },
    },
    createLogger('test', 'silent'),
  );
  await inOrganization(await service.keys.of(organization), async () => {
    const { dataSource } = service;
    const [conversation] = await dataSource.transaction((db) =>
      createConversations(db, [{ channel: 'SMS', externalContactId }]),
    );
    const message = {
      conversationId: conversation?.id ?? '',
      externalContactId,
      direction: 'INBOUND' as const,
      text: 'x',
    };
    // In portions, because PostgreSQL ends a transaction that is idle for as long as a busy machine encrypts all of them.
    for (let left = count; left > 0; left -= portion) {
      const messages = Array.from({ length: Math.min(left, portion) }, () => message);
      await dataSource.transaction((db) => createMessages(db, messages));
    }
  });
  await service.stop();
}

describe('on one system', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await sharedSystem();
  }, 90_000);

  afterAll(() => system.stop());

  test('a service killed in the middle of an erasure continues where it stopped, and every record is counted once', async () => {
    const organization = 'killed-service';
    const api = await system.client({ organization });
    const { createExternalContact } = await api.ask<{ createExternalContact: { id: string } }>(
      'mutation { createExternalContact(input: { firstName: "Prolific" }) { id } }',
    );
    const count = 40_000;
    await writeMessages(system, organization, createExternalContact.id, count);
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { externalContactId: createExternalContact.id },
      deleteConfirmed: true,
    });
    // Once the first batch is committed, the service is in the middle of its work.
    await inDatabase(databaseName(system.databasePrefix, 'messaging'), async (client) => {
      for (;;) {
        const { rowCount } = await client.query('SELECT 1 FROM personal_data_disposition WHERE request_id = $1', [
          request.id,
        ]);
        if (rowCount) break;
      }
    });
    await system.processes.get('messaging')?.kill('SIGKILL');
    expect(outcome(await readRequest(api, request.id), 'messaging').status).not.toBe('COMPLETED');
    await system.processes.get('messaging')?.start();
    const finished = await finishedRequest(api, request.id, 60_000);
    expect(finished.status).toBe('COMPLETED');
    expect(dispositionsOf(finished, 'messaging')).toEqual(['Conversation ERASED 1', `Message ERASED ${count}`]);
    await inDatabase(databaseName(system.databasePrefix, 'messaging'), async (client) => {
      const { rows } = await client.query<{ count: string }>(
        'SELECT count(*) FROM message WHERE external_contact_id = $1',
        [createExternalContact.id],
      );
      expect(rows).toEqual([{ count: '0' }]);
    });
  });

  test('50 equal requests at once, to two gateways on one database: exactly one is created (R10)', async () => {
    const organization = 'fifty';
    const api = await system.client({ organization });
    const [canonical] = await createFamily(api, 'fifty');
    const second = await startReplica(system, 'gateway-fifty');
    try {
      const other = new ApiClient(second.url, await system.token({ organization }));
      const input = { type: 'DELETE', term: { externalContactId: canonical }, deleteConfirmed: true };
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) => createRequest(index % 2 ? api : other, input)),
      );
      expect(answers.filter(({ created }) => created)).toHaveLength(1);
      expect(new Set(answers.map(({ request }) => request.id)).size).toBe(1);
      const finished = await finishedRequest(api, answers[0]?.request.id ?? '');
      for (const [service, expected] of Object.entries(familyDispositions))
        expect(dispositionsOf(finished, service)).toEqual(expected);
    } finally {
      await second.stop();
    }
    expect(readFileSync(path.join(system.dataDir, 'logs', 'gateway-fifty.log'), 'utf8')).toContain('ready');
  });
});

test('PostgreSQL restarted in the middle of a request: the same result, the same counts', async () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-restart-'));
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  let postgres = await startEmbeddedPostgres({ dataDir, port });
  const system = await startTestSystem({ databaseUrl: postgres.url });
  try {
    const api = await system.client({ organization: 'restarted' });
    const [canonical] = await createFamily(api, 'restarted');
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { externalContactId: canonical },
      deleteConfirmed: true,
    });
    await pause(100);
    await postgres.stop();
    await pause(500);
    postgres = await startEmbeddedPostgres({ dataDir, port });
    const finished = await eventually(async () => {
      const now = await finishedRequest(api, request.id, 1_000).catch(() => null);
      return now;
    }, 40_000);
    for (const member of [finished, ...finished.relatedRequests]) {
      expect(member.status).toBe('COMPLETED');
      for (const [service, expected] of Object.entries(familyDispositions))
        expect(dispositionsOf(member, service)).toEqual(expected);
    }
  } finally {
    await system.stop();
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 120_000);
