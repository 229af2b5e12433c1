/** The people of the tests of approvals: separate contacts, and erasures of them that wait for a second person (R30). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { createRequest, type RequestInput } from '../api/requests';

let people = 0;

/** Makes a contact with an address that nobody else has. */
export async function createContact(api: ApiClient, more: object = {}): Promise<{ id: string; email: string }> {
  people += 1;
  const input = { firstName: 'Wanda', lastName: 'Waits', personalEmail: `wanda${people}@waits.example`, ...more };
  const { createExternalContact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
    { input },
  );
  return { id: createExternalContact.id, email: input.personalEmail };
}

export const erasureOf = (term: object, more: object = {}): RequestInput => ({
  type: 'DELETE',
  term,
  deleteConfirmed: true,
  ...more,
});

/** An erasure of a new contact, which waits for its approval. */
export async function waiting(api: ApiClient): Promise<{ id: string; externalContactId: string; email: string }> {
  const { id: externalContactId, email } = await createContact(api);
  const { request } = await createRequest(api, erasureOf({ externalContactId }));
  expect(request.status).toBe('AWAITING_APPROVAL');
  return { id: request.id, externalContactId, email };
}
