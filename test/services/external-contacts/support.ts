/** Contacts of made-up people, written through the service's own API. */
import type { TestService } from '../../support/run/service';

/** Creates a contact in an organisation. @returns its id */
export const createIn = async (
  service: TestService,
  organizationId: string,
  input: Record<string, unknown> = {},
): Promise<string> =>
  (
    await service.ask<{ createExternalContact: { id: string } }>(
      'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
      { input },
      { organizationId },
    )
  ).createExternalContact.id;
