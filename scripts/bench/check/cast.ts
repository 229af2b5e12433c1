/** The people whom the check's operations are about. They are alike, so that it does not matter which one is taken. */
import type { ApiClient } from '../../develop/api-client';

export interface Person {
  id: string;
  name: string;
  email: string;
}

/** The number of conversations of each person. */
const conversations = 2;

/** A number as a fixed number of letters, so that answers have the same length for every person. */
const lettersOf = (number: number): string =>
  [...String(number).padStart(4, '0')].map((digit) => 'abcdefghij'[Number(digit)]).join('');

/** A contact with conversations, each with an agent, a message and a recording. */
async function makePerson(api: ApiClient, index: number, agents: string[]): Promise<Person> {
  const word = `counted${lettersOf(index)}`;
  const email = `${word}@bench.example`;
  const { createExternalContact: contact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
    { input: { firstName: 'Counted', lastName: word, personalEmail: email } },
  );
  for (let number = 0; number < conversations; number += 1) {
    const { startConversation: conversation } = await api.ask<{ startConversation: { id: string } }>(
      'mutation ($input: StartConversationInput!) { startConversation(input: $input) { id } }',
      { input: { channel: 'EMAIL', externalContactId: contact.id, agentId: agents[number % agents.length] } },
    );
    await api.ask('mutation ($input: AddMessageInput!) { addMessage(input: $input) { id } }', {
      input: { conversationId: conversation.id, direction: 'INBOUND', from: email, text: `It is ${word}.` },
    });
    await api.ask('mutation ($input: AddRecordingInput!) { addRecording(input: $input) { id } }', {
      input: {
        conversationId: conversation.id,
        externalContactId: contact.id,
        startedAt: '2026-01-02T03:04:05Z',
        durationMs: 1_000,
        mediaType: 'audio/wav',
        base64: 'UklGRg==',
      },
    });
  }
  return { id: contact.id, name: `Counted ${word}`, email };
}

/** Makes `count` people, numbered from `first` on. */
export async function makeCast(api: ApiClient, first: number, count: number): Promise<Person[]> {
  const { users } = await api.ask<{ users: { nodes: { id: string }[] } }>(
    `{ users(first: ${conversations}) { nodes { id } } }`,
  );
  const agents = users.nodes.map(({ id }) => id);
  return Promise.all(Array.from({ length: count }, (_, index) => makePerson(api, first + index, agents)));
}
