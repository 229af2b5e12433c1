/** Large merge sets (R8): the number of calls is proportional to their size, and their size is bounded. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { count } from '../../support/people/cast';
import { inDatabase } from '../../support/run/database';
import { proxyService } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest, refuseRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

/** Makes a merge set of this size, directly in the database. @returns the canonical contact's id */
async function createSet(organization: string, size: number): Promise<{ api: ApiClient; canonical: string }> {
  const api = await system.client({ organization });
  for (let made = 0; made < size; made += 25)
    await Promise.all(
      Array.from({ length: Math.min(25, size - made) }, (_, index) =>
        api.ask('mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }', {
          input: { firstName: 'Mira', lastName: `Sol ${made + index}` },
        }),
      ),
    );
  const canonical = await inDatabase(databaseName(system.databasePrefix, 'external-contacts'), async (client) => {
    const { rows } = await client.query<{ canonical_id: string }>(
      `UPDATE external_contact SET canonical_id = (SELECT id FROM external_contact WHERE organization_id = $1 ORDER BY id LIMIT 1)
       WHERE organization_id = $1 RETURNING canonical_id`,
      [organization],
    );
    return rows[0]?.canonical_id ?? '';
  });
  return { api, canonical };
}

const services = ['dialer', 'directory', 'external-contacts', 'messaging', 'recordings'];

test('the calls of an erasure are proportional to the size of the set', async () => {
  const proxies = await Promise.all(services.map((service) => proxyService(system, service)));
  const calls: number[] = [];
  for (const size of [20, 200]) {
    const organization = `set-of-${size}`;
    const { api, canonical } = await createSet(organization, size);
    const before = proxies.reduce((sum, proxy) => sum + proxy.calls.length, 0);
    const term = { externalContactId: canonical };
    const { request } = await createRequest(api, { type: 'DELETE', term, deleteConfirmed: true });
    const finished = await finishedRequest(api, request.id, 120_000);
    expect([finished, ...finished.relatedRequests].map(({ status }) => status)).toEqual(Array(size).fill('COMPLETED'));
    expect(await count(system, 'external-contacts', 'external_contact', organization)).toBe(0);
    calls.push(proxies.reduce((sum, proxy) => sum + proxy.calls.length, 0) - before);
  }
  await Promise.all(proxies.map((proxy) => proxy.close()));
  const [small = 0, large = 0] = calls;
  // One call resolves each member, and each service takes about three for its part; the same at every size.
  expect(Math.round(large / 200)).toBe(Math.round(small / 20));
  expect(large / 200).toBeLessThan(16);
}, 240_000);

test('a set above the bound is refused for every type of request, and nothing is created', async () => {
  const { api, canonical } = await createSet('set-too-large', 501);
  const term = { externalContactId: canonical };
  for (const input of [
    { type: 'GET', term },
    { type: 'DELETE', term, deleteConfirmed: true },
  ])
    expect(await refuseRequest(api, input)).toMatchObject({
      code: 'MERGE_SET_TOO_LARGE',
      argument: 'input.term',
      members: 501,
      maximum: 500,
    });
  const preview = 'query ($term: PersonalDataTermInput!) { previewGdprRequest(type: GET, term: $term) { planHash } }';
  expect(await api.refused(preview, { term })).toMatchObject({ code: 'MERGE_SET_TOO_LARGE', argument: 'term' });
  expect(await count(system, 'gateway', 'gdpr_request', 'set-too-large')).toBe(0);
}, 120_000);
