/** Which requests wait for a second person, by the policy of their organisation (R30), and which ones they conflict with meanwhile (R10). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { approve, approveDocument, planOf, readWaiting } from '../../support/api/approvals';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { findIds } from '../../support/people/cast';
import { createFamily } from '../../support/people/family';
import { createContact, erasureOf, waiting } from '../../support/people/waiting-person';
import { gatewaySql } from '../../support/run/database';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-approval-policy-'));
const organization = 'approval-policy';
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

test('a waiting request conflicts only with a duplicate; when it begins, with requests that contradict it (R10)', async () => {
  const { id, externalContactId, email } = await waiting(maker);
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
  const sql = gatewaySql(system);
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
