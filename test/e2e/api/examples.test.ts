/** Every operation of `examples/operations` does what its comment says. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { approvedUpdates, waitingUpdate } from '../../support/api/approvals';
import { eventsOf } from '../../support/api/event-stream';
import { eventually } from '../../support/eventually';
import { exampleOperations } from '../../support/api/examples';
import { openLoopback } from '../../support/api/webhooks';
import { createFamily } from '../../support/people/family';
import { finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const examples = exampleOperations();

let system: TestSystem;
let api: ApiClient;
let contact: string;
/** The requests that the examples created. */
const made: Record<'GET' | 'EXPORT', string> = { GET: '', EXPORT: '' };
const organization = 'examples';
const used = new Set<string>();

beforeAll(async () => {
  system = await sharedSystem({ ...approvedUpdates, ...openLoopback });
  api = await system.client({ organization });
  [contact] = await createFamily(api, 'example');
}, 90_000);
afterAll(() => system.stop());

const text = (name: string): string => {
  used.add(name);
  return examples.get(name) ?? '';
};
const ask = <T>(name: string, variables: Record<string, unknown>) =>
  api.ask<T & Record<string, unknown>>(text(name), variables);

test('examples that search: who holds a value', async () => {
  const { subjects } = await ask<{ subjects: { totalCount: number; unavailable: string[]; nodes: object[] } }>(
    'find-subjects',
    { term: { name: 'Personexample' } },
  );
  expect(subjects).toMatchObject({ totalCount: 3, unavailable: [] });
  expect(subjects.nodes[0]).toMatchObject({ service: 'external-contacts', match: { type: 'EXTERNAL_CONTACT' } });
  const { externalContact } = await ask<{ externalContact: { conversations: { nodes: object[] } } }>(
    'walk-conversations',
    { id: contact },
  );
  expect(externalContact).toMatchObject({ id: contact, firstName: 'Personexample' });
  expect(externalContact.conversations.nodes).toHaveLength(1);
  const { piiServices } = await ask<{ piiServices: { available: boolean }[] }>('list-services', {});
  expect(piiServices.length).toBeGreaterThanOrEqual(5);
  expect(piiServices.every(({ available }) => available)).toBe(true);
  // The supergraph of this system is composed elsewhere, so services can neither join nor be retired.
  expect(await ask('list-registered-services', {})).toEqual({ registeredServices: [] });
  expect(await api.refused(text('retire-service'), { name: 'loyalty' })).toMatchObject({ code: 'SERVICES_FIXED' });
});

test.each(['GET', 'EXPORT'] as const)(
  'a request of the type %s is previewed, made once, followed and read',
  async (type) => {
    const term = { externalContactId: contact };
    const { previewGdprRequest } = await ask<{ previewGdprRequest: { planHash: string } }>('preview-request', {
      type,
      term,
    });
    const input = { type, term, planHash: previewGdprRequest.planHash, idempotencyKey: `example-${type}` };
    const create = () =>
      ask<{ createGdprRequest: { created: boolean; request: { id: string; relatedRequests: object[] } } }>(
        'create-request',
        {
          input,
        },
      );
    const { createGdprRequest: first } = await create();
    expect(first).toMatchObject({ created: true, request: { type } });
    expect(first.request.relatedRequests).toHaveLength(2);
    expect((await create()).createGdprRequest.request.id).toBe(first.request.id);
    made[type] = first.request.id;
    const events: string[] = [];
    const token = await system.token({ organization });
    for await (const { event } of eventsOf(system.url, token, text('follow-request'), { id: made[type] }))
      events.push(event);
    expect(events.at(-1)).toBe('complete');
    await finishedRequest(api, made[type]);
    const { gdprRequest } = await ask<{ gdprRequest: { package: object | null } }>('read-request', { id: made[type] });
    expect(gdprRequest).toMatchObject({
      id: made[type],
      status: 'COMPLETED',
      certificate: expect.any(String) as string,
    });
    expect(gdprRequest.package === null).toBe(type === 'GET');
  },
);

test('examples that read: the data about a person, the inventory, and unreachable places', async () => {
  const purpose = 'the audit of the examples';
  const { personalDataReport } = await ask<{ personalDataReport: { service: string; data: { records: object[] } }[] }>(
    'report-on-a-person',
    { term: { externalContactId: contact }, purpose },
  );
  const contacts = personalDataReport.find(({ service }) => service === 'external-contacts');
  expect(contacts?.data.records.length).toBeGreaterThan(0);
  const { auditLog } = await ask<{ auditLog: { verified: boolean; nodes: { detail: string }[] } }>('read-audit-log', {
    filter: { term: { externalContactId: contact } },
  });
  expect(auditLog.verified).toBe(true);
  expect(auditLog.nodes.some(({ detail }) => detail.includes(purpose))).toBe(true);
  const register = await ask<{ dataProcessing: object[]; dataInventory: object[] }>('read-register', {
    service: 'messaging',
  });
  expect(register.dataProcessing).toMatchObject([{ service: 'messaging' }]);
  expect(register.dataInventory).toContainEqual(expect.objectContaining({ type: 'Message', field: 'text' }));
  await api.ask('mutation { startConversation(input: { channel: SMS }) { id } }');
  const { unreachablePersonalData } = await ask<{ unreachablePersonalData: { nodes: { remedy: string }[] } }>(
    'find-unreachable-places',
    { service: 'messaging' },
  );
  expect(unreachablePersonalData.nodes[0]?.remedy).toMatch(/\w/);
});

test('a package link for the person is created', async () => {
  const { createPackageLink } = await ask<{ createPackageLink: { url: string; code: string } }>('link-for-the-person', {
    requestId: made.EXPORT,
  });
  expect(createPackageLink).toMatchObject({ code: expect.stringMatching(/^\w{5}-\w{5}$/) as string });
});

test('a certificate is read', async () => {
  const { gdprRequest } = await ask<{ gdprRequest: object }>('read-certificate', { id: made.GET });
  expect(gdprRequest).toMatchObject({
    id: made.GET,
    certificate: expect.stringMatching(/^[\w-]+\.[\w-]+\./) as string,
  });
});

interface Page {
  gdprRequests: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

test('requests are listed page by page, and the audit log is read for one of them', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { gdprRequests }: Page = await ask<Page>('list-requests', { filter: {}, after });
    seen.push(...gdprRequests.nodes.map(({ id }) => id));
    after = gdprRequests.pageInfo.hasNextPage ? gdprRequests.pageInfo.endCursor : null;
  } while (after !== null);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual(expect.arrayContaining([made.GET, made.EXPORT]));
  const { auditLog } = await ask<{ auditLog: { nodes: { action: string }[] } }>('read-audit-log', {
    filter: { requestId: made.GET },
  });
  expect(auditLog.nodes.map(({ action }) => action)).toContain('REQUEST_CREATED');
});

test('a case is handled from the arrival of a letter to its end', async () => {
  const now = Date.now();
  const day = 24 * 3_600_000;
  const receivedAt = new Date(now - day).toISOString();
  const { openGdprCase } = await ask<{ openGdprCase: { id: string; legalDueAt: string } }>('open-case', {
    input: { receivedAt, reference: 'LETTER-7' },
  });
  const { id } = openGdprCase;
  await ask('confirm-identity', { id, means: 'KNOWN_ACCOUNT' });
  const until = new Date(new Date(openGdprCase.legalDueAt).getTime() + 30 * day).toISOString();
  await ask('extend-case', { id, input: { until, reason: 'COMPLEXITY', informedAt: new Date(now).toISOString() } });
  const email = 'erased@example.com';
  const [gone] = await createFamily(api, 'erasedexample', email);
  const input = { type: 'DELETE', term: { externalContactId: gone }, deleteConfirmed: true, caseId: id };
  const created = await ask<{ createGdprRequest: { request: { id: string } } }>('create-request', { input });
  const requestId = created.createGdprRequest.request.id;
  await finishedRequest(api, requestId);
  const { erasureTombstone } = await ask<{ erasureTombstone: object }>('read-tombstone', { term: { email } });
  expect(erasureTombstone).toMatchObject({ requestId });
  expect(await ask('lift-tombstone', { term: { email } })).toEqual({ liftErasureTombstone: true });
  const { gdprCase } = await ask<{
    gdprCase: { legalDueAt: string; requests: { recipients: { service: string; recipient: string }[] }[] };
  }>('read-case', { id });
  expect(gdprCase).toMatchObject({ legalDueAt: until, requests: [{ id: requestId, status: 'COMPLETED' }] });
  const [first] = gdprCase.requests[0]?.recipients ?? [];
  await ask('tell-recipient', { requestId, ...first, informedAt: undefined, at: new Date(now).toISOString() });
  const { closeGdprCase } = await ask<{ closeGdprCase: object }>('close-case', { id, outcome: 'FULFILLED' });
  expect(closeGdprCase).toMatchObject({ outcome: 'FULFILLED' });
  const { gdprCases } = await ask<{ gdprCases: { nodes: object[] } }>('list-cases', {
    filter: { reference: 'LETTER-7' },
  });
  expect(gdprCases.nodes).toMatchObject([{ id, outcome: 'FULFILLED', overdue: false }]);
  const { gdprReport } = await ask<{ gdprReport: { rows: { type: string }[] } }>('report-on-a-period', {
    from: receivedAt,
    to: new Date(now + day).toISOString(),
  });
  expect(gdprReport.rows).toContainEqual(
    expect.objectContaining({ type: 'DELETE', status: 'COMPLETED', count: 1, extended: 1 }),
  );
});

test('a correction waits for a second person, who approves or rejects it by its plan', async () => {
  const { gdprApprovalPolicy } = await ask<{ gdprApprovalPolicy: object }>('read-approval-policy', {});
  expect(gdprApprovalPolicy).toEqual({ types: ['UPDATE'], aboveSubjects: null, identityRequired: true });
  const maker = await system.client({ organization, subject: 'maker' });
  const { openGdprCase } = await ask<{ openGdprCase: { id: string } }>('open-case', {
    input: { receivedAt: new Date(Date.now() - 60_000).toISOString() },
  });
  await ask('confirm-identity', { id: openGdprCase.id, means: 'ID_DOCUMENT' });
  const [one, two] = [(await createFamily(api, 'waiting'))[0], (await createFamily(api, 'rejected'))[0]];
  const [id, other] = [await waitingUpdate(maker, one, openGdprCase.id), await waitingUpdate(maker, two)];
  const { gdprRequest } = await ask<{ gdprRequest: { pendingPlan: { planHash: string; subjects: object[] } } }>(
    'read-waiting-request',
    { id },
  );
  expect(gdprRequest.pendingPlan.subjects).toHaveLength(3);
  const { planHash } = gdprRequest.pendingPlan;
  const { approveGdprRequest } = await ask<{ approveGdprRequest: object }>('approve-request', { id, planHash });
  expect(approveGdprRequest).toMatchObject({ id, approval: { by: 'developer' } });
  expect(await finishedRequest(api, id)).toMatchObject({ status: 'COMPLETED' });
  const { rejectGdprRequest } = await ask<{ rejectGdprRequest: object }>('reject-request', {
    id: other,
    reason: 'OTHER',
  });
  expect(rejectGdprRequest).toMatchObject({ status: 'REJECTED', rejection: 'OTHER' });
});

test('an endpoint is registered, tested, changed, and removed', async () => {
  // Nothing listens there, so deliveries wait.
  const url = 'http://127.0.0.1:9/hook';
  const { createWebhookEndpoint } = await ask<{
    createWebhookEndpoint: { secret: string; endpoint: { id: string } };
  }>('create-webhook', { input: { url, events: ['GDPR_SUBJECT_REAPPEARED'] } });
  const { id } = createWebhookEndpoint.endpoint;
  const { testWebhookEndpoint } = await ask<{ testWebhookEndpoint: { id: string } }>('test-webhook', { id });
  expect(testWebhookEndpoint).toMatchObject({ status: 'PENDING' });
  const { webhookDeliveries } = await ask<{ webhookDeliveries: { nodes: object[] } }>('list-webhook-deliveries', {
    endpointId: id,
  });
  expect(webhookDeliveries.nodes).toMatchObject([{ id: testWebhookEndpoint.id, event: null }]);
  const { redeliverWebhooks } = await ask<{ redeliverWebhooks: number }>('redeliver-webhooks', {
    endpointId: id,
    failedSince: new Date(Date.now() - 3_600_000).toISOString(),
  });
  expect(redeliverWebhooks).toBe(0);
  const { rotateWebhookSecret } = await ask<{ rotateWebhookSecret: { secret: string } }>('rotate-webhook-secret', {
    id,
  });
  expect(rotateWebhookSecret.secret).not.toBe(createWebhookEndpoint.secret);
  await ask('change-webhook', { id, input: { url, events: ['GDPR_CASE_OVERDUE'] }, enabled: false });
  const { webhookEndpoints } = await ask<{ webhookEndpoints: object[] }>('list-webhooks', {});
  expect(webhookEndpoints).toMatchObject([{ id, url, enabled: false, disabledReason: 'BY_CALLER' }]);
  expect(await ask('delete-webhook', { id })).toEqual({ deleteWebhookEndpoint: true });
});

test('a hold is placed, listed and released, and the waiting request begins', async () => {
  const [held] = await createFamily(api, 'heldexample');
  const subject = { externalContactId: held };
  const { placeLegalHold } = await ask<{ placeLegalHold: { id: string } }>('place-hold', {
    input: { subject, ground: 'LEGAL_CLAIMS', reason: 'A claim is before the court.', reference: 'CLAIM-7' },
  });
  const { id } = placeLegalHold;
  const { createGdprRequest } = await ask<{ createGdprRequest: { request: { id: string } } }>('create-request', {
    input: { type: 'DELETE', term: subject, deleteConfirmed: true },
  });
  const { legalHolds } = await ask<{ legalHolds: { nodes: { id: string; waiting: { status: string }[] }[] } }>(
    'list-holds',
    {
      active: true,
    },
  );
  const listed = legalHolds.nodes.find((hold) => hold.id === id);
  expect(listed).toMatchObject({ subject: { id: held }, reference: 'CLAIM-7', releasedAt: null });
  expect(listed?.waiting.map(({ status }) => status)).toEqual(['ON_HOLD', 'ON_HOLD', 'ON_HOLD']);
  await ask('release-hold', { id, reference: 'SETTLED-7' });
  expect((await finishedRequest(api, createGdprRequest.request.id)).status).toBe('COMPLETED');
});

test('a restriction is placed, and lifted when the person was told', async () => {
  const [restricted] = await createFamily(api, 'restrictedexample');
  const { restrictProcessing } = await ask<{ restrictProcessing: { id: string } }>('restrict-processing', {
    input: { subject: { externalContactId: restricted }, ground: 'OBJECTION' },
  });
  const { id } = restrictProcessing;
  interface Listed {
    restrictions: { nodes: { recipients: { service: string; recipient: string; informedAt: string | null }[] }[] };
  }
  const [first] = await eventually(async () => {
    const { restrictions } = await ask<Listed>('list-restrictions', { active: true });
    expect(restrictions.nodes).toMatchObject([{ id, subject: { id: restricted }, liftedAt: null }]);
    const recipients = restrictions.nodes[0]?.recipients ?? [];
    return recipients.length > 0 && recipients;
  });
  const at = new Date().toISOString();
  await ask('tell-restriction-recipient', { restrictionId: id, ...first, informedAt: undefined, at });
  const { liftRestriction } = await ask<{ liftRestriction: object }>('lift-restriction', {
    id,
    informedAt: new Date().toISOString(),
  });
  expect(liftRestriction).toMatchObject({ id, liftedAt: expect.any(String) as string });
});

test('every example was run', () => {
  expect([...used].sort()).toEqual([...examples.keys()].sort());
});
