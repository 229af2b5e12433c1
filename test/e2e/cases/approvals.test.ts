/** Requests that wait for a second person (R30): who may end the wait, by which plan, and what goes on meanwhile. */
import { decodeJwt } from 'jose';
import type { ApiClient } from '../../../scripts/develop/api-client';
import {
  approve,
  approveDocument,
  cancelDocument,
  planOf,
  readWaiting,
  rejectDocument,
} from '../../support/api/approvals';
import { createRequest, finishedRequest, readRequest } from '../../support/api/requests';
import { proxyService } from '../../support/faults/fault-proxy';
import { createFamily } from '../../support/people/family';
import { createContact, erasureOf, waiting } from '../../support/people/waiting-person';
import { gatewaySql } from '../../support/run/database';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'approvals';
let system: TestSystem;
/** The person who makes requests, and the one who approves them. */
let maker: ApiClient;
let second: ApiClient;

beforeAll(async () => {
  system = await sharedSystem({ APPROVAL_TYPES: 'DELETE' });
  maker = await system.client({ organization, subject: 'maker' });
  second = await system.client({ organization, subject: 'second' });
}, 180_000);

afterAll(() => system.stop());

const actionsOf = async (api: ApiClient, id: string) => {
  const { auditLog } = await api.ask<{
    auditLog: { verified: boolean; nodes: { action: string; actor: string; detail: string }[] };
  }>('query ($id: ID!) { auditLog(filter: { requestId: $id }) { verified nodes { action actor detail } } }', { id });
  expect(auditLog.verified).toBe(true);
  return auditLog.nodes;
};

test('a family waits as one, is approved as one by the plan that was shown, and its certificate names both people', async () => {
  const [canonical, other] = await createFamily(maker, 'Approved');
  const created = await createRequest(maker, erasureOf({ externalContactId: other }));
  const { id } = created.request;
  const before = await readWaiting(second, id);
  expect(before).toMatchObject({ status: 'AWAITING_APPROVAL', approval: null });
  expect(before.pendingPlan?.subjects.map((subject) => subject.id)).toContain(canonical);
  expect(before.pendingPlan?.services).toContainEqual({ service: 'messaging', status: 'COMPLETED' });
  // The plan's values are masked, as in a preview.
  expect(JSON.stringify(before.pendingPlan)).not.toContain('PersonApproved');
  expect(before.relatedRequests.map(({ status }) => status)).toEqual(['AWAITING_APPROVAL', 'AWAITING_APPROVAL']);
  expect(before.services.every(({ status, attempts }) => status === 'PENDING' && attempts === 0)).toBe(true);
  // An approval may also name a related request; but only the parent shows the plan.
  const related = before.relatedRequests[0]?.id ?? '';
  expect((await readWaiting(second, related)).pendingPlan).toBeNull();
  const { gdprRequests } = await second.ask<{ gdprRequests: { nodes: { pendingPlan: unknown }[] } }>(
    '{ gdprRequests(filter: { status: [AWAITING_APPROVAL] }) { nodes { pendingPlan { planHash } } } }',
  );
  expect(gdprRequests.nodes.length).toBeGreaterThanOrEqual(3);
  expect(gdprRequests.nodes.every(({ pendingPlan }) => pendingPlan === null)).toBe(true);

  const planHash = before.pendingPlan?.planHash ?? '';
  expect(await approve(second, related, planHash)).toMatchObject({ approval: { by: 'second', planHash } });
  await finishedRequest(maker, id);
  const after = await readWaiting(maker, id);
  expect(after).toMatchObject({
    status: 'COMPLETED',
    dueAt: before.dueAt,
    pendingPlan: null,
    approval: { by: 'second' },
  });
  expect(after.relatedRequests).toMatchObject([
    { status: 'COMPLETED', approval: { by: 'second' } },
    { status: 'COMPLETED', approval: { by: 'second' } },
  ]);
  const { approval, request } = decodeJwt<{
    approval: { byDigest: string; planHash: string };
    request: { createdByDigest: string };
  }>(after.certificate ?? '');
  expect(approval.planHash).toBe(planHash);
  expect(approval.byDigest).toMatch(/^[0-9a-f]{32,}$/);
  expect(approval.byDigest).not.toBe(request.createdByDigest);
  expect(await actionsOf(maker, id)).toContainEqual({
    action: 'REQUEST_APPROVED',
    actor: 'second',
    detail: `plan ${planHash}`,
  });
});

test('nobody can approve or reject their own request, through any API and under the id of any member of the family', async () => {
  const [canonical] = await createFamily(maker, 'Own');
  const { request } = await createRequest(
    maker,
    erasureOf({ externalContactId: canonical }, { idempotencyKey: 'own' }),
  );
  const planHash = await planOf(maker, request.id);
  const own = { code: 'OWN_REQUEST', argument: 'id' };
  for (const id of [request.id, ...request.relatedRequests.map((related) => related.id)]) {
    expect(await maker.refused(approveDocument, { id, planHash })).toMatchObject(own);
    expect(await maker.refused(rejectDocument, { id, reason: 'OTHER' })).toMatchObject(own);
  }
  // Another caller's equal request finds the maker's request as its duplicate, and does not take it over.
  expect(await createRequest(second, erasureOf({ externalContactId: canonical }))).toMatchObject({
    created: false,
    request: { id: request.id },
  });
  expect(await maker.refused(approveDocument, { id: request.id, planHash })).toMatchObject(own);
  const forbidden = await system.client({
    organization,
    subject: 'third',
    scopes: ['gdpr:request:add', 'gdpr:request:view'],
  });
  expect(await forbidden.refused(approveDocument, { id: request.id, planHash })).toMatchObject({ code: 'FORBIDDEN' });
  const outsider = await system.client({ organization: 'approvals-others', subject: 'second' });
  expect(await outsider.refused(approveDocument, { id: request.id, planHash })).toMatchObject({ code: 'NOT_FOUND' });
  // The approval needs no scope but its own.
  const approver = await system.client({ organization, subject: 'approver', scopes: ['gdpr:request:approve'] });
  expect((await approve(approver, request.id, planHash)).approval).toMatchObject({ by: 'approver' });
  expect(await finishedRequest(maker, request.id)).toMatchObject({ status: 'COMPLETED' });
});

test('an approval by another plan, or by one that has changed since, is refused', async () => {
  const { id, externalContactId } = await waiting(maker);
  const changed = { code: 'PLAN_CHANGED', argument: 'planHash' };
  const planHash = await planOf(second, id);
  expect(await second.refused(approveDocument, { id, planHash: 'f'.repeat(64) })).toMatchObject(changed);
  expect(await second.refused(approveDocument, { id, planHash: '' })).toMatchObject({
    code: 'BAD_USER_INPUT',
    argument: 'planHash',
  });
  // Another contact is merged into the set after the request was made.
  const { id: joining } = await createContact(maker);
  await maker.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
    a: joining,
    b: externalContactId,
  });
  expect(await second.refused(approveDocument, { id, planHash })).toMatchObject(changed);
  // Nor can it be approved by the new plan: the request was made with the old one.
  const today = await planOf(second, id);
  expect(today).not.toBe(planHash);
  expect(await second.refused(approveDocument, { id, planHash: today })).toMatchObject(changed);
  expect(await readRequest(maker, id)).toMatchObject({ status: 'AWAITING_APPROVAL' });
  const { rejectGdprRequest } = await second.ask<{ rejectGdprRequest: object }>(rejectDocument, {
    id,
    reason: 'WRONG_PERSON',
  });
  expect(rejectGdprRequest).toEqual({ id, status: 'REJECTED', rejection: 'WRONG_PERSON' });
});

test('a rejected or cancelled request has called no service, is finished, and does not block a new request', async () => {
  for (const [end, client, expected] of [
    [rejectDocument, second, 'REJECTED'],
    [cancelDocument, maker, 'CANCELLED'],
  ] as const) {
    const [canonical] = await createFamily(maker, expected);
    const { request } = await createRequest(maker, erasureOf({ externalContactId: canonical }));
    const related = request.relatedRequests[0]?.id ?? '';
    await client.ask(end, { id: related, reason: 'UNFOUNDED' });
    const ended = await readRequest(maker, request.id);
    for (const member of [ended, ...ended.relatedRequests]) {
      expect(member).toMatchObject({ status: expected, term: null });
      expect(member.services.every(({ status, attempts }) => status === 'CANCELLED' && attempts === 0)).toBe(true);
    }
    expect((await actionsOf(maker, request.id)).map(({ action }) => action)).toEqual([
      'REQUEST_CREATED',
      `REQUEST_${expected}`,
    ]);
    const planHash = 'f'.repeat(64);
    for (const id of [request.id, related])
      expect(await second.refused(approveDocument, { id, planHash })).toMatchObject({ code: 'NOT_AWAITING_APPROVAL' });
    const retry = 'mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }';
    expect(await maker.refused(retry, { id: request.id })).toMatchObject({ code: 'NOT_RETRYABLE' });
    const { gdprRequests } = await maker.ask<{ gdprRequests: { nodes: { id: string }[] } }>(
      '{ gdprRequests(filter: { overdue: true }) { nodes { id } } }',
    );
    expect(gdprRequests.nodes).toEqual([]);
    expect(await createRequest(maker, erasureOf({ externalContactId: canonical }))).toMatchObject({ created: true });
  }
  // No erasure was recorded that a replay would have to repeat.
  expect(
    await gatewaySql(system)(
      `SELECT request_id FROM gdpr_erasure e JOIN gdpr_request r ON r.id = e.request_id WHERE r.status IN ('REJECTED', 'CANCELLED') AND r.organization_id = $1`,
      [organization],
    ),
  ).toEqual([]);
});

test('a case cannot be closed while a request waits, nor as FULFILLED after a rejection (R28)', async () => {
  const { openGdprCase } = await maker.ask<{ openGdprCase: { id: string } }>(
    'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
    { input: { receivedAt: new Date(Date.now() - 60_000).toISOString() } },
  );
  const { id: externalContactId } = await createContact(maker);
  const { request } = await createRequest(maker, erasureOf({ externalContactId }, { caseId: openGdprCase.id }));
  const closeDocument = `mutation ($id: ID!, $outcome: GdprCaseOutcome!) { closeGdprCase(id: $id, outcome: $outcome) { outcome } }`;
  const close = (outcome: string) => ({ id: openGdprCase.id, outcome });
  expect(await maker.refused(closeDocument, close('REFUSED'))).toMatchObject({
    code: 'CASE_IN_FLIGHT',
    inFlight: [request.id],
  });
  await second.ask(rejectDocument, { id: request.id, reason: 'EXCESSIVE' });
  expect(await maker.refused(closeDocument, close('FULFILLED'))).toMatchObject({
    code: 'CASE_UNFINISHED',
    unfinished: [request.id],
  });
  await maker.ask(closeDocument, close('REFUSED'));
});

test('before the approval no service is asked to change anything; attempts count from it, the due date stays, and a retry needs no other approval (R15)', async () => {
  const contacts = await proxyService(system, 'external-contacts');
  const erased = () => contacts.calls.filter((body) => body.includes('erasePersonalData')).length;
  const { id } = await waiting(maker);
  const planHash = await planOf(second, id);
  const times = async () => {
    const [row] = await gatewaySql(system)<{ until: Date; due: Date; created: Date }>(
      'SELECT attempts_until AS until, due_at AS due, created_at AS created FROM gdpr_request WHERE id = $1',
      [id],
    );
    if (!row) throw new Error('The request is gone.');
    return { until: row.until.getTime(), due: row.due.getTime() - row.created.getTime() };
  };
  const waited = await times();
  expect(erased()).toBe(0);
  contacts.fault = (body) => (body.includes('erasePersonalData') ? 'error' : 'none');
  await approve(second, id, planHash);
  const begun = await times();
  expect(begun.until).toBeGreaterThan(waited.until);
  expect(begun.due).toBe(14 * 86_400_000);
  expect(await finishedRequest(maker, id)).toMatchObject({ status: 'ERROR' });
  expect(erased()).toBeGreaterThan(0);
  contacts.fault = 'none';
  const retry = 'mutation ($id: ID!) { retryGdprRequest(id: $id) { status } }';
  expect(await maker.ask(retry, { id })).toEqual({ retryGdprRequest: { status: 'DELETING' } });
  expect(await finishedRequest(maker, id)).toMatchObject({ status: 'COMPLETED' });
  expect((await actionsOf(maker, id)).filter(({ action }) => action === 'REQUEST_APPROVED')).toHaveLength(1);
  await contacts.close();
});
