/**
 * A service stops between its erasure and the search for what is left of it. It is asked until it answers, also after a restart of
 * the gateway, and the certificate is issued again (R11, R21).
 */
import { createHash } from 'node:crypto';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { verifyCertificate } from '../../../scripts/operate/verify-certificate';
import { eventually } from '../../support/eventually';
import { proxyService, type NamedFault } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

/** A request with its certificate, and the log's entries about the searches of recordings. */
async function readAll(api: ApiClient, id: string) {
  const request = await readRequest(api, id);
  const { gdprRequest, auditLog } = await api.ask<{
    gdprRequest: { certificate: string };
    auditLog: { verified: boolean; nodes: { action: string; service: string | null }[] };
  }>(
    `query ($id: ID!) { gdprRequest(id: $id) { certificate }
        auditLog(filter: { requestId: $id }, first: 200) { verified nodes { action service } } }`,
    { id },
  );
  const searches = auditLog.nodes
    .filter(({ action, service }) => service === 'recordings' && /^ERASURE_(UN|VER|RES)/.test(action))
    .map(({ action }) => action);
  return { request, certificate: gdprRequest.certificate, searches, holds: auditLog.verified };
}

/** The verifications that a certificate states. */
async function verifications(certificate: string) {
  const statement = await verifyCertificate(certificate, new URL('/.well-known/jwks.json', system.url).toString());
  return { statement, recordings: statement.services.find(({ service }) => service === 'recordings')?.verification };
}

test('a stopped service is verified once it is back; the new certificate says so and names the one before', async () => {
  const api = await system.client({ organization: 'unverified' });
  const { createExternalContact: contact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation { createExternalContact(input: { firstName: "Unverified" }) { id } }',
  );
  await api.ask(
    'mutation ($id: ID!) { startConversation(input: { channel: SMS, externalContactId: $id }) { id } }',
    contact,
  );
  const read = (id: string) => readAll(api, id);
  // Messaging erases last: by then recordings has done its part, and is stopped.
  const messaging = await proxyService(system, 'messaging');
  let held = true;
  messaging.fault = (body) => (held && body.includes('erasePersonalData(') ? 'refuse' : 'none');
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: contact.id },
    deleteConfirmed: true,
  });
  await eventually(async () => outcome(await readRequest(api, request.id), 'recordings').status === 'NOTHING_FOUND');
  const recordings = system.processes.get('recordings');
  await recordings?.kill('SIGKILL');
  held = false;
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  const before = await read(request.id);
  expect(outcome(before.request, 'recordings').verification).toBe('UNREACHABLE');
  expect(outcome(before.request, 'messaging').verification).toBe('VERIFIED');
  expect(before.searches).toEqual(['ERASURE_UNREACHABLE']);
  await messaging.close();

  const gateway = system.processes.get('gateway');
  await gateway?.kill('SIGKILL');
  await gateway?.start();
  await recordings?.start();
  const after = await eventually(async () => {
    const now = await read(request.id);
    return outcome(now.request, 'recordings').verification === 'VERIFIED' && now;
  });
  expect(after.request.status).toBe('COMPLETED');
  // That it still does not answer is logged only once.
  expect(after.searches).toEqual(['ERASURE_UNREACHABLE', 'ERASURE_VERIFIED']);
  expect(after.holds).toBe(true);
  const [earlier, later] = [await verifications(before.certificate), await verifications(after.certificate)];
  expect([earlier.recordings, later.recordings]).toEqual(['UNREACHABLE', 'VERIFIED']);
  expect(later.statement.supersedes).toBe(createHash('sha256').update(before.certificate).digest('hex'));
  expect(earlier.statement).not.toHaveProperty('supersedes');
}, 120_000);

test('the same for an erasure that has failed elsewhere: it stays in ERROR, and gets a new certificate', async () => {
  const api = await system.client({ organization: 'unverified-error' });
  const { createExternalContact: contact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation { createExternalContact(input: { firstName: "Unverified" }) { id } }',
  );
  // Without a conversation messaging would find nothing, and not be asked to erase.
  await api.ask(
    'mutation ($id: ID!) { startConversation(input: { channel: SMS, externalContactId: $id }) { id } }',
    contact,
  );
  const messaging = await proxyService(system, 'messaging');
  let fault: NamedFault = 'refuse';
  messaging.fault = (body) => (body.includes('erasePersonalData(') ? fault : 'none');
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: contact.id },
    deleteConfirmed: true,
  });
  await eventually(async () => outcome(await readRequest(api, request.id), 'recordings').status === 'NOTHING_FOUND');
  const recordings = system.processes.get('recordings');
  await recordings?.kill('SIGKILL');
  // A permanent failure: bad input is not retried.
  fault = 'error';
  expect((await finishedRequest(api, request.id)).status).toBe('ERROR');
  const before = await readAll(api, request.id);
  expect(outcome(before.request, 'recordings').verification).toBe('UNREACHABLE');
  await recordings?.start();
  const after = await eventually(async () => {
    const now = await readAll(api, request.id);
    return outcome(now.request, 'recordings').verification === 'VERIFIED' && now;
  });
  expect([after.request.status, outcome(after.request, 'messaging').status]).toEqual(['ERROR', 'FAILED']);
  expect(after.searches).toEqual(['ERASURE_UNREACHABLE', 'ERASURE_VERIFIED']);
  expect(after.holds).toBe(true);
  const [earlier, later] = [await verifications(before.certificate), await verifications(after.certificate)];
  expect([earlier.recordings, later.recordings]).toEqual(['UNREACHABLE', 'VERIFIED']);
  expect(later.statement.supersedes).toBe(createHash('sha256').update(before.certificate).digest('hex'));
  // The failed part can still be retried.
  await messaging.close();
  await api.ask('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id: request.id });
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
}, 120_000);
