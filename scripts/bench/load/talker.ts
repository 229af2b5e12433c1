/** A contact who writes very many messages. */
import { randomUUID } from 'node:crypto';
import { readMasterKeys } from '../../../subgraphs/kit/base/config';
import { createLogger } from '../../../subgraphs/kit/base/logger';
import { noProfiles } from '../../../subgraphs/kit/base/security/organization-profiles';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { startService } from '../../../subgraphs/kit/start-service';
import { createConversations, createMessages } from '../../../subgraphs/messaging/conversations';
import { messaging } from '../../../subgraphs/messaging/service';
import { roleUrl } from '../../develop/installation/database-roles';
import { masterKeyFile } from '../../develop/installation/keys';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { connected } from './statements';
import { organization, type BenchSystem } from './systems';

const batch = 2_000;

/** Makes a contact with many messages, written like the service writes them. @returns the contact's id */
export async function makeTalker(system: BenchSystem, messages: number): Promise<string> {
  const service = await startService(
    messaging,
    {
      databaseUrl: roleUrl(system.databaseUrl, system.dataDir, system.databasePrefix, messaging.name),
      databasePrefix: system.databasePrefix,
      databasePoolSize: 2,
      masterKeys: readMasterKeys(masterKeyFile(system.dataDir, messaging.name)),
      profiles: noProfiles,
      blobs: { directory: `${system.dataDir}/blobs` },
    },
    createLogger('bench', 'error'),
  );
  const contact = randomUUID();
  try {
    await inOrganization(await service.keys.of(organization), async () => {
      const [conversation] = await service.dataSource.transaction((db) =>
        createConversations(db, [{ channel: 'EMAIL', externalContactId: contact }]),
      );
      for (let done = 0; done < messages; done += batch)
        await service.dataSource.transaction((db) =>
          createMessages(
            db,
            Array.from({ length: Math.min(batch, messages - done) }, (_, index) => ({
              conversationId: conversation?.id ?? '',
              externalContactId: contact,
              direction: 'INBOUND' as const,
              sentAt: new Date(),
              from: 'talker@bench.example',
              text: `Message ${done + index} of somebody who writes a lot.`,
            })),
          ),
        );
    });
  } finally {
    await service.stop();
  }
  return contact;
}

/** Deletes what {@link makeTalker} made, with one statement for each table. */
export const plainDelete = (system: BenchSystem, contact: string): Promise<void> =>
  connected(system.databaseUrl, databaseName(system.databasePrefix, 'messaging'), async (client) => {
    await client.query('BEGIN');
    await client.query('DELETE FROM message WHERE organization_id = $1 AND external_contact_id = $2', [
      organization,
      contact,
    ]);
    await client.query('DELETE FROM conversation WHERE organization_id = $1 AND external_contact_id = $2', [
      organization,
      contact,
    ]);
    await client.query('COMMIT');
  });
