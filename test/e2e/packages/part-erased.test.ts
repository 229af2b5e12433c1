/** An erasure that ends in ERROR or is cancelled has erased something: packages with it are removed, and its recipients are told (R13, R36). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { contactOf, createContact, erasureBy } from '../../support/people/every-value';
import { eventually } from '../../support/eventually';
import { throughProxy, type Fault } from '../../support/faults/fault-proxy';
import { exported } from '../../support/api/exported';
import { createRequest, dispositionsOf, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await sharedSystem();
  api = await system.client({ organization: 'part-erased' });
}, 90_000);

afterAll(() => system.stop());

const leftOf = async (id: string) =>
  (
    await api.ask<{
      gdprRequest: { package: { url: string } | null; recipients: { service: string; recipient: string }[] };
    }>('query ($id: ID!) { gdprRequest(id: $id) { package { url } recipients { service recipient } } }', { id })
  ).gdprRequest;

/** A contact whose data are in a package, and who is told of by the contacts' service. */
async function exportedContact() {
  const contact = await createContact(api);
  return { contact, exported: (await exported(api, contact)).id };
}

const cancel = (id: string) => api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { id } }', { id });

/** Whether the contacts' service has done its part, and the others' are not done. */
const contactIsGone = (id: string) =>
  eventually(async () => {
    const request = await readRequest(api, id);
    return (
      dispositionsOf(request, 'external-contacts').length > 0 && outcome(request, 'messaging').status === 'RETRYING'
    );
  });

const asks = (body: string) => body.includes('PersonalData(requestId:');

test.each<[string, string, (contact: string) => Promise<string>]>([
  [
    'ended in ERROR',
    'ERROR',
    (contact) =>
      throughProxy(system, 'messaging', 'error', async () => {
        const { request } = await createRequest(api, erasureBy({ externalContactId: contact }));
        return (await finishedRequest(api, request.id)).id;
      }),
  ],
  [
    'was cancelled',
    'CANCELLED',
    (contact) =>
      throughProxy(system, 'messaging', 'refuse', async () => {
        const { request } = await createRequest(api, erasureBy({ externalContactId: contact }));
        await contactIsGone(request.id);
        await cancel(request.id);
        return request.id;
      }),
  ],
  [
    'was cancelled while the service erased',
    'CANCELLED',
    (contact) =>
      throughProxy(
        system,
        'external-contacts',
        (body): Fault => (asks(body) ? 'late' : 'none'),
        async (proxy) => {
          const { request } = await createRequest(api, erasureBy({ externalContactId: contact }));
          await eventually(() => Promise.resolve(proxy.calls.some(asks)));
          await cancel(request.id);
          await eventually(
            async () => dispositionsOf(await readRequest(api, request.id), 'external-contacts').length > 0,
            15_000,
          );
          return request.id;
        },
      ),
  ],
])('an erasure that %s removes the packages of whom it erased, and lists recipients', async (_, status, erase) => {
  const { contact, exported: id } = await exportedContact();
  const beside = await exportedContact();
  const erasure = await erase(contact);
  expect((await readRequest(api, erasure)).status).toBe(status);
  expect(await contactOf(api, contact)).toBeNull();
  expect((await leftOf(id)).package).toBeNull();
  expect((await leftOf(beside.exported)).package).not.toBeNull();
  expect((await leftOf(erasure)).recipients.map(({ service }) => service)).toContain('external-contacts');
});
