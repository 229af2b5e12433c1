/** Conversations of made-up people, written through the service's own API. */
import type { Client } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { TestService, TokenOptions } from '../../support/run/service';

export const startDocument = `mutation Start($input: StartConversationInput!) {
  startConversation(input: $input) { id channel startedAt customAttributes { key value } externalContact { id } agent { id } }
}`;

export const addDocument = `mutation Add($input: AddMessageInput!) {
  addMessage(input: $input) { id direction from text attachments { id filename mediaType byteSize sha256 } }
}`;

/** A message as {@link addDocument} reads it. */
export interface WrittenMessage {
  id: string;
  direction: string;
  from: string | null;
  text: string | null;
  attachments: { id: string; filename: string; mediaType: string; byteSize: number; sha256: string }[];
}

/** Encodes a text as base64. */
export const encoded = (text: string): string => Buffer.from(text).toString('base64');

/** Associates a conversation with somebody else, as the service does, in a transaction that others wait for. */
export const associating = (conversation: string, contact: string) => async (client: Client) => {
  await client.query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [conversation]);
  for (const [table, key] of [
    ['conversation', 'id'],
    ['message', 'conversation_id'],
  ])
    await client.query(`UPDATE ${table} SET external_contact_id = $2 WHERE ${key} = $1`, [conversation, contact]);
};

/** Writes conversations and messages into one service. */
export function writer(service: TestService, options: TokenOptions = {}) {
  const start = async (input: Record<string, unknown> = {}): Promise<string> => {
    const variables = { input: { channel: 'EMAIL', ...input } };
    return (await service.ask<{ startConversation: { id: string } }>(startDocument, variables, options))
      .startConversation.id;
  };
  const add = async (conversationId: string, input: Record<string, unknown> = {}): Promise<WrittenMessage> => {
    const variables = { input: { conversationId, direction: 'INBOUND', ...input } };
    return (await service.ask<{ addMessage: WrittenMessage }>(addDocument, variables, options)).addMessage;
  };
  return {
    start,
    add,
    /** Makes a contact with one conversation: a question with two files, and an agent's answer. */
    async contactWithConversation() {
      const [contact, agent] = [uuidv7(), uuidv7()];
      const conversation = await start({
        externalContactId: contact,
        agentId: agent,
        customAttributes: [{ key: 'orderNumber', value: 'order 4711 of Nadia Petrova' }],
      });
      const question = await add(conversation, {
        from: 'Nadia.Petrova@example.com',
        text: 'This is Nadia Petrova, my number is 317-555-0188.',
        attachments: [
          { filename: 'letter of Nadia Petrova.txt', mediaType: 'text/plain', base64: encoded('Dear all') },
          { filename: 'empty.bin', mediaType: 'application/octet-stream', base64: '' },
        ],
      });
      const answer = await add(conversation, {
        direction: 'OUTBOUND',
        from: 'Nadia Petrova',
        text: 'Dear Ms Petrova, thank you.',
      });
      return { contact, agent, conversation, question, answer };
    },
  };
}
