/**
 * What messaging holds about a person: conversations and messages with their files, all of them whatever they contain
 * (R17). Found by id only (R7): a contact's are erased; of an agent's only the link to the agent goes (R12).
 */
import { In } from 'typeorm';
import {
  childIds,
  findByIds,
  isId,
  isValueType,
  replaceInText,
  replaceValue,
  valueTypes,
  type ContractContext,
  type FoundRecord,
  type IdPage,
  type PersonalDataDefinition,
  type RecordSource,
  type Replacement,
} from '../kit';
import { Conversation, Message, MessageAttachment } from './entities';

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

/** Ids of a table's rows that belong to the term's subject; a dialer contact has none here. */
async function idsOf(
  { db, term }: ContractContext,
  table: 'conversation' | 'message',
  page: IdPage,
): Promise<string[]> {
  if (term.kind !== 'id' || !isId(term.id)) return [];
  if (term.type === 'EXTERNAL_CONTACT_ID')
    return childIds(db, { table, column: 'external_contact_id' }, [term.id], page);
  if (term.type === 'USER_ID' && table === 'conversation')
    return childIds(db, { table, column: 'agent_id' }, [term.id], page);
  return [];
}

const conversations: RecordSource = {
  recordType: 'Conversation',

  async find(context, page): Promise<FoundRecord[]> {
    const found = (await findByIds(context.db, Conversation, await idsOf(context, 'conversation', page))).sort(byId);
    if (context.term.type === 'USER_ID') {
      return found.map(({ id, startedAt, agentId }) => ({
        id,
        createdAt: startedAt,
        fields: [{ name: 'agent', category: 'EMPLOYMENT', value: agentId ?? '' }],
      }));
    }
    return found.map(({ id, startedAt, channel, customAttributes }) => ({
      id,
      createdAt: startedAt,
      fields: [
        { name: 'channel', category: 'COMMUNICATION' as const, value: channel },
        ...(customAttributes ?? []).map(({ key, value }) => ({
          name: `customAttributes.${key}`,
          category: 'OTHER' as const,
          value,
        })),
      ],
    }));
  },

  async erase(context, limit) {
    const { db, organizationId } = context;
    const ids = await idsOf(context, 'conversation', { after: null, limit });
    if (ids.length === 0) return { handled: 0, done: [] };
    if (context.term.type === 'USER_ID') {
      await db.update(Conversation, { organizationId, id: In(ids) }, { agentId: null });
      return { handled: ids.length, done: [{ disposition: 'ANONYMIZED', count: ids.length }] };
    }
    await db.query('DELETE FROM conversation WHERE organization_id = $1 AND id = ANY($2::uuid[])', [
      organizationId,
      ids,
    ]);
    return { handled: ids.length, done: [{ disposition: 'ERASED', count: ids.length }] };
  },

  async rectify(context, replacements, page) {
    const seen = await idsOf(context, 'conversation', page);
    const own = context.term.type === 'EXTERNAL_CONTACT_ID' ? await findByIds(context.db, Conversation, seen) : [];
    const changed = own.filter((conversation) => {
      const before = JSON.stringify(conversation.customAttributes);
      conversation.customAttributes =
        conversation.customAttributes?.map(({ key, value }) => ({ key, value: replaceInText(value, replacements) })) ??
        null;
      return JSON.stringify(conversation.customAttributes) !== before;
    });
    if (changed.length > 0) await context.db.upsert(Conversation, changed, ['organizationId', 'id']);
    return { seen, done: [{ disposition: 'RECTIFIED', count: changed.length }] };
  },
};

const messages: RecordSource = {
  recordType: 'Message',

  async find(context, page): Promise<FoundRecord[]> {
    const ids = await idsOf(context, 'message', page);
    const found = (await findByIds(context.db, Message, ids)).sort(byId);
    const files =
      ids.length === 0
        ? []
        : await context.db.findBy(MessageAttachment, { organizationId: context.organizationId, messageId: In(ids) });
    return found.map(({ id, sentAt, direction, from, text }) => ({
      id,
      createdAt: sentAt,
      fields: [
        // Who answered is somebody else: only the person's own address is theirs.
        ...(from && direction === 'INBOUND' ? [{ name: 'from', category: 'IDENTIFIER' as const, value: from }] : []),
        ...(text ? [{ name: 'text', category: 'COMMUNICATION' as const, value: text }] : []),
      ],
      attachments: files
        .filter(({ messageId }) => messageId === id)
        .sort(byId)
        .map(({ id: fileId, filename, mediaType, byteSize, sha256 }) => ({
          id: fileId,
          filename,
          mediaType,
          byteSize,
          sha256,
          path: `/attachments/${fileId}`,
        })),
    }));
  },

  async erase(context, limit) {
    const { db, organizationId, blobs } = context;
    const ids = await idsOf(context, 'message', { after: null, limit });
    if (ids.length === 0) return { handled: 0, done: [] };
    const [files] = await db.query<[{ blob_path: string }[], number]>(
      'DELETE FROM message_attachment WHERE organization_id = $1 AND message_id = ANY($2::uuid[]) RETURNING blob_path',
      [organizationId, ids],
    );
    await blobs.removeLater(
      db,
      organizationId,
      files.map(({ blob_path: path }) => path),
    );
    await db.query('DELETE FROM message WHERE organization_id = $1 AND id = ANY($2::uuid[])', [organizationId, ids]);
    const attachments = { recordType: 'MessageAttachment', disposition: 'ERASED' as const, count: files.length };
    return { handled: ids.length, done: [{ disposition: 'ERASED', count: ids.length }, attachments] };
  },

  async rectify(context, replacements, page) {
    const seen = await idsOf(context, 'message', page);
    const changed = (await findByIds(context.db, Message, seen)).filter((message) => rectify(message, replacements));
    if (changed.length > 0) await context.db.upsert(Message, changed, ['organizationId', 'id']);
    return { seen, done: [{ disposition: 'RECTIFIED', count: changed.length }] };
  },
};

/** Replaces values in a message and says whether any changed. A sender is compared as what it reads as, text as written. */
function rectify(message: Message, replacements: Replacement[]): boolean {
  const before = [message.from, message.text].join('\n');
  for (const type of valueTypes.filter(isValueType)) message.from = replaceValue(type, message.from, replacements);
  message.text = replaceInText(message.text, replacements);
  return [message.from, message.text].join('\n') !== before;
}

export const personalData: PersonalDataDefinition = { requiresSubject: true, records: [conversations, messages] };
