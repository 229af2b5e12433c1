/** The saved operations of the explorer, with what they are run on: people, requests, a case, webhooks, a hold and a restriction. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { planOf, waitingUpdate } from '../api/approvals';
import { placeHold } from '../api/holds';
import { createRequest, finishedRequest } from '../api/requests';
import { createEndpoint, quiet } from '../api/webhooks';
import { eventually } from '../eventually';
import { createFamily } from '../people/family';

/** The reason that is given for a report on a person. */
export const purpose = 'Quarterly audit of the explorer';

/** Makes what the operations are run on, in a system in which rectifications wait for an approval. @returns the ids */
export async function makeExplored(api: ApiClient) {
  const [contact] = await createFamily(api, 'explored');
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: contact } });
  const exported = (await finishedRequest(api, request.id)).id;
  const [gone] = await createFamily(api, 'gone', 'gone@example.com');
  const erasure = { type: 'DELETE', term: { externalContactId: gone }, deleteConfirmed: true };
  const erasureId = (await finishedRequest(api, (await createRequest(api, erasure)).request.id)).id;
  const [restricted] = await createFamily(api, 'restricted');
  const placed = await api.ask<{ restrictProcessing: { id: string } }>(
    'mutation ($id: ID!) { restrictProcessing(input: { subject: { externalContactId: $id }, ground: UNLAWFUL }) { id } }',
    { id: restricted },
  );
  const restrictionId = placed.restrictProcessing.id;
  await eventually(async () => {
    const { restrictions } = await api.ask<{ restrictions: { nodes: { recipients: object[] }[] } }>(
      '{ restrictions { nodes { recipients { service } } } }',
    );
    return restrictions.nodes.every(({ recipients }) => recipients.length > 0);
  });
  const receivedAt = new Date(Date.now() - 3_600_000).toISOString();
  const opened = await api.ask<{ openGdprCase: { id: string } }>(
    'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
    { input: { receivedAt } },
  );
  const caseId = opened.openGdprCase.id;
  const [one, two] = [(await createFamily(api, 'waits'))[0], (await createFamily(api, 'rejected'))[0]];
  await api.ask('mutation ($id: ID!) { confirmGdprCaseIdentity(id: $id, means: OTHER) { id } }', { id: caseId });
  // Corrections that wait for an approval, and the plan of the first one.
  const waiting = [await waitingUpdate(api, one, caseId), await waitingUpdate(api, two)];
  const planHash = await planOf(api, waiting[0] ?? '');
  // Nothing listens there.
  const webhook = () => createEndpoint(api, 'http://127.0.0.1:9/hook', quiet);
  const [webhookId, goneWebhookId] = [(await webhook()).endpoint.id, (await webhook()).endpoint.id];
  const [kept] = await createFamily(api, 'kept');
  const holdId = (await placeHold(api, { externalContactId: kept })).id;
  return {
    contact,
    exported,
    erasureId,
    caseId,
    waiting,
    planHash,
    webhookId,
    goneWebhookId,
    kept,
    holdId,
    restricted,
    restrictionId,
  };
}

export type Explored = Awaited<ReturnType<typeof makeExplored>>;

/** The variables of each operation, by its title. */
export const variablesByTitle = (made: Explored): Record<string, object> => ({
  'Find subjects': { term: { name: 'Personexplored' } },
  'Preview a request': { type: 'DELETE', term: { externalContactId: made.contact } },
  'Report on a person': { term: { externalContactId: made.contact }, purpose, unmasked: true },
  'Walk conversations': { id: made.contact },
  'Was it erased before?': { term: { email: 'gone@example.com' } },
  'Came back of their own will': { term: { email: 'gone@example.com' }, reference: 'LETTER-9' },
  'Create a request': { input: { type: 'GET', term: { externalContactId: made.contact } } },
  'List requests': {},
  'Overdue requests': { filter: { overdue: true } },
  'Read a request': { id: made.exported },
  'Requests that wait': { filter: { status: ['AWAITING_APPROVAL'] } },
  'Read what waits': { id: made.waiting[0] },
  'Approve a request': { id: made.waiting[0], planHash: made.planHash },
  'Reject a request': { id: made.waiting[1], reason: 'OTHER' },
  'Which requests wait': {},
  'A link for the person': { requestId: made.exported },
  'Read a certificate': { id: made.exported },
  'Open a case': { input: { receivedAt: new Date(Date.now() - 3_600_000).toISOString() } },
  'Cases by their limit': { filter: { open: true } },
  'Overdue cases': { filter: { overdue: true } },
  'Read a case': { id: made.caseId },
  'Confirm an identity': { id: made.caseId, means: 'CALL_BACK' },
  'Extend a case': {
    id: made.caseId,
    input: {
      until: new Date(Date.now() + 60 * 24 * 3_600_000).toISOString(),
      reason: 'COMPLEXITY',
      informedAt: new Date().toISOString(),
    },
  },
  'Tell a recipient': {
    requestId: made.erasureId,
    service: 'external-contacts',
    recipient: "The organisation's agents",
    at: new Date().toISOString(),
  },
  'Close a case': { id: made.caseId, outcome: 'WITHDRAWN' },
  'Report on a period': { from: '2026-01-01T00:00:00Z', to: '2028-01-01T00:00:00Z' },
  'Register a webhook': { input: { url: 'http://127.0.0.1:9/', events: ['GDPR_REQUEST_COMPLETED'] } },
  Webhooks: {},
  'Test a webhook': { id: made.webhookId },
  'Webhook deliveries': { endpointId: made.webhookId },
  'Failed webhook deliveries': { status: 'FAILED' },
  'Send webhooks again': { endpointId: made.webhookId, failedSince: new Date(Date.now() - 3_600_000).toISOString() },
  'Change a webhook': { id: made.webhookId, input: { url: 'http://127.0.0.1:9/' }, enabled: true },
  "Rotate a webhook's secret": { id: made.webhookId, overlapHours: 1 },
  'Remove a webhook': { id: made.goneWebhookId },
  'Place a hold': {
    input: {
      subject: { externalContactId: made.kept },
      ground: 'AUTHORITY',
      reason: 'A court has ordered it.',
      reference: 'ORDER-7',
    },
  },
  'Holds that stand': { active: true },
  'Release a hold': { id: made.holdId, reference: 'SETTLED-7' },
  'Restrict processing': { input: { subject: { externalContactId: made.restricted }, ground: 'OBJECTION' } },
  'Restrictions that stand': { active: true },
  'Tell a recipient of a restriction': {
    restrictionId: made.restrictionId,
    service: 'external-contacts',
    recipient: "The organisation's agents",
    at: new Date().toISOString(),
  },
  'Lift a restriction': { id: made.restrictionId, informedAt: new Date(Date.now() - 3_600_000).toISOString() },
  'The register': {},
  'Unreachable places': {},
  'The services': {},
  'Services that joined': {},
  'The log of today': { filter: { from: new Date(Date.now() - 3_600_000).toISOString() } },
  'The log of a request': { filter: { requestId: made.exported } },
  'The log of a person': { filter: { term: { externalContactId: made.contact } } },
});
