/** The recorded life of requests: every transition, a merge set that changes meanwhile, a service that cannot be asked again. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { eventually } from '../../support/eventually';
import { proxyService } from '../../support/faults/fault-proxy';
import { createFamily } from '../../support/people/family';
import { createRequest, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  // The later verification comes soon enough to wait for it.
  system = await sharedSystem({ VERIFY_AGAIN_AFTER_MINUTES: '0.15' });
}, 90_000);

afterAll(() => system.stop());

const auditOf = async (api: ApiClient, requestId: string) =>
  (
    await api.ask<{
      auditLog: { verified: boolean; nodes: { action: string; service: string | null; detail: string }[] };
    }>('query ($id: ID!) { auditLog(requestId: $id, first: 200) { verified nodes { action service detail } } }', {
      id: requestId,
    })
  ).auditLog;

/** The changes of its merge set that a request reports. */
const setChangesOf = async (api: ApiClient, id: string) =>
  (
    await api.ask<{ gdprRequest: { joined: string[]; splitOff: string[] } }>(
      'query ($id: ID!) { gdprRequest(id: $id) { joined splitOff } }',
      { id },
    )
  ).gdprRequest;

const splitOffOf = async (api: ApiClient, id: string) => (await setChangesOf(api, id)).splitOff;

test('every transition of a request and of its parts has its audit entry, and the chain holds', async () => {
  const api = await system.client({ organization: 'transitions' });
  const { createExternalContact: contact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation { createExternalContact(input: { firstName: "Recorded" }) { id } }',
  );
  const messaging = await proxyService(system, 'messaging');
  let failed = 0;
  messaging.fault = () => (failed++ === 0 ? 'error' : 'none');
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: contact.id },
    deleteConfirmed: true,
  });
  expect((await finishedRequest(api, request.id)).status).toBe('ERROR');
  await api.ask('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id: request.id });
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  await messaging.close();
  const { nodes, verified } = await auditOf(api, request.id);
  expect(verified).toBe(true);
  const of = (service: string | null) => nodes.filter((node) => node.service === service).map(({ action }) => action);
  expect(of(null)).toEqual([
    'REQUEST_CREATED',
    'REQUEST_BEGUN',
    'REQUEST_FINALIZING',
    'REQUEST_ERROR',
    'REQUEST_RETRIED',
    'REQUEST_FINALIZING',
    'REQUEST_COMPLETED',
  ]);
  expect(of('messaging')).toEqual([
    'SERVICE_RUNNING',
    'SERVICE_FAILED',
    'SERVICE_RUNNING',
    'SERVICE_NOTHING_FOUND',
    'ERASURE_VERIFIED',
  ]);
  expect(of('external-contacts')).toEqual([
    'SERVICE_RUNNING',
    'ERASURE_INTENDED',
    'SERVICE_COMPLETED',
    'ERASURE_VERIFIED',
    'ERASURE_VERIFIED',
  ]);
});

test('a service that cannot be asked after the erasure is UNREACHABLE, and the later verification asks it again', async () => {
  const api = await system.client({ organization: 'unreachable' });
  const [canonical] = await createFamily(api, 'Unreachable');
  const messaging = await proxyService(system, 'messaging');
  let erased = 0;
  let down = true;
  // Each of the three members erases its two messages; the searches after that find no service.
  messaging.fault = (body) => {
    if (body.includes('erasePersonalData(')) erased += 1;
    return erased > 0 && down && body.includes('personalData(') && !body.includes('erasePersonalData(')
      ? 'refuse'
      : 'none';
  };
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: canonical },
    deleteConfirmed: true,
  });
  const reached = await eventually(async () => {
    const now = await readRequest(api, request.id);
    return [now, ...now.relatedRequests].find((member) => outcome(member, 'messaging').verification !== null);
  });
  expect(reached.status).toBe('COMPLETED');
  expect(outcome(reached, 'messaging')).toMatchObject({ status: 'COMPLETED', verification: 'UNREACHABLE' });
  expect(outcome(reached, 'external-contacts').verification).toBe('VERIFIED');
  down = false;
  await finishedRequest(api, request.id);
  await eventually(async () => outcome(await readRequest(api, reached.id), 'messaging').verification === 'VERIFIED');
  expect((await readRequest(api, reached.id)).status).toBe('COMPLETED');
  await messaging.close();
});

/** Whether a call is about one of these contacts, and not a later verification of another test's erasure. */
const isAbout = (family: string[], body: string) =>
  body.includes('personalData(') && family.some((id) => body.includes(id));

test.each(['GET', 'DELETE'])(
  'a contact that is merged in while the family of a %s runs is not touched: it is listed and suggested (R8)',
  async (type) => {
    const api = await system.client({ organization: `joining-${type}` });
    const family = await createFamily(api, 'Joined');
    const [canonical] = family;
    const { createExternalContact: late } = await api.ask<{ createExternalContact: { id: string } }>(
      'mutation { createExternalContact(input: { firstName: "Late" }) { id } }',
    );
    // The service answers the planning, but not the request's own search until after the merge.
    const contacts = await proxyService(system, 'external-contacts');
    let held = true;
    let planned = 0;
    contacts.fault = (body) => (isAbout(family, body) && held && planned++ >= 3 ? 'refuse' : 'none');
    const term = { externalContactId: canonical };
    const { request } = await createRequest(api, {
      type,
      term,
      ...(type === 'DELETE' ? { deleteConfirmed: true } : {}),
    });
    expect(request.relatedRequests).toHaveLength(2);
    await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
      a: late.id,
      b: canonical,
    });
    held = false;
    const finished = await finishedRequest(api, request.id, 40_000);
    await contacts.close();
    expect([finished, ...finished.relatedRequests].map(({ status }) => status)).toEqual(Array(3).fill('COMPLETED'));
    expect(await setChangesOf(api, request.id)).toEqual({ joined: [late.id], splitOff: [] });
    for (const { id } of finished.relatedRequests)
      expect(await setChangesOf(api, id)).toEqual({ joined: [], splitOff: [] });
    expect(finished.suggestedTerms).toContainEqual({
      term: { type: 'EXTERNAL_CONTACT_ID', value: late.id },
      contactListId: null,
      foundIn: ['external-contacts'],
    });
    const { nodes } = await auditOf(api, request.id);
    expect(nodes.filter(({ action }) => action === 'MERGE_SET_GREW')).toEqual([
      expect.objectContaining({ detail: `merged with this contact and not touched: ${late.id}` }),
    ]);
    const { externalContact } = await api.ask<{ externalContact: { firstName: string } }>(
      'query ($id: ID!) { externalContact(id: $id) { firstName } }',
      { id: late.id },
    );
    expect(externalContact).toEqual({ firstName: 'Late' });
  },
);

test('a contact that is split off while the family runs is reported on the requests of the set (R8)', async () => {
  const api = await system.client({ organization: 'splitting' });
  const family = await createFamily(api, 'Split');
  const [canonical, second, third] = family;
  const contacts = await proxyService(system, 'external-contacts');
  let held = true;
  let planned = 0;
  contacts.fault = (body) => (isAbout(family, body) && held && planned++ >= 3 ? 'refuse' : 'none');
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: canonical } });
  expect(request.relatedRequests).toHaveLength(2);
  await api.ask('mutation ($id: ID!) { splitExternalContact(id: $id) { id canonicalContact { id } } }', { id: third });
  held = false;
  const finished = await finishedRequest(api, request.id, 40_000);
  expect([finished, ...finished.relatedRequests].map(({ status }) => status)).toEqual(Array(3).fill('COMPLETED'));
  expect(await splitOffOf(api, request.id)).toEqual([third]);
  const reported = await Promise.all(finished.relatedRequests.map(({ id }) => splitOffOf(api, id)));
  expect(reported.map((ids) => [...ids].sort())).toEqual(expect.arrayContaining([[third], [canonical, second].sort()]));
  const { nodes } = await auditOf(api, request.id);
  expect(nodes.filter(({ action }) => action === 'MERGE_SET_SHRANK')).toEqual([
    expect.objectContaining({ detail: `no longer merged with this contact: ${third}` }),
  ]);
  await contacts.close();
});

test('an erasure of a whole merge set does not report an erased member as split off', async () => {
  const api = await system.client({ organization: 'not-split' });
  const [canonical] = await createFamily(api, 'Whole');
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: canonical },
    deleteConfirmed: true,
  });
  const finished = await finishedRequest(api, request.id);
  for (const { id } of [finished, ...finished.relatedRequests]) expect(await splitOffOf(api, id)).toEqual([]);
});
