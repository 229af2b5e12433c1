/** A text that somebody wrote to slow a search down, and a correction that reads it: other organisations are answered meanwhile (R27). */
import { createRequest, dispositionsOf, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

test('a correction in hostile texts does not keep messaging from answering other organisations', async () => {
  const api = await system.client({ organization: 'adversarial-text' });
  const other = await system.client({ organization: 'adversarial-text-beside' });
  const { createExternalContact: contact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation { createExternalContact(input: { firstName: "Ana", lastName: "Prieto" }) { id } }',
  );
  const { startConversation: conversation } = await api.ask<{ startConversation: { id: string } }>(
    'mutation ($contact: ID!) { startConversation(input: { channel: EMAIL, externalContactId: $contact }) { id } }',
    { contact: contact.id },
  );
  // With regular expressions one of these took ten seconds, during which messaging answered nobody.
  for (const text of ['.ana'.repeat(30_000), '@ana.'.repeat(30_000), 'ana+'.repeat(30_000)]) {
    await api.ask(
      'mutation ($conversation: ID!, $text: String) { addMessage(input: { conversationId: $conversation, direction: INBOUND, text: $text }) { id } }',
      { conversation: conversation.id, text },
    );
  }

  let running = true;
  let longest = 0;
  const beside = (async () => {
    let answers = 0;
    for (; running; answers += 1) {
      const began = performance.now();
      await other.ask('{ conversations(first: 1) { nodes { id } } }');
      longest = Math.max(longest, performance.now() - began);
    }
    return answers;
  })();
  const term = { externalContactId: contact.id };
  const replacements = [{ type: 'NAME', existing: 'ana', updated: 'Anna' }];
  const { request } = await createRequest(api, { type: 'UPDATE', term, replacements });
  const finished = await finishedRequest(api, request.id, 120_000);
  running = false;
  expect(finished.status).toBe('COMPLETED');
  // What is part of a domain stays.
  expect(dispositionsOf(finished, 'messaging')).toContain('Message RECTIFIED 2');
  // The number of calls depends on the machine; the time of each must be bounded.
  expect(await beside).toBeGreaterThan(0);
  expect(longest).toBeLessThan(5_000);
}, 180_000);
