/** Two persons with records in common: a contact, and the agent who answered, in a conversation with an answer and a recording. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { newPerson } from './held-people';

export interface Conversing {
  contact: string;
  agent: string;
  /** The agent's name, which the answer bears. */
  name: string;
}

let made = 0;

/** Makes an agent, and a contact to whom the agent wrote. @param others who converse with the same agent or contact @default new ones */
export async function conversing(api: ApiClient, others: Partial<Conversing> = {}): Promise<Conversing> {
  made += 1;
  const { name = `Agent Number${process.pid}x${made}`, contact = (await newPerson(api)).id } = others;
  const agent =
    others.agent ??
    (
      await api.ask<{ createUser: { id: string } }>(
        'mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }',
        { input: { name, email: `agent${process.pid}x${made}@agents.example` } },
      )
    ).createUser.id;
  const { startConversation } = await api.ask<{ startConversation: { id: string } }>(
    'mutation ($input: StartConversationInput!) { startConversation(input: $input) { id } }',
    { input: { channel: 'SMS', externalContactId: contact, agentId: agent } },
  );
  await api.ask('mutation ($input: AddMessageInput!) { addMessage(input: $input) { id } }', {
    input: { conversationId: startConversation.id, direction: 'OUTBOUND', from: name, text: 'Yours sincerely' },
  });
  await api.ask('mutation ($input: AddRecordingInput!) { addRecording(input: $input) { id } }', {
    input: {
      externalContactId: contact,
      agentId: agent,
      startedAt: '2026-01-01T10:00:00Z',
      durationMs: 1000,
      mediaType: 'audio/wav',
      base64: 'UklGRg==',
      transcript: 'Hello.',
    },
  });
  return { contact, agent, name };
}
