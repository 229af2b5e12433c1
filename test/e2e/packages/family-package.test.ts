/** A family gets one package, which each of its requests refers to (R8, R13). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { createFamily } from '../../support/people/family';
import { proxyService, type FaultProxy } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest, outcome, readRequest, type RequestView } from '../../support/api/requests';
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

interface PackageView {
  url: string;
  sha256: string;
}

const packageOf = async (api: ApiClient, id: string) =>
  (
    await api.ask<{ gdprRequest: { package: PackageView | null } }>(
      'query ($id: ID!) { gdprRequest(id: $id) { package { url sha256 } } }',
      { id },
    )
  ).gdprRequest.package;

/** The contacts and messages in a package, and what it leaves out. */
async function contentsOf(organization: string, { url }: PackageView) {
  const headers = { authorization: `Bearer ${await system.token({ organization })}` };
  const response = await fetch(url, { headers });
  expect(response.status).toBe(200);
  const { entries, manifest } = await checkedPackage(Buffer.from(await response.arrayBuffer()));
  const idsOf = (recordType: string) =>
    [...entries]
      .filter(([name]) => name.startsWith('data/') && name.includes(`/${recordType}`))
      .flatMap(([name, content]) => recordsIn(name, content).map(({ id }) => id));
  return { contacts: idsOf('ExternalContact').sort(), messages: idsOf('Message').length, omitted: manifest.omitted };
}

const membersOf = (request: RequestView) => [request, ...request.relatedRequests];

/** An export of a family for which messaging does not answer about one member. */
async function exportButFor(api: ApiClient, member: string, canonical: string) {
  messaging.fault = (body) => (body.includes(member) ? 'refuse' : 'none');
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: canonical } });
  const stuck = request.relatedRequests.find(({ term }) => term?.value === member)?.id ?? '';
  await eventually(async () => {
    const now = await readRequest(api, request.id);
    const ended = membersOf(now).every(
      ({ id, services }) =>
        id === stuck || services.every(({ status }) => ['COMPLETED', 'NOTHING_FOUND'].includes(status)),
    );
    return ended && outcome(await readRequest(api, stuck), 'messaging').status === 'RETRYING';
  });
  return { id: request.id, stuck };
}

test('each request of the family names the same package, with the data of all', async () => {
  const organization = 'family-package';
  const api = await system.client({ organization });
  const ids = await createFamily(api, 'Packaged');
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: ids[1] } });
  const finished = await finishedRequest(api, request.id);
  expect(membersOf(finished).map(({ status }) => status)).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
  const named = await Promise.all(membersOf(finished).map(({ id }) => packageOf(api, id)));
  const [own] = named;
  if (!own) throw new Error('There is no package.');
  expect(named).toEqual([own, own, own]);
  expect(await contentsOf(organization, own)).toEqual({ contacts: [...ids].sort(), messages: 6, omitted: [] });
}, 60_000);

test('a failed member is left out, which the package says; after its retry the package holds it', async () => {
  const organization = 'family-package-retried';
  const api = await system.client({ organization });
  const ids = await createFamily(api, 'Retried');
  const { id, stuck } = await exportButFor(api, ids[2], ids[0]);
  // The package belongs to the family: while a member is in flight there is none.
  expect(await packageOf(api, id)).toBeNull();
  await inDatabase(databaseName(system.databasePrefix, 'gateway'), (client) =>
    client.query('UPDATE gdpr_request SET attempts_until = now() WHERE id = $1', [stuck]),
  );
  const finished = await finishedRequest(api, id, 60_000);
  expect(membersOf(finished).map(({ id: each, status }) => [each === stuck, status])).toEqual(
    membersOf(finished).map(({ id: each }) => [each === stuck, each === stuck ? 'ERROR' : 'COMPLETED']),
  );
  const [kept] = await inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    const { rows } = await client.query<{ parts: number; unbounded: number }>(
      `SELECT count(*)::int AS parts, count(*) FILTER (WHERE expires_at IS NULL)::int AS unbounded
       FROM gdpr_export_part WHERE organization_id = $1`,
      [organization],
    );
    return rows;
  });
  // What all members gathered is kept for the retry, but not for ever.
  expect(kept).toEqual({ parts: 3, unbounded: 0 });
  const first = await packageOf(api, id);
  if (!first) throw new Error('There is no package.');
  expect(await packageOf(api, stuck)).toBeNull();
  const some = await contentsOf(organization, first);
  expect([some.contacts, some.messages]).toEqual([[ids[0], ids[1]].sort(), 4]);
  expect(some.omitted).toEqual([expect.objectContaining({ item: `request ${stuck}` })]);

  messaging.fault = 'none';
  await api.ask('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id: stuck });
  const whole = await eventually(() => packageOf(api, stuck), 60_000);
  expect(whole.url).toBe(first.url);
  expect(await packageOf(api, id)).toEqual(whole);
  expect(await contentsOf(organization, whole)).toEqual({ contacts: [...ids].sort(), messages: 6, omitted: [] });
}, 120_000);

test('when the last member in flight is cancelled, the others get their package', async () => {
  const organization = 'family-package-cancelled';
  const api = await system.client({ organization });
  const ids = await createFamily(api, 'Cancelled');
  const { id, stuck } = await exportButFor(api, ids[1], ids[0]);
  await api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { id } }', { id: stuck });
  expect((await finishedRequest(api, id)).status).toBe('COMPLETED');
  const some = await packageOf(api, id);
  if (!some) throw new Error('There is no package.');
  expect((await contentsOf(organization, some)).contacts).toEqual([ids[0], ids[2]].sort());
  expect(await packageOf(api, stuck)).toBeNull();
}, 60_000);

test('when the parent is cancelled, the related requests get a package, and an erasure of one member removes it', async () => {
  const organization = 'family-package-parent';
  const api = await system.client({ organization });
  const ids = await createFamily(api, 'Parent');
  messaging.fault = 'refuse';
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: ids[0] } });
  await eventually(async () => outcome(await readRequest(api, request.id), 'messaging').status === 'RETRYING');
  await api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { id } }', { id: request.id });
  messaging.fault = 'none';
  const finished = await finishedRequest(api, request.id, 60_000);
  expect(finished.status).toBe('CANCELLED');
  const [related] = finished.relatedRequests;
  const some = await eventually(() => packageOf(api, related?.id ?? ''));
  expect((await contentsOf(organization, some)).contacts).toEqual([ids[1], ids[2]].sort());
  expect(await packageOf(api, request.id)).toBeNull();

  const erasure = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: ids[2] },
    deleteConfirmed: true,
  });
  await finishedRequest(api, erasure.request.id);
  for (const { id } of finished.relatedRequests) expect(await packageOf(api, id)).toBeNull();
}, 120_000);
