/** A merge set of which a member has a request of its own in flight, which counts for that member (R8, R13, R28). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { eventually } from '../../support/eventually';
import { createFamily } from '../../support/people/family';
import { newPerson } from '../../support/people/held-people';
import { proxyService, type FaultProxy } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest, outcome, readRequest, refuseRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';
import { checkedPackage, recordsIn } from '../../support/zip';

let system: TestSystem;
let messaging: FaultProxy;

beforeAll(async () => {
  system = await sharedSystem();
  messaging = await proxyService(system, 'messaging');
}, 90_000);

afterEach(() => {
  messaging.fault = 'none';
});

afterAll(async () => {
  await messaging.close();
  await system.stop();
});

test('the package says whom it leaves out: an export that is asked for again, after its parent was cancelled', async () => {
  const organization = 'own-export';
  const api = await system.client({ organization });
  const [canonical, ...members] = await createFamily(api, 'OwnExport');
  messaging.fault = 'refuse';
  const first = await createRequest(api, { type: 'EXPORT', term: { externalContactId: canonical } });
  await api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { id } }', { id: first.request.id });
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: canonical } });
  expect(request.relatedRequests).toEqual([]);
  messaging.fault = 'none';
  await finishedRequest(api, first.request.id);
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  const { gdprRequest } = await api.ask<{ gdprRequest: { package: { url: string } } }>(
    'query ($id: ID!) { gdprRequest(id: $id) { package { url } } }',
    { id: request.id },
  );
  const headers = { authorization: `Bearer ${await system.token({ organization })}` };
  const response = await fetch(gdprRequest.package.url, { headers });
  const { entries, manifest } = await checkedPackage(Buffer.from(await response.arrayBuffer()));
  const contacts = [...entries]
    .filter(([name]) => name.includes('/ExternalContact'))
    .flatMap(([name, content]) => recordsIn(name, content).map(({ id }) => id));
  const left = manifest.omitted.map(({ item }) => item.replace('contact ', ''));
  expect(contacts).toEqual([canonical]);
  expect(left.sort()).toEqual([...members].sort());
}, 60_000);

describe('the case of the request for the whole set', () => {
  const replacements = [{ type: 'NAME', existing: 'Held', updated: 'Kept' }];

  const openCase = async (api: ApiClient) =>
    (
      await api.ask<{ openGdprCase: { id: string } }>(
        'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
        { input: { receivedAt: new Date().toISOString() } },
      )
    ).openGdprCase.id;

  /** Two contacts, of which the second has a rectification of its own in flight, and is then merged into the first. */
  async function merged(api: ApiClient, caseId?: string) {
    const [{ id: first }, { id: second }] = [await newPerson(api), await newPerson(api)];
    messaging.fault = (body) => (body.includes(second) ? 'refuse' : 'none');
    const own = await createRequest(api, {
      type: 'UPDATE',
      term: { externalContactId: second },
      replacements,
      ...(caseId ? { caseId } : {}),
    });
    await eventually(async () => outcome(await readRequest(api, own.request.id), 'messaging').status === 'RETRYING');
    await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
      a: second,
      b: first,
    });
    return { first, own: own.request.id };
  }

  test('is not closed while the own request is in flight', async () => {
    const api = await system.client({ organization: 'own-case' });
    const { first, own } = await merged(api);
    const caseId = await openCase(api);
    const whole = { type: 'UPDATE', term: { externalContactId: first }, replacements, caseId };
    const { request } = await createRequest(api, whole);
    expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
    expect(
      await api.refused('mutation ($id: ID!) { closeGdprCase(id: $id, outcome: FULFILLED) { id } }', { id: caseId }),
    ).toMatchObject({ code: 'CASE_IN_FLIGHT', inFlight: [own] });
  }, 60_000);

  test('takes no request that belongs to another case', async () => {
    const api = await system.client({ organization: 'own-other-case' });
    const { first, own } = await merged(api, await openCase(api));
    const whole = { type: 'UPDATE', term: { externalContactId: first }, replacements, caseId: await openCase(api) };
    expect(await refuseRequest(api, whole)).toMatchObject({ code: 'CONFLICTING_REQUEST', requestId: own });
  }, 60_000);
});
