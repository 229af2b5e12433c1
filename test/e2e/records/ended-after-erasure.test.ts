/** A request that ends after an erasure of its person keeps nothing of them, and one that failed keeps only what a retry needs (R21). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { approveDocument, cancelDocument, rejectDocument } from '../../support/api/approvals';
import { createRequest, finishedRequest, outcome, readRequest, type RequestInput } from '../../support/api/requests';
import { eventually } from '../../support/eventually';
import { proxyService, throughProxy, type Fault } from '../../support/faults/fault-proxy';
import { createContact, erasureOf } from '../../support/people/waiting-person';
import { gatewaySql } from '../../support/run/database';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'ended-after-erasure';
let system: TestSystem;
let maker: ApiClient;
let second: ApiClient;

beforeAll(async () => {
  system = await sharedSystem({ APPROVAL_TYPES: 'UPDATE,EXPORT' });
  maker = await system.client({ organization, subject: 'maker' });
  second = await system.client({ organization, subject: 'second' });
}, 180_000);

afterAll(() => system.stop());

/** What the API answers of the person. */
const keptOf = async (id: string) => {
  const { gdprRequest } = await maker.ask<{
    gdprRequest: { term: object | null; subject: object | null; suggestedTerms: object[] };
  }>('query ($id: ID!) { gdprRequest(id: $id) { term { type } subject { id } suggestedTerms { foundIn } } }', { id });
  const { term, subject, suggestedTerms } = gdprRequest;
  return { term: term !== null, subject: subject !== null, suggestions: suggestedTerms.length > 0 };
};

const nothing = { term: false, subject: false, suggestions: false };

const erase = async (externalContactId: string) => {
  const { request } = await createRequest(maker, erasureOf({ externalContactId }));
  expect((await finishedRequest(maker, request.id)).status).toBe('COMPLETED');
};

const correction = (term: object, email: string): RequestInput => ({
  type: 'UPDATE',
  term,
  replacements: [{ type: 'EMAIL', existing: email, updated: `new-${email}` }],
});

test('a request that waited for its approval is reduced when it is rejected or cancelled', async () => {
  for (const [document, client, status] of [
    [rejectDocument, second, 'REJECTED'],
    [cancelDocument, maker, 'CANCELLED'],
  ] as const) {
    const { id: externalContactId, email } = await createContact(maker);
    const inputs = [
      correction({ externalContactId }, email),
      correction({ email }, email),
      { type: 'EXPORT', term: { externalContactId } },
    ];
    const waiting = await Promise.all(inputs.map(async (input) => (await createRequest(maker, input)).request.id));
    await erase(externalContactId);
    for (const id of waiting) {
      expect(await keptOf(id)).toMatchObject({ term: true, suggestions: true });
      await client.ask(document, { id, reason: 'OTHER' });
      expect((await readRequest(maker, id)).status).toBe(status);
      expect(await keptOf(id)).toEqual(nothing);
    }
  }
});

test('a request about somebody else, or that was made after the erasure, keeps what it knows', async () => {
  const { id: externalContactId, email } = await createContact(maker);
  const { id: other } = await createContact(maker);
  const { request: about } = await createRequest(maker, { type: 'GET', term: { externalContactId: other } });
  await erase(externalContactId);
  await createContact(maker, { personalEmail: email });
  const { request: returned } = await createRequest(maker, { type: 'GET', term: { email } });
  for (const { id } of [about, returned]) {
    await finishedRequest(maker, id);
    expect(await keptOf(id)).toMatchObject({ term: true, suggestions: true });
  }
});

test('a request in ERROR keeps the term that its retry needs, and is reduced when it has done its part', async () => {
  const { id: externalContactId, email } = await createContact(maker);
  const fault = (body: string): Fault => (body.includes('query PersonalData(') ? 'error' : 'none');
  const failed = await throughProxy(system, 'messaging', fault, async () => {
    const { request } = await createRequest(maker, { type: 'GET', term: { externalContactId } });
    expect((await finishedRequest(maker, request.id)).status).toBe('ERROR');
    return request.id;
  });
  const { request: update } = await createRequest(maker, correction({ externalContactId }, email));
  expect(await keptOf(failed)).toEqual({ term: true, subject: true, suggestions: true });
  await erase(externalContactId);
  expect(await keptOf(failed)).toEqual({ term: true, subject: false, suggestions: false });
  await maker.ask('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id: failed });
  expect((await finishedRequest(maker, failed)).status).toBe('COMPLETED');
  expect(await keptOf(failed)).toEqual(nothing);
  expect(await second.refused(approveDocument, { id: update.id, planHash: 'f'.repeat(64) })).toMatchObject({
    code: 'PLAN_CHANGED',
  });
});

test('a request that fails after the erasure keeps no more than that either', async () => {
  const { id: externalContactId } = await createContact(maker);
  const messaging = await proxyService(system, 'messaging');
  const at = (time: string, id: string) =>
    gatewaySql(system)(`UPDATE gdpr_task SET run_at = ${time} WHERE request_id = $1 AND service = 'messaging'`, [id]);
  const failing = (fault: Fault) => (body: string) => (body.includes('query PersonalData(') ? fault : 'none');
  messaging.fault = failing('refuse');
  const { request } = await createRequest(maker, { type: 'GET', term: { externalContactId } });
  await eventually(async () => outcome(await readRequest(maker, request.id), 'messaging').status === 'RETRYING');
  await at(`now() + interval '1 hour'`, request.id);
  messaging.fault = 'none';
  await erase(externalContactId);
  expect(await keptOf(request.id)).toMatchObject({ term: true, subject: true });
  messaging.fault = failing('error');
  await at('now()', request.id);
  expect((await finishedRequest(maker, request.id)).status).toBe('ERROR');
  expect(await keptOf(request.id)).toEqual({ term: true, subject: false, suggestions: false });
  await messaging.close();
});
