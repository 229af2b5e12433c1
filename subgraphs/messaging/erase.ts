/** Deletion of messages and conversations with everything that hangs on them, in a few statements for each batch. */
import type { EntityManager } from 'typeorm';
import { currentKeys, type BlobStore, type DispositionCount } from '../kit';

/**
 * Deletes messages of a contact with their files (R17). Their conversations are locked, so a message that is associated with
 * somebody else at this moment is left to them.
 */
export async function eraseMessages(
  db: EntityManager,
  blobs: BlobStore,
  contactId: string,
  ids: string[],
): Promise<DispositionCount[]> {
  await db.query(
    `SELECT 1 FROM conversation WHERE organization_id = $1
       AND id IN (SELECT conversation_id FROM message WHERE organization_id = $1 AND id = ANY($2::uuid[]))
     ORDER BY id FOR UPDATE`,
    [currentKeys().organizationId, ids],
  );
  const own: { id: string }[] = await db.query(
    'SELECT id FROM message WHERE organization_id = $1 AND id = ANY($2::uuid[]) AND external_contact_id = $3',
    [currentKeys().organizationId, ids, contactId],
  );
  return deleteMessages(
    db,
    blobs,
    own.map(({ id }) => id),
  );
}

/** Deletes conversations of a contact whose messages are gone, and what came in since. */
export async function eraseConversations(
  db: EntityManager,
  blobs: BlobStore,
  contactId: string,
  ids: string[],
): Promise<DispositionCount[]> {
  const { organizationId } = currentKeys();
  const own: { id: string }[] = await db.query(
    `SELECT id FROM conversation WHERE organization_id = $1 AND id = ANY($2::uuid[]) AND external_contact_id = $3
     ORDER BY id FOR UPDATE`,
    [organizationId, ids, contactId],
  );
  const locked = own.map(({ id }) => id);
  // Nobody can add to a locked conversation; what was added before it was locked is seen from here on.
  const late: { id: string }[] = await db.query(
    'SELECT id FROM message WHERE organization_id = $1 AND conversation_id = ANY($2::uuid[])',
    [organizationId, locked],
  );
  const done = await deleteMessages(
    db,
    blobs,
    late.map(({ id }) => id),
  );
  await db.query('DELETE FROM conversation WHERE organization_id = $1 AND id = ANY($2::uuid[])', [
    organizationId,
    locked,
  ]);
  return [...done, { recordType: 'Conversation', disposition: 'ERASED', count: locked.length }];
}

async function deleteMessages(db: EntityManager, blobs: BlobStore, ids: string[]): Promise<DispositionCount[]> {
  if (ids.length === 0) return [];
  const { organizationId } = currentKeys();
  const [files] = await db.query<[{ blob_path: string }[], number]>(
    'DELETE FROM message_attachment WHERE organization_id = $1 AND message_id = ANY($2::uuid[]) RETURNING blob_path',
    [organizationId, ids],
  );
  const paths = files.map(({ blob_path: path }) => path);
  await blobs.removeLater(db, organizationId, paths);
  await db.query('DELETE FROM message WHERE organization_id = $1 AND id = ANY($2::uuid[])', [organizationId, ids]);
  return [
    { recordType: 'Message', disposition: 'ERASED', count: ids.length },
    { recordType: 'MessageAttachment', disposition: 'ERASED', count: files.length },
  ];
}
