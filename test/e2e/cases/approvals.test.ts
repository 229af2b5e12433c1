/** Requests that wait for a second person (R30): who may end the wait, by which plan, and what goes on meanwhile. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { decodeJwt } from 'jose';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import {
  approve,
  approveDocument,
  cancelDocument,
  planOf,
  readWaiting,
  rejectDocument,
} from '../../support/api/approvals';
import { findIds } from '../../support/people/cast';
import { inDatabase } from '../../support/run/database';
import { createFamily } from '../../support/people/family';
import { proxyService } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest, readRequest, type RequestInput } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-approvals-'));
const organization = 'approvals';
let system: TestSystem;
/** The person who makes requests, and the one who approves them. */
let maker: ApiClient;
let second: ApiClient;

beforeAll(async () => {
  const file = path.join(directory, 'policies.json');
  const organizations = {
    'approvals-above': { types: ['DELETE', 'GET'], aboveSubjects: 1 },
    'approvals-identity': { identityRequired: true },
    'approvals-none': { types: [] },
  };
  writeFileSync(file, JSON.stringify({ organizations }));
  system = await sharedSystem({ APPROVAL_TYPES: 'EXPORT,DELETE', APPROVAL_POLICY_FILE: file });
  maker = await system.client({ organization, subject: 'maker' });
  second = await system.client({ organization, subject: 'second' });
}, 180_000);

afterAll(async () => {
  await system.stop();
  rmSync(directory, { recursive: true, force: true });
});

let people = 0;
const createContact = async (api = maker, more: object = {}) => {
  people += 1;
  const input = { firstName: 'Wanda', lastName: 'Waits', personalEmail: `wanda${people}@waits.example`, ...more };
  const { createExternalContact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
    { input },
  );
  return { id: createExternalContact.id, email: input.personalEmail };
};

const erasureOf = (term: object, more: object = {}): RequestInput => ({
  type: 'DELETE',
  term,
  deleteConfirmed: true,
  ...more,
});

/** An erasure of a new contact, which waits for its approval. */
async function waiting(api = maker) {
  const { id: externalContactId, email } = await createContact(api);
  const { request } = await createRequest(api, erasureOf({ externalContactId }));
  expect(request.status).toBe('AWAITING_APPROVAL');
  return { id: request.id, externalContactId, email };
}

const actionsOf = async (api: ApiClient, id: string) => {
  const { auditLog } = await api.ask<{
    auditLog: { verified: boolean; nodes: { action: string; actor: string; detail: string }[] };
  }>('query ($id: ID!) { auditLog(filter: { requestId: $id }) { verified nodes { action actor detail } } }', { id });
  expect(auditLog.verified).toBe(true);
  return auditLog.nodes;
};

const sql = <T>(statement: string, values: unknown[] = []) =>
  inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    return (await client.query(statement, values)).rows as T[];
  });

const policyOf = (api: ApiClient) => api.ask('{ gdprApprovalPolicy { types aboveSubjects identityRequired } }');

test('the approval policy is that of the configuration, or the organisation’s own from the file', async () => {
  const policy = (subject: string) => system.client({ organization: subject }).then(policyOf);
  const byDefault = { types: ['EXPORT', 'DELETE'], aboveSubjects: null, identityRequired: false };
  expect(await policyOf(maker)).toEqual({ gdprApprovalPolicy: byDefault });
  expect(await policy('approvals-above')).toEqual({
    gdprApprovalPolicy: { ...byDefault, types: ['GET', 'DELETE'], aboveSubjects: 1 },
  });
  expect(await policy('approvals-identity')).toEqual({ gdprApprovalPolicy: { ...byDefault, identityRequired: true } });
  const none = await system.client({ organization: 'approvals-none' });
  const { request } = await createRequest(none, erasureOf({ externalContactId: (await createContact(none)).id }));
  expect(await finishedRequest(none, request.id)).toMatchObject({ status: 'COMPLETED' });
  expect((await readWaiting(none, request.id)).approval).toBeNull();
});

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
  const { id, externalContactId } = await waiting();
  const changed = { code: 'PLAN_CHANGED', argument: 'planHash' };
  const planHash = await planOf(second, id);
  expect(await second.refused(approveDocument, { id, planHash: 'f'.repeat(64) })).toMatchObject(changed);
  expect(await second.refused(approveDocument, { id, planHash: '' })).toMatchObject({
    code: 'BAD_USER_INPUT',
    argument: 'planHash',
  });
  // Another contact is merged into the set after the request was made.
  const { id: joining } = await createContact();
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
    await sql(
      `SELECT request_id FROM gdpr_erasure e JOIN gdpr_request r ON r.id = e.request_id WHERE r.status IN ('REJECTED', 'CANCELLED') AND r.organization_id = $1`,
      [organization],
    ),
  ).toEqual([]);
});

test('a waiting request conflicts only with a duplicate; when it begins, with requests that contradict it (R10)', async () => {
  const { id, externalContactId, email } = await waiting();
  expect(await createRequest(maker, erasureOf({ externalContactId }))).toMatchObject({
    created: false,
    request: { id },
  });
  // Meanwhile a correction runs, and a request of the same type by another term is a different request.
  const replacements = [{ type: 'NAME', existing: 'Wanda Waits', updated: 'Wanda Waited' }];
  const update = await createRequest(maker, { type: 'UPDATE', term: { email }, replacements });
  expect(update.created).toBe(true);
  expect(await finishedRequest(maker, update.request.id)).toMatchObject({ status: 'COMPLETED' });
  const other = await createRequest(maker, erasureOf({ email }));
  expect(other).toMatchObject({ created: true, request: { status: 'AWAITING_APPROVAL' } });
  const copy = await createRequest(maker, { type: 'EXPORT', term: { externalContactId } });
  expect(copy).toMatchObject({ created: true, request: { status: 'AWAITING_APPROVAL' } });
  // The export is marked as begun without a worker: the erasure must wait for it.
  const begun = `UPDATE gdpr_request SET status = 'EXPORTING' WHERE id = $1`;
  const planHash = await planOf(second, other.request.id);
  await sql(begun, [copy.request.id]);
  expect(await second.refused(approveDocument, { id: other.request.id, planHash })).toMatchObject({
    code: 'CONFLICTING_REQUEST',
    requestId: copy.request.id,
  });
  await sql(`UPDATE gdpr_request SET status = 'AWAITING_APPROVAL' WHERE id = $1`, [copy.request.id]);
  await approve(second, other.request.id, planHash);
  expect(await finishedRequest(maker, other.request.id)).toMatchObject({ status: 'COMPLETED' });
});

test('a request waits if it touches more subjects than the policy allows; a family counts all of its members', async () => {
  const api = await system.client({ organization: 'approvals-above', subject: 'maker' });
  const { id: alone } = await createContact(api);
  expect((await createRequest(api, erasureOf({ externalContactId: alone }))).request.status).not.toBe(
    'AWAITING_APPROVAL',
  );
  const [, member] = await createFamily(api, 'Above');
  const family = await createRequest(api, erasureOf({ externalContactId: member }));
  expect([family.request, ...family.request.relatedRequests].map(({ status }) => status)).toEqual(
    Array(3).fill('AWAITING_APPROVAL'),
  );
  for (const lastName of ['One', 'Two']) await createContact(api, { lastName, cellPhone: '+34911000777' });
  const shared = { phone: '+34911000777' };
  expect(await findIds(api, shared)).toHaveLength(2);
  const byValue = await createRequest(api, { type: 'GET', term: shared });
  expect(byValue.request.status).toBe('AWAITING_APPROVAL');
  const copy = await createRequest(api, { type: 'EXPORT', term: { externalContactId: member } });
  expect(await finishedRequest(api, copy.request.id)).toMatchObject({ status: 'COMPLETED' });
});

test('if the policy demands it, the identity of the case’s person must be confirmed before the approval', async () => {
  const named = { organization: 'approvals-identity' };
  const [api, other] = [
    await system.client({ ...named, subject: 'maker' }),
    await system.client({ ...named, subject: 'second' }),
  ];
  const { openGdprCase } = await api.ask<{ openGdprCase: { id: string } }>(
    'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
    { input: { receivedAt: new Date(Date.now() - 60_000).toISOString() } },
  );
  const caseId = openGdprCase.id;
  const [one, two] = [await createContact(api), await createContact(api)];
  const inCase = await createRequest(api, erasureOf({ externalContactId: one.id }, { caseId }));
  const without = await createRequest(api, erasureOf({ externalContactId: two.id }));
  const unconfirmed = { code: 'IDENTITY_NOT_CONFIRMED', argument: 'id' };
  for (const { request } of [inCase, without])
    expect(
      await other.refused(approveDocument, { id: request.id, planHash: await planOf(other, request.id) }),
    ).toMatchObject(unconfirmed);
  await api.ask('mutation ($id: ID!) { confirmGdprCaseIdentity(id: $id, means: CALL_BACK) { id } }', { id: caseId });
  await approve(other, inCase.request.id, await planOf(other, inCase.request.id));
  expect(await finishedRequest(api, inCase.request.id)).toMatchObject({ status: 'COMPLETED' });
  expect(
    await other.refused(approveDocument, { id: without.request.id, planHash: await planOf(other, without.request.id) }),
  ).toMatchObject(unconfirmed);
});

test('a case cannot be closed while a request waits, nor as FULFILLED after a rejection (R28)', async () => {
  const { openGdprCase } = await maker.ask<{ openGdprCase: { id: string } }>(
    'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
    { input: { receivedAt: new Date(Date.now() - 60_000).toISOString() } },
  );
  const { id: externalContactId } = await createContact();
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
  const { id } = await waiting();
  const planHash = await planOf(second, id);
  const times = async () => {
    const [row] = await sql<{ until: Date; due: Date; created: Date }>(
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
