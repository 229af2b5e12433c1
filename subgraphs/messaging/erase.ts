/** Deletion of messages and conversations with everything that hangs on them, in few statements for each batch. */
import type { EntityManager } from 'typeorm';
import { currentKeys, type BlobStore, type DispositionCount } from '../kit';

/**
 * Deletes a contact's oldest messages with their files (R17), `limit` of them at most. Their conversations are locked, so a
 * message that is associated with somebody else at this moment is left to them. Very many may go: their ids stay where they
 * are.
 */
export async function eraseMessages(
  db: EntityManager,
  blobs: BlobStore,
  contactId: string,
  limit: number,
): Promise<{ handled: number; done: DispositionCount[] }> {
  const [page] = await db.query<[{ found: number; conversations: string[] }]>(
    `WITH found AS MATERIALIZED (
       SELECT conversation_id FROM message WHERE organization_id = $1 AND external_contact_id = $2 ORDER BY id LIMIT $3),
     locked AS MATERIALIZED (
       SELECT id FROM conversation WHERE organization_id = $1 AND id = ANY(ARRAY(SELECT DISTINCT conversation_id FROM found))
       ORDER BY id FOR UPDATE)
     SELECT (SELECT count(*)::int FROM found) AS found, ARRAY(SELECT id FROM locked) AS conversations`,
    [currentKeys().organizationId, contactId, limit],
  );
  const own = 'conversation_id = ANY($2::uuid[]) AND external_contact_id = $3 ORDER BY id LIMIT $4';
  return {
    handled: page.found,
    done: await deleteMessages(db, blobs, own, [page.conversations, contactId, limit]),
  };
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
  const done = await deleteMessages(db, blobs, 'conversation_id = ANY($2::uuid[])', [locked]);
  await db.query('DELETE FROM conversation WHERE organization_id = $1 AND id = ANY($2::uuid[])', [
    organizationId,
    locked,
  ]);
  return [...done, { recordType: 'Conversation', disposition: 'ERASED', count: locked.length }];
}

/**
 * Deletes messages of locked conversations with their files, in one statement.
 * @param condition which ones, on `$2` and the following `values`: SQL from the code, never from a caller
 */
async function deleteMessages(
  db: EntityManager,
  blobs: BlobStore,
  condition: string,
  values: unknown[],
): Promise<DispositionCount[]> {
  const { organizationId } = currentKeys();
  // An array that PostgreSQL makes itself is looked up in the index, however many ids it expects.
  const [deleted] = await db.query<[{ messages: number; paths: string[] }]>(
    `WITH own AS MATERIALIZED (SELECT id FROM message WHERE organization_id = $1 AND ${condition}),
     file AS (
       DELETE FROM message_attachment WHERE organization_id = $1 AND message_id = ANY(ARRAY(SELECT id FROM own))
       RETURNING blob_path),
     gone AS (DELETE FROM message WHERE organization_id = $1 AND id = ANY(ARRAY(SELECT id FROM own)) RETURNING 1)
     SELECT (SELECT count(*)::int FROM gone) AS messages, ARRAY(SELECT blob_path FROM file) AS paths`,
    [organizationId, ...values],
  );
  await blobs.removeLater(db, organizationId, deleted.paths);
  return [
    { recordType: 'Message', disposition: 'ERASED', count: deleted.messages },
    { recordType: 'MessageAttachment', disposition: 'ERASED', count: deleted.paths.length },
  ];
}
