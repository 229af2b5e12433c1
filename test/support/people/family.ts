/** A person with a merge set of three contacts, with two messages each: small, and always the same. */
import type { ApiClient } from '../../../scripts/develop/api-client';

/**
 * Creates the merge set.
 * @param email the canonical contact's address
 * @returns the ids, the canonical contact's first
 */
export async function createFamily(api: ApiClient, label: string, email?: string): Promise<[string, string, string]> {
  const create = async (mutation: string, type: string, input: object) =>
    Object.values(
      await api.ask<Record<string, { id: string }>>(
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { id } }`,
        { input },
      ),
    )[0]?.id ?? '';
  const ids: string[] = [];
  for (const index of [0, 1, 2]) {
    const contact = await create('createExternalContact', 'CreateExternalContactInput', {
      firstName: `Person${label}`,
      lastName: `Number${index}`,
      ...(index === 0 && email !== undefined ? { personalEmail: email } : {}),
    });
    const conversation = await create('startConversation', 'StartConversationInput', {
      channel: 'SMS',
      externalContactId: contact,
    });
    for (const text of ['one', 'two'])
      await create('addMessage', 'AddMessageInput', { conversationId: conversation, direction: 'INBOUND', text });
    if (ids[0])
      await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
        a: contact,
        b: ids[0],
      });
    ids.push(contact);
  }
  return ids as [string, string, string];
}

/** What each request of the family must have done, exactly once. */
export const familyDispositions = {
  'external-contacts': ['ExternalContact ERASED 1'],
  messaging: ['Conversation ERASED 1', 'Message ERASED 2'],
};
