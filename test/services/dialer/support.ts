/** Lists, contacts, calls and objections of made-up people, written through the dialer's own API. */
import type { TestService } from '../../support/run/service';

const columns = [
  { name: 'Who', holds: 'NAME' },
  { name: 'Number', holds: 'PHONE' },
  { name: 'Mail', holds: 'EMAIL' },
  { name: 'Plan' },
];

/** Writes into the service of a suite, which starts later. */
export function writer(started: () => TestService) {
  const made = async (organizationId: string, document: string, variables: Record<string, unknown>) =>
    Object.values(await started().ask<Record<string, { id: string }>>(document, variables, { organizationId }))[0]
      ?.id ?? '';
  return {
    createList: (organizationId: string, of: { name: string; holds?: string }[] = columns) =>
      made(organizationId, 'mutation ($input: CreateContactListInput!) { createContactList(input: $input) { id } }', {
        input: { name: 'List', columns: of },
      }),

    addContact: (organizationId: string, contactListId: string, values: Record<string, string>) =>
      made(organizationId, 'mutation ($input: AddDialerContactInput!) { addDialerContact(input: $input) { id } }', {
        input: { contactListId, values: Object.entries(values).map(([column, value]) => ({ column, value })) },
      }),

    block: (organizationId: string, phone: string) =>
      started().ask<{ addDoNotCall: boolean }>(
        'mutation ($phone: String!) { addDoNotCall(phone: $phone) }',
        { phone },
        { organizationId },
      ),

    attempt: (organizationId: string, contactListId: string, contactId: string, agentId?: string) =>
      made(organizationId, 'mutation ($input: RecordCallAttemptInput!) { recordCallAttempt(input: $input) { id } }', {
        input: {
          contactId,
          contactListId,
          at: '2026-03-02T10:00:00Z',
          phone: '+1 317 555 0158',
          result: 'BUSY',
          agentId,
        },
      }),
  };
}
