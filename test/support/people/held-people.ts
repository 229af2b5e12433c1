/** The people of the tests of legal holds: separate contacts, each with an e-mail address and a message. */
import type { ApiClient } from '../../../scripts/develop/api-client';

export interface HeldPerson {
  id: string;
  email: string;
}

let made = 0;

/** Makes a contact with an address that nobody else has. */
export async function newPerson(api: ApiClient, more: Record<string, string> = {}): Promise<HeldPerson> {
  made += 1;
  const email = more.personalEmail ?? `held${process.pid}x${made}@hold.example`;
  const { createExternalContact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
    { input: { firstName: 'Held', lastName: `Number${made}`, personalEmail: email, ...more } },
  );
  const { id } = createExternalContact;
  const { startConversation } = await api.ask<{ startConversation: { id: string } }>(
    'mutation ($id: ID!) { startConversation(input: { channel: SMS, externalContactId: $id }) { id } }',
    { id },
  );
  await api.ask(
    'mutation ($id: ID!) { addMessage(input: { conversationId: $id, direction: INBOUND, text: "kept" }) { id } }',
    { id: startConversation.id },
  );
  return { id, email };
}
