/** A request is cancelled or held while a service works on it: what the service did is reported, and a replay knows of it (R12, R26, R31). */
import { replayErasures } from '../../../scripts/operate/replay-erasures';
import { createFamily, familyDispositions } from '../../support/people/family';
import { contactOf, createContact, erasureBy, person } from '../../support/people/every-value';
import { backUpContacts } from '../../support/people/backup';
import { eventually } from '../../support/eventually';
import { throughProxy, type Fault } from '../../support/faults/fault-proxy';
import { placeHold } from '../../support/api/holds';
import {
  createRequest,
  dispositionsOf,
  outcome,
  readRequest,
  type RequestInput,
  type RequestView,
} from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';
import type { ApiClient } from '../../../scripts/develop/api-client';

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await sharedSystem();
  api = await system.client({ organization: 'cancelled-call' });
}, 90_000);

afterAll(() => system.stop());

/**
 * Creates a request, and does something once a service has been asked to do its part and before it has answered.
 * @returns the request, once it says what the service did
 */
function meanwhile(service: string, input: RequestInput, work: (id: string) => Promise<unknown>): Promise<RequestView> {
  const asks = (body: string) => body.includes('PersonalData(requestId:');
  const late = (body: string): Fault => (asks(body) ? 'late' : 'none');
  return throughProxy(system, service, late, async (proxy) => {
    const { request } = await createRequest(api, input);
    // Others of the family may be asked first.
    await eventually(() => Promise.resolve(proxy.calls.some((body) => asks(body) && body.includes(request.id))));
    await work(request.id);
    return eventually(async () => {
      const now = await readRequest(api, request.id);
      return dispositionsOf(now, service).length > 0 && now;
    }, 15_000);
  });
}

const erasureOf = (externalContactId: string) => erasureBy({ externalContactId });

const cancel = (id: string) => api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { id status } }', { id });

const actionsOf = async (id: string, service: string) =>
  (
    await api.ask<{ auditLog: { nodes: { action: string; service: string | null; detail: string }[] } }>(
      'query ($id: ID!) { auditLog(requestId: $id, first: 100) { nodes { action service detail } } }',
      { id },
    )
  ).auditLog.nodes.filter((node) => node.service === service);

test('an erasure that is cancelled meanwhile reports what was erased', async () => {
  const [, member] = await createFamily(api, 'cancelled');
  const reported = await meanwhile('messaging', erasureOf(member), cancel);
  expect(reported.status).toBe('CANCELLED');
  expect(outcome(reported, 'messaging').status).toBe('CANCELLED');
  expect(dispositionsOf(reported, 'messaging')).toEqual(familyDispositions.messaging);
  expect(await actionsOf(reported.id, 'messaging')).toContainEqual({
    action: 'SERVICE_REPORTED_LATE',
    service: 'messaging',
    detail: 'Conversation ERASED 1, Message ERASED 2',
  });
});

test('a rectification that is cancelled meanwhile reports what was replaced', async () => {
  const contact = await createContact(api);
  const reported = await meanwhile(
    'external-contacts',
    {
      type: 'UPDATE',
      term: { externalContactId: contact },
      replacements: [{ type: 'PHONE', existing: person.homePhone, updated: '+34911223355' }],
    },
    cancel,
  );
  expect(reported.status).toBe('CANCELLED');
  expect(dispositionsOf(reported, 'external-contacts')).toEqual(['ExternalContact RECTIFIED 1']);
});

test('an erasure that a hold stops meanwhile reports what was erased before', async () => {
  const [, member] = await createFamily(api, 'held');
  // The contact must still be there for the hold.
  let kept = true;
  const refused = (body: string): Fault => (kept && body.includes('PersonalData(requestId:') ? 'garbage' : 'none');
  const reported = await throughProxy(system, 'external-contacts', refused, () =>
    meanwhile('messaging', erasureOf(member), async () => {
      await placeHold(api, { externalContactId: member });
      kept = false;
    }),
  );
  expect(outcome(reported, 'messaging').status).toBe('ON_HOLD');
  expect(dispositionsOf(reported, 'messaging')).toEqual(familyDispositions.messaging);
});

test('a replay after a restore erases again what a cancelled erasure had erased', async () => {
  const contact = await createContact(api);
  const since = new Date();
  const restore = await backUpContacts(system, 'cancelled-call');
  await meanwhile('external-contacts', erasureOf(contact), cancel);
  await restore();
  expect(await contactOf(api, contact)).toEqual(person);
  await replayErasures(
    { since, services: ['external-contacts'], organization: 'cancelled-call', confirm: true },
    system.environment,
  );
  expect(await contactOf(api, contact)).toBeNull();
});
