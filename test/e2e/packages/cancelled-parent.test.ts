/** The parent of an exported family is cancelled once its related requests have ended (R9, R13). */
import { eventually } from '../../support/eventually';
import { createFamily } from '../../support/people/family';
import { proxyService, type FaultProxy } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest, readRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;
let messaging: FaultProxy;

beforeAll(async () => {
  system = await sharedSystem();
  messaging = await proxyService(system, 'messaging');
}, 90_000);

afterAll(async () => {
  await messaging.close();
  await system.stop();
});

test('what its related requests have gathered is handed out all the same', async () => {
  const api = await system.client({ organization: 'cancelled-parent' });
  const [canonical] = await createFamily(api, 'CancelledParent');
  messaging.fault = (body) => (body.includes(canonical) ? 'refuse' : 'none');
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: canonical } });
  await eventually(async () =>
    (await readRequest(api, request.id)).relatedRequests.every(({ status }) => status === 'COMPLETED'),
  );
  await api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { id } }', { id: request.id });
  messaging.fault = 'none';
  const { relatedRequests } = await finishedRequest(api, request.id);
  const packageOf = async (id: string) =>
    (
      await api.ask<{ gdprRequest: { status: string; package: { sha256: string } | null } }>(
        'query ($id: ID!) { gdprRequest(id: $id) { status package { sha256 } } }',
        { id },
      )
    ).gdprRequest;
  const [first] = relatedRequests;
  const found = await eventually(async () => (await packageOf(first?.id ?? '')).package, 10_000).catch(() => null);
  expect(found).not.toBeNull();
}, 60_000);
