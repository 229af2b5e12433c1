/** What a second person is shown of a request that waits, and what their approval covers (R30): the replacements, and nobody who came later. */
import { decodeJwt } from 'jose';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { approve, approveDocument, cancelDocument, planOf, readWaiting } from '../../support/api/approvals';
import { placeHold, releaseHold } from '../../support/api/holds';
import { createRequest, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { eventually } from '../../support/eventually';
import { createContact, erasureOf } from '../../support/people/waiting-person';
import { gatewaySql, inDatabase } from '../../support/run/database';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'approved-plans';
let system: TestSystem;
/** The person who makes requests, and the one who approves them. */
let maker: ApiClient;
let second: ApiClient;

beforeAll(async () => {
  system = await sharedSystem({ APPROVAL_TYPES: 'UPDATE,DELETE' });
  maker = await system.client({ organization, subject: 'maker' });
  second = await system.client({ organization, subject: 'second' });
}, 180_000);

afterAll(() => system.stop());

interface Plan {
  planHash: string;
  replacements: { type: string; existing: string; updated: string }[];
  activeEmployeeAcknowledged: boolean;
  services: { service: string; newerRecords: number }[];
}

const planDocument = `query ($id: ID!, $unmasked: Boolean) { gdprRequest(id: $id) { pendingPlan(unmasked: $unmasked) {
  planHash replacements { type existing updated } activeEmployeeAcknowledged services { service newerRecords } } } }`;

const shownPlan = async (api: ApiClient, id: string, unmasked?: boolean): Promise<Plan> =>
  (await api.ask<{ gdprRequest: { pendingPlan: Plan } }>(planDocument, { id, unmasked })).gdprRequest.pendingPlan;

const correction = (externalContactId: string, existing: string, updated: string) => ({
  type: 'UPDATE',
  term: { externalContactId },
  replacements: [{ type: 'EMAIL', existing, updated }],
});

const emailOf = async (id: string) =>
  (
    await maker.ask<{ externalContact: { personalEmail: string } | null }>(
      'query ($id: ID!) { externalContact(id: $id) { personalEmail } }',
      { id },
    )
  ).externalContact?.personalEmail;

const previewed = async (type: string, term: object) =>
  (
    await maker.ask<{ previewGdprRequest: Plan }>(
      `query ($type: GdprRequestType!, $term: PersonalDataTermInput!) { previewGdprRequest(type: $type, term: $term) {
         planHash replacements { type existing updated } activeEmployeeAcknowledged services { service newerRecords } } }`,
      { type, term },
    )
  ).previewGdprRequest;

test('the plan of a rectification shows its replacements, masked unless the approver may see values', async () => {
  const { id: contact, email } = await createContact(maker);
  const { request } = await createRequest(maker, correction(contact, email, 'right@waits.example'));
  const { replacements, planHash } = await shownPlan(second, request.id);
  expect(replacements).toEqual([
    { type: 'EMAIL', existing: expect.stringMatching(/^w….@w…s\.example$/) as string, updated: 'r…t@w…s.example' },
  ]);
  const clear = [{ type: 'EMAIL', existing: email, updated: 'right@waits.example' }];
  expect(await shownPlan(second, request.id, true)).toMatchObject({ planHash, replacements: clear });
  const weak = await system.client({
    organization,
    subject: 'weak',
    scopes: ['gdpr:request:view', 'gdpr:request:approve'],
  });
  expect(await weak.refused(planDocument, { id: request.id, unmasked: true })).toMatchObject({
    code: 'FORBIDDEN',
    argument: 'unmasked',
    requiredScopes: ['gdpr:value:view'],
  });
  const { auditLog } = await maker.ask<{ auditLog: { nodes: { action: string; detail: string }[] } }>(
    'query ($id: ID!) { auditLog(filter: { requestId: $id }) { nodes { action detail } } }',
    { id: request.id },
  );
  const looks = auditLog.nodes.filter(({ action }) => action === 'REQUEST_PREVIEWED');
  expect(looks.map(({ detail }) => detail.endsWith(', unmasked')).sort()).toEqual([false, true]);
  // A preview is of a request that has none.
  expect(await previewed('UPDATE', { externalContactId: contact })).toMatchObject({ replacements: [] });
});

test('an approval is of the replacements that were shown: with others it is refused, and the certificate has the hash of those', async () => {
  const { id: contact, email } = await createContact(maker);
  const first = await createRequest(maker, correction(contact, email, 'right@waits.example'));
  const seen = await planOf(second, first.request.id);
  await maker.ask(cancelDocument, { id: first.request.id });
  const other = await createRequest(maker, correction(contact, email, 'attacker@evil.example'));
  const { id } = other.request;
  expect(await second.refused(approveDocument, { id, planHash: seen })).toMatchObject({
    code: 'PLAN_CHANGED',
    argument: 'planHash',
  });
  // Nor is the hash of a preview, which shows no replacements, that of the plan.
  const { planHash: ofPreview } = await previewed('UPDATE', { externalContactId: contact });
  expect(await second.refused(approveDocument, { id, planHash: ofPreview })).toMatchObject({ code: 'PLAN_CHANGED' });
  expect(await emailOf(contact)).toBe(email);
  const planHash = await planOf(second, id);
  expect(planHash).not.toBe(seen);
  expect(await approve(second, id, planHash)).toMatchObject({ approval: { planHash } });
  expect((await finishedRequest(maker, id)).status).toBe('COMPLETED');
  const { approval, certificate } = await readWaiting(maker, id);
  expect(approval?.planHash).toBe(planHash);
  expect(decodeJwt<{ approval: { planHash: string } }>(certificate ?? '').approval.planHash).toBe(planHash);
  expect(await emailOf(contact)).toBe('attacker@evil.example');
});

test('the acknowledgement of an active employee is shown, and covered by the hash', async () => {
  const { createUser } = await maker.ask<{ createUser: { id: string } }>(
    'mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }',
    { input: { name: 'Ines Vidal', email: 'ines@waits.example' } },
  );
  const term = { userId: createUser.id };
  const { request } = await createRequest(maker, erasureOf(term, { activeEmployeeAcknowledged: true }));
  const plan = await shownPlan(second, request.id);
  expect(plan.activeEmployeeAcknowledged).toBe(true);
  const { planHash } = await previewed('DELETE', term);
  expect(plan.planHash).not.toBe(planHash);
  expect(await second.refused(approveDocument, { id: request.id, planHash })).toMatchObject({ code: 'PLAN_CHANGED' });
});

test('a correction that was approved while a hold stands begins when that ends; one that an earlier version approved shows its hash', async () => {
  const { id: contact, email } = await createContact(maker);
  const { planHash: ofPreview } = await previewed('UPDATE', { externalContactId: contact });
  const { request } = await createRequest(maker, {
    ...correction(contact, email, 'held@waits.example'),
    planHash: ofPreview,
  });
  const hold = await placeHold(second, { externalContactId: contact });
  const planHash = await planOf(second, request.id);
  await approve(second, request.id, planHash);
  await eventually(async () => (await readRequest(maker, request.id)).status === 'ON_HOLD');
  await releaseHold(second, hold.id);
  expect((await finishedRequest(maker, request.id)).status).toBe('COMPLETED');
  expect((await readWaiting(maker, request.id)).approval?.planHash).toBe(planHash);
  await gatewaySql(system)('UPDATE gdpr_request SET approved_plan_hash = NULL WHERE id = $1', [request.id]);
  expect((await readWaiting(maker, request.id)).approval?.planHash).toBe(ofPreview);
});

test('who comes later does not block the approval of an erasure by value, is counted apart, and is not touched (R25)', async () => {
  const { email } = await createContact(maker);
  const { request } = await createRequest(maker, erasureOf({ email }));
  const before = await shownPlan(second, request.id);
  const newcomer = await createContact(maker, { personalEmail: email });
  const { planHash, services } = await shownPlan(second, request.id);
  expect(planHash).toBe(before.planHash);
  expect(services).toContainEqual({ service: 'external-contacts', newerRecords: 1 });
  await approve(second, request.id, planHash);
  const finished = await finishedRequest(maker, request.id);
  expect(finished.status).toBe('COMPLETED');
  expect(outcome(finished, 'external-contacts')).toMatchObject({ newerRecords: 1 });
  expect(await emailOf(newcomer.id)).toBe(email);
});

test('records whose age a service cannot tell do not block it either: what was planned has not changed', async () => {
  const { id: contact, email } = await createContact(maker);
  await inDatabase(databaseName(system.databasePrefix, 'external-contacts'), (client) =>
    client.query(
      `UPDATE personal_data_term SET held_since = 'infinity', held_by_transaction = NULL WHERE record_id::text = $1`,
      [contact],
    ),
  );
  const { request } = await createRequest(maker, erasureOf({ email }));
  expect((await approve(second, request.id, await planOf(second, request.id))).status).toBe('INITIATED');
});
