/** Deletion of messages and conversations with everything that hangs on them, in few statements for each batch. */
import type { EntityManager } from 'typeorm';
import {
  coveredBy,
  currentKeys,
  meantBy,
  type BlobStore,
  type Coverage,
  type DispositionCount,
  type Mark,
} from '../kit';

/**
 * What a conversation fulfils that a mark covers: its messages are covered as well, for it cannot go without them (R25). The
 * organisation is the statement's `$1`.
 */
export function conversationCovered(row: string, mark: Mark, parameters: unknown[]): string {
  const own = coveredBy(row, mark, parameters);
  return `(${own} AND NOT EXISTS (
    SELECT 1 FROM message WHERE message.organization_id = $1 AND message.conversation_id = ${row}.id
      AND NOT ${coveredBy('message', mark, parameters)}))`;
}

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
  coverage: Coverage | null,
): Promise<{ handled: number; done: DispositionCount[] }> {
  const parameters: unknown[] = [currentKeys().organizationId, contactId, limit];
  const meant = meantBy('message', coverage, parameters);
  const [page] = await db.query<[{ found: number; conversations: string[] }]>(
    `WITH found AS MATERIALIZED (
       SELECT conversation_id FROM message WHERE organization_id = $1 AND external_contact_id = $2 AND ${meant} ORDER BY id LIMIT $3),
     locked AS MATERIALIZED (
       SELECT id FROM conversation WHERE organization_id = $1 AND id = ANY(ARRAY(SELECT DISTINCT conversation_id FROM found))
       ORDER BY id FOR UPDATE)
     SELECT (SELECT count(*)::int FROM found) AS found, ARRAY(SELECT id FROM locked) AS conversations`,
    parameters,
  );
  const values: unknown[] = [currentKeys().organizationId, page.conversations, contactId, limit];
  const own = `conversation_id = ANY($2::uuid[]) AND external_contact_id = $3 AND ${meantBy('message', coverage, values)}
    ORDER BY id LIMIT $4`;
  return { handled: page.found, done: await deleteMessages(db, blobs, own, values) };
}

/** Deletes conversations of a contact whose messages are gone, and what came in since; by a mark, those that nothing came into. */
export async function eraseConversations(
  db: EntityManager,
  blobs: BlobStore,
  contactId: string,
  ids: string[],
  coverage: Coverage | null,
): Promise<DispositionCount[]> {
  const { organizationId } = currentKeys();
  const own: { id: string }[] = await db.query(
    `SELECT id FROM conversation WHERE organization_id = $1 AND id = ANY($2::uuid[]) AND external_contact_id = $3
     ORDER BY id FOR UPDATE`,
    [organizationId, ids, contactId],
  );
  const locked = await stillMeant(
    db,
    own.map(({ id }) => id),
    coverage,
  );
  // Nobody can add to a locked conversation; what was added before it was locked is seen from here on.
  const done = await deleteMessages(db, blobs, 'conversation_id = ANY($2::uuid[])', [organizationId, locked]);
  await db.query('DELETE FROM conversation WHERE organization_id = $1 AND id = ANY($2::uuid[])', [
    organizationId,
    locked,
  ]);
  return [...done, { recordType: 'Conversation', disposition: 'ERASED', count: locked.length }];
}

/** Which of locked conversations are meant, looked at when nothing can come into them any more. */
async function stillMeant(db: EntityManager, ids: string[], coverage: Coverage | null): Promise<string[]> {
  if (!coverage || ids.length === 0) return ids;
  const parameters: unknown[] = [currentKeys().organizationId, ids];
  const meant = meantBy('conversation', coverage, parameters, conversationCovered);
  const rows: { id: string }[] = await db.query(
    `SELECT id FROM conversation WHERE organization_id = $1 AND id = ANY($2::uuid[]) AND ${meant} ORDER BY id`,
    parameters,
  );
  return rows.map(({ id }) => id);
}

/**
 * Deletes messages of locked conversations with their files, in one statement.
 * @param condition which ones, on the `values` after the organisation: SQL from the code, never from a caller
 */
async function deleteMessages(
  db: EntityManager,
  blobs: BlobStore,
  condition: string,
  values: unknown[],
): Promise<DispositionCount[]> {
  // An array that PostgreSQL makes itself is looked up in the index, however many ids it expects.
  const [deleted] = await db.query<[{ messages: number; paths: string[] }]>(
    `WITH own AS MATERIALIZED (SELECT id FROM message WHERE organization_id = $1 AND ${condition}),
     file AS (
       DELETE FROM message_attachment WHERE organization_id = $1 AND message_id = ANY(ARRAY(SELECT id FROM own))
       RETURNING blob_path),
     gone AS (DELETE FROM message WHERE organization_id = $1 AND id = ANY(ARRAY(SELECT id FROM own)) RETURNING 1)
     SELECT (SELECT count(*)::int FROM gone) AS messages, ARRAY(SELECT blob_path FROM file) AS paths`,
    values,
  );
  await blobs.removeLater(db, currentKeys().organizationId, deleted.paths);
  return [
    { recordType: 'Message', disposition: 'ERASED', count: deleted.messages },
    { recordType: 'MessageAttachment', disposition: 'ERASED', count: deleted.paths.length },
  ];
}
