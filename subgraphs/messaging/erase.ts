/** Deletion of messages and conversations, with everything that belongs to them, and of agents' part in them, in few statements per batch. */
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
 * SQL: the condition of a conversation that a mark covers. All its messages must be covered too, since they are deleted with it
 * (R25). The statement's `$1` must be the organisation.
 */
export function conversationCovered(row: string, mark: Mark, parameters: unknown[]): string {
  const own = coveredBy(row, mark, parameters);
  return `(${own} AND NOT EXISTS (
    SELECT 1 FROM message WHERE message.organization_id = $1 AND message.conversation_id = ${row}.id
      AND NOT ${coveredBy('message', mark, parameters)}))`;
}

/**
 * Deletes at most `limit` of a contact's messages, the oldest first, with their files (R17). Their conversations are locked, so a
 * message that is associated with somebody else at this moment is left alone. There may be very many ids, so they stay in the
 * database.
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

/**
 * Deletes conversations of a contact whose messages are gone, with messages that came in since. With a mark, a conversation with
 * such messages is left alone.
 */
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
  // Nobody can add to a locked conversation; what was added before the lock is seen from here on.
  const done = await deleteMessages(db, blobs, 'conversation_id = ANY($2::uuid[])', [organizationId, locked]);
  await db.query('DELETE FROM conversation WHERE organization_id = $1 AND id = ANY($2::uuid[])', [
    organizationId,
    locked,
  ]);
  return [...done, { recordType: 'Conversation', disposition: 'ERASED', count: locked.length }];
}

/** Those locked conversations that are still covered; nothing can come into them any more. */
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

/** Locks the conversations of messages, as everybody does who associates or erases messages, before the messages themselves. */
export async function lockConversationsOf(db: EntityManager, messageIds: string[]): Promise<void> {
  await db.query(
    `SELECT id FROM conversation WHERE organization_id = $1 AND id = ANY(ARRAY(
       SELECT conversation_id FROM message WHERE organization_id = $1 AND id = ANY($2::uuid[])))
     ORDER BY id FOR NO KEY UPDATE`,
    [currentKeys().organizationId, messageIds],
  );
}

/** SQL: a message whose sender is a person of the organisation, by name or address. */
export const fromPerson = "direction = 'OUTBOUND' AND NOT from_organization AND sender IS NOT NULL";

/**
 * Takes an agent's name out of the messages that the agent sent: by their ids, or in conversations of the agent, where messages of
 * the version before do not name the agent. Their conversations must be locked.
 */
export async function anonymizeSenders(
  db: EntityManager,
  agentId: string,
  key: 'id' | 'conversation_id',
  ids: string[],
  coverage: Coverage | null,
): Promise<DispositionCount> {
  const parameters: unknown[] = [currentKeys().organizationId, ids, agentId];
  const [, count] = await db.query<[unknown[], number]>(
    `UPDATE message SET sender = NULL, agent_id = NULL
     WHERE organization_id = $1 AND ${key} = ANY($2::uuid[]) AND coalesce(agent_id, $3) = $3
       AND ${fromPerson} AND ${meantBy('message', coverage, parameters)}`,
    parameters,
  );
  return { recordType: 'Message', disposition: 'ANONYMIZED', count };
}

/** Removes an agent from conversations, with the agent's name in messages that came in since these were looked through. */
export async function anonymizeConversations(
  db: EntityManager,
  agentId: string,
  ids: string[],
  coverage: Coverage | null,
): Promise<DispositionCount[]> {
  const { organizationId } = currentKeys();
  await db.query(
    'SELECT id FROM conversation WHERE organization_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR NO KEY UPDATE',
    [organizationId, ids],
  );
  const senders = await anonymizeSenders(db, agentId, 'conversation_id', ids, coverage);
  const [, count] = await db.query<[unknown[], number]>(
    'UPDATE conversation SET agent_id = NULL WHERE organization_id = $1 AND id = ANY($2::uuid[]) AND agent_id = $3',
    [organizationId, ids, agentId],
  );
  return [senders, { recordType: 'Conversation', disposition: 'ANONYMIZED', count }];
}

/**
 * Deletes messages of locked conversations with their files, in one statement.
 * @param condition which messages, with parameters from `$2` on for the further `values`; it comes from the code, never from a caller
 */
async function deleteMessages(
  db: EntityManager,
  blobs: BlobStore,
  condition: string,
  values: unknown[],
): Promise<DispositionCount[]> {
  // An array that a subquery makes is looked up in the index, however many ids the planner expects.
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
