/** How a page can cause the errors of cases (R28, R29) and restrictions (R34): the operation for each code. */
import type { ApiClient } from '../../../../scripts/develop/api-client';
import { databaseName } from '../../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../../run/database';
import { createRequest, finishedRequest } from '../../api/requests';
import type { TestSystem } from '../../run/system';
import type { Held, Refused } from './refusals';

const received = '2026-01-31T10:00:00Z';
const inTime = '2026-02-10T10:00:00Z';
const until = '2026-04-01T10:00:00Z';

const close = (id: string, outcome: string): Refused => ({
  query: 'mutation ($id: ID!, $outcome: GdprCaseOutcome!) { closeGdprCase(id: $id, outcome: $outcome) { id } }',
  variables: { id, outcome },
});
const extend = (id: string, input: object): Refused => ({
  query: 'mutation ($id: ID!, $input: GdprExtensionInput!) { extendGdprCase(id: $id, input: $input) { id } }',
  variables: { id, input: { reason: 'COMPLEXITY', informedAt: inTime, until, ...input } },
});

/** @param held a request about this contact stays in flight */
export async function refusedByCases(system: TestSystem, api: ApiClient, held: Held): Promise<Record<string, Refused>> {
  const open = async () =>
    (
      await api.ask<{ openGdprCase: { id: string } }>(
        'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
        { input: { receivedAt: received } },
      )
    ).openGdprCase.id;
  const [plain, closed, extended, inFlight, unfinished] = await Promise.all(Array.from({ length: 5 }, open));
  const [withdrawn, longer] = [close(closed ?? '', 'WITHDRAWN'), extend(extended ?? '', {})];
  for (const { query, variables } of [withdrawn, longer]) await api.ask(query, variables);
  await createRequest(api, { type: 'GET', term: { externalContactId: held.contact }, caseId: inFlight });
  const { request } = await createRequest(api, {
    type: 'GET',
    term: { email: 'unfinished@browser.example' },
    caseId: unfinished,
  });
  await finishedRequest(api, request.id);
  await inDatabase(databaseName(system.databasePrefix, 'gateway'), (client) =>
    client.query(`UPDATE gdpr_request SET status = 'ERROR' WHERE id = $1`, [request.id]),
  );
  const { createExternalContact: restricted } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation { createExternalContact(input: { firstName: "Restricted" }) { id } }',
  );
  await api.ask(
    'mutation ($id: ID!) { restrictProcessing(input: { subject: { externalContactId: $id }, ground: UNLAWFUL }) { id } }',
    restricted,
  );
  return {
    RESTRICTED: {
      query: 'mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { created } }',
      variables: { input: { type: 'DELETE', term: { externalContactId: restricted.id }, deleteConfirmed: true } },
    },
    CASE_CLOSED: close(closed ?? '', 'REFUSED'),
    CASE_IN_FLIGHT: close(inFlight ?? '', 'WITHDRAWN'),
    CASE_UNFINISHED: close(unfinished ?? '', 'FULFILLED'),
    ALREADY_EXTENDED: extend(extended ?? '', { reason: 'NUMBER_OF_REQUESTS' }),
    EXTENSION_TOO_LATE: extend(plain ?? '', { informedAt: '2026-03-01T10:00:00Z' }),
    EXTENSION_TOO_LONG: extend(plain ?? '', { until: '2026-05-01T10:00:00Z' }),
  };
}
