/**
 * What messaging holds about a person: conversations and messages with their files, whatever they contain (R17). They are found by
 * an id only (R7). A contact's are erased; in an agent's only the link to the agent and the agent's name as a sender are (R12).
 */
import { Any } from 'typeorm';
import {
  childIds,
  childrenLoader,
  linkedBy,
  mapYielding,
  isId,
  replaceAnywhere,
  replaceInText,
  rowSource,
  updateAll,
  withheldField,
  type ContractContext,
  type FoundRecord,
  type IdPage,
  type KeptRecords,
  type PersonalDataAttachment,
  type PersonalDataDefinition,
  type PersonalDataField,
  type RecordSource,
} from '../kit';
import { Conversation, Message, MessageAttachment } from './entities';
import {
  anonymizeConversations,
  anonymizeSenders,
  conversationCovered,
  eraseConversations,
  eraseMessages,
  lockConversationsOf,
} from './erase';
import { unreachable } from './unreachable';
import { restricted } from './restricted';

/** The contact that the term names; null when the term is not the id of a contact. */
const contactOf = ({ term }: ContractContext): string | null =>
  term.kind === 'id' && term.type === 'EXTERNAL_CONTACT_ID' && isId(term.id) ? term.id : null;

/** The ids of a table's rows that belong to the term's subject. A dialer contact has none here; an agent's messages bear the agent's name. */
async function idsOf(context: ContractContext, table: 'conversation' | 'message', page: IdPage): Promise<string[]> {
  const { db, term, coverage } = context;
  const contact = contactOf(context);
  if (contact) {
    const covered = table === 'conversation' ? { covered: conversationCovered } : {};
    return childIds(db, { table, column: 'external_contact_id', ...covered }, [contact], page, coverage);
  }
  if (term.kind === 'id' && term.type === 'USER_ID' && isId(term.id))
    return childIds(db, { table, column: 'agent_id' }, [term.id], page, coverage);
  return [];
}

/** The id by which `idsOf` found the rows. */
const subjectId = ({ term }: ContractContext): string => (term.kind === 'id' ? term.id : '');

const persons = { USER_ID: 'agent_id', EXTERNAL_CONTACT_ID: 'external_contact_id' };

const conversations = rowSource({
  recordType: 'Conversation',
  entity: Conversation,
  holdsSubjects: false,
  ids: (context, page) => idsOf(context, 'conversation', page),
  linked: linkedBy('conversation', persons),

  describe: (rows, { term }) =>
    rows.map(({ id, startedAt, channel, customAttributes, agentId }) => {
      const agent: PersonalDataField = { name: 'agent', category: 'EMPLOYMENT', value: agentId ?? '' };
      const own: PersonalDataField[] = [
        { name: 'channel', category: 'COMMUNICATION', value: channel },
        ...(customAttributes ?? []).map(({ key, value }): PersonalDataField => ({
          name: `customAttributes.${key}`,
          category: 'OTHER',
          value,
        })),
      ];
      // An agent sees their own part of a conversation, not the customer's.
      return { id, createdAt: startedAt, fields: term.type === 'USER_ID' ? [agent] : own };
    }),

  erase(ids, context) {
    const { db, blobs, term, coverage } = context;
    return term.type === 'USER_ID'
      ? anonymizeConversations(db, subjectId(context), ids, coverage)
      : eraseConversations(db, blobs, subjectId(context), ids, coverage);
  },

  async correct(rows, replacements, { term }) {
    // An agent may not correct what the customer's channel added.
    for (const conversation of term.type === 'EXTERNAL_CONTACT_ID' ? rows : [])
      conversation.customAttributes &&= await mapYielding(conversation.customAttributes, ({ key, value }) => ({
        key,
        value: replaceAnywhere(value, replacements),
      }));
  },
});

const messageRows = rowSource({
  recordType: 'Message',
  entity: Message,
  holdsSubjects: false,
  ids: (context, page) => idsOf(context, 'message', page),
  linked: linkedBy('message', persons),

  lock: (ids, { db }) => lockConversationsOf(db, ids),

  describe(rows, { db, term }) {
    if (term.type === 'USER_ID') return rows.map(agentsPart);
    const files = childrenLoader(db, MessageAttachment, 'messageId');
    return Promise.all(
      rows.map(async ({ id, sentAt, direction, from, fromOrganization, text }) => {
        const fields: PersonalDataField[] = [];
        // The sender of an answer is another person, unless it is the organisation.
        const own = direction === 'INBOUND' || fromOrganization;
        if (from && own) fields.push({ name: 'from', category: 'IDENTIFIER', value: from });
        if (from && !own) fields.push(withheldField('from', 'IDENTIFIER', 'ANOTHER_PERSON'));
        if (text) fields.push({ name: 'text', category: 'COMMUNICATION', value: text });
        return { id, createdAt: sentAt, fields, attachments: (await files.load(id)).map(attachmentOf) };
      }),
    );
  },

  async correct(rows, replacements, { term }) {
    const ofAgent = term.type === 'USER_ID';
    await mapYielding(rows, (message) => {
      // The sender of an answer is an agent, who may happen to have the same name as the contact (R6).
      if (ofAgent || message.direction === 'INBOUND') message.from = replaceAnywhere(message.from, replacements);
      // An agent may not correct what was written to or about the customer.
      if (!ofAgent) message.text = replaceInText(message.text, replacements);
    });
  },
});

/** What an agent is shown of a message that bears the agent's name: that name. The text is the other person's too (R13). */
function agentsPart({ id, sentAt, from, text }: Message): FoundRecord {
  const fields: PersonalDataField[] = from ? [{ name: 'from', category: 'IDENTIFIER', value: from }] : [];
  if (text) fields.push(withheldField('text', 'COMMUNICATION', 'ANOTHER_PERSON'));
  return { id, createdAt: sentAt, fields };
}

const unchangedContent = 'What is written inside a file cannot be changed; the file can be erased with its message.';

/** Messages with their files, whose names are rectified too. What the files contain is not (R14). */
const messages: RecordSource = {
  ...messageRows,

  async erase(context, limit) {
    const { db, blobs, coverage } = context;
    const contact = contactOf(context);
    if (contact) return eraseMessages(db, blobs, contact, limit, coverage);
    const ids = await idsOf(context, 'message', { after: null, limit });
    if (ids.length === 0) return { handled: 0, done: [] };
    await lockConversationsOf(db, ids);
    return { handled: ids.length, done: [await anonymizeSenders(db, subjectId(context), 'id', ids, coverage)] };
  },

  async rectify(context, replacements, page) {
    const rectified = await messageRows.rectify(context, replacements, page);
    // Files belong to the contact.
    if (!contactOf(context)) return rectified;
    const { seen, done, kept } = rectified;
    const where = { organizationId: context.organizationId, messageId: Any(seen) };
    const files = await context.db.findBy(MessageAttachment, where);
    const renamed = files.filter((file) => {
      const { filename } = file;
      file.filename = replaceInText(filename, replacements);
      return file.filename !== filename;
    });
    await updateAll(context.db, MessageAttachment, renamed, { only: ['filename'] });
    for (const { onFound } of replacements) files.forEach(() => onFound?.('UNREADABLE'));
    const unchanged: KeptRecords = {
      recordType: 'MessageAttachment',
      disposition: 'NOT_SUPPORTED',
      recordIds: files.map(({ id }) => id),
      reason: unchangedContent,
    };
    return {
      seen,
      done: [...done, { recordType: 'MessageAttachment', disposition: 'RECTIFIED', count: renamed.length }],
      kept: [...(kept ?? []), ...(files.length > 0 ? [unchanged] : [])],
    };
  },
};

const attachmentOf = (file: MessageAttachment): PersonalDataAttachment => {
  const { id, filename, mediaType, byteSize, sha256 } = file;
  return { id, filename, mediaType, byteSize, sha256, path: `/attachments/${id}` };
};

export const personalData: PersonalDataDefinition = {
  requiresSubject: true,
  records: [conversations, messages],
  unreachable,
  restricted,
};
