/**
 * What messaging holds about a person: conversations and messages with their files, all of them whatever they contain
 * (R17). Found by id only (R7): a contact's are erased; of an agent's only the link to the agent goes (R12).
 */
import { Any } from 'typeorm';
import {
  childIds,
  childrenLoader,
  findByIds,
  isId,
  replaceAnywhere,
  replaceInText,
  updateAll,
  withheld,
  type ContractContext,
  type FoundRecord,
  type IdPage,
  type PersonalDataAttachment,
  type PersonalDataDefinition,
  type PersonalDataField,
  type RecordSource,
} from '../kit';
import { Conversation, Message, MessageAttachment } from './entities';
import { eraseConversations, eraseMessages } from './erase';

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

/** Ids of a table's rows that belong to the term's subject; a dialer contact has none here, and an agent no messages. */
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

/** The id that `idsOf` found rows by. */
const subjectId = ({ term }: ContractContext): string => (term.kind === 'id' ? term.id : '');

const conversations: RecordSource = {
  recordType: 'Conversation',

  async find(context, page): Promise<FoundRecord[]> {
    const found = (await findByIds(context.db, Conversation, await idsOf(context, 'conversation', page))).sort(byId);
    return found.map(({ id, startedAt, channel, customAttributes, agentId }) => {
      // An agent is shown their own part of it, not the customer's.
      const fields: PersonalDataField[] =
        context.term.type === 'USER_ID'
          ? [{ name: 'agent', category: 'EMPLOYMENT', value: agentId ?? '' }]
          : [
              { name: 'channel', category: 'COMMUNICATION', value: channel },
              ...(customAttributes ?? []).map(({ key, value }): PersonalDataField => ({
                name: `customAttributes.${key}`,
                category: 'OTHER',
                value,
              })),
            ];
      return { id, createdAt: startedAt, fields };
    });
  },

  async erase(context, limit) {
    const { db, organizationId, blobs, term } = context;
    const ids = await idsOf(context, 'conversation', { after: null, limit });
    if (ids.length === 0) return { handled: 0, done: [] };
    if (term.type === 'USER_ID') {
      const [, count] = await db.query<[unknown[], number]>(
        'UPDATE conversation SET agent_id = NULL WHERE organization_id = $1 AND id = ANY($2::uuid[]) AND agent_id = $3',
        [organizationId, ids, subjectId(context)],
      );
      return { handled: ids.length, done: [{ disposition: 'ANONYMIZED', count }] };
    }
    return { handled: ids.length, done: await eraseConversations(db, blobs, subjectId(context), ids) };
  },

  async rectify(context, replacements, page) {
    const seen = await idsOf(context, 'conversation', page);
    const own = context.term.type === 'EXTERNAL_CONTACT_ID' ? await findByIds(context.db, Conversation, seen) : [];
    const changed = own.filter((conversation) => {
      const corrected = (conversation.customAttributes ?? []).map(({ key, value }) => ({
        key,
        value: replaceAnywhere(value, replacements),
      }));
      const isChanged = corrected.some(({ value }, index) => value !== conversation.customAttributes?.[index]?.value);
      if (isChanged) conversation.customAttributes = corrected;
      return isChanged;
    });
    await updateAll(context.db, Conversation, changed, ['customAttributes']);
    return { seen, done: [{ disposition: 'RECTIFIED', count: changed.length }] };
  },
};

const messages: RecordSource = {
  recordType: 'Message',

  async find(context, page): Promise<FoundRecord[]> {
    const found = (await findByIds(context.db, Message, await idsOf(context, 'message', page))).sort(byId);
    const files = childrenLoader(context.db, MessageAttachment, 'messageId');
    return Promise.all(
      found.map(async ({ id, sentAt, direction, from, text }) => {
        const fields: PersonalDataField[] = [];
        // Who answered is somebody else: only the person's own address is theirs.
        const sender = direction === 'INBOUND' ? from : withheld('another person');
        if (from && sender) fields.push({ name: 'from', category: 'IDENTIFIER', value: sender });
        if (text) fields.push({ name: 'text', category: 'COMMUNICATION', value: text });
        return { id, createdAt: sentAt, fields, attachments: (await files.load(id)).map(attachmentOf) };
      }),
    );
  },

  async erase(context, limit) {
    const ids = await idsOf(context, 'message', { after: null, limit });
    const { db, blobs } = context;
    return { handled: ids.length, done: ids.length ? await eraseMessages(db, blobs, subjectId(context), ids) : [] };
  },

  async rectify(context, replacements, page) {
    const seen = await idsOf(context, 'message', page);
    const changed = (await findByIds(context.db, Message, seen)).filter((message) => {
      const { from, text } = message;
      // The sender of an answer is the agent, whose name may happen to be the same (R6).
      if (message.direction === 'INBOUND') message.from = replaceAnywhere(from, replacements);
      message.text = replaceInText(text, replacements);
      return message.from !== from || message.text !== text;
    });
    await updateAll(context.db, Message, changed, ['from', 'text']);
    const where = { organizationId: context.organizationId, messageId: Any(seen) };
    const renamed = (await context.db.findBy(MessageAttachment, where)).filter((file) => {
      const { filename } = file;
      file.filename = replaceInText(filename, replacements);
      return file.filename !== filename;
    });
    await updateAll(context.db, MessageAttachment, renamed, ['filename']);
    const attachments = { recordType: 'MessageAttachment', disposition: 'RECTIFIED' as const, count: renamed.length };
    return { seen, done: [{ disposition: 'RECTIFIED', count: changed.length }, attachments] };
  },
};

const attachmentOf = (file: MessageAttachment): PersonalDataAttachment => {
  const { id, filename, mediaType, byteSize, sha256 } = file;
  return { id, filename, mediaType, byteSize, sha256, path: `/attachments/${id}` };
};

export const personalData: PersonalDataDefinition = {
  requiresSubject: true,
  records: [conversations, messages],
  unreachable: [
    {
      recordType: 'Conversation',
      location: 'the whole conversation: messages, files, custom attributes',
      reason: 'It is associated with no external contact, and data are found here through the contact only.',
      remedy: 'Associate it with a contact: associateConversation.',
      table: 'conversation',
      condition: 'external_contact_id IS NULL',
    },
    {
      recordType: 'Conversation',
      location: 'customAttributes: the keys',
      reason: 'Keys of custom attributes are neither searched nor corrected; only their values are.',
      remedy: 'Keep names and numbers out of keys. With the conversation, keys are exported and erased too.',
      table: 'conversation',
      condition: 'custom_attributes IS NOT NULL',
    },
  ],
};
