/** `subjects`, which a caller uses first (R1), in an organisation that nobody has set up (R20). */
import { elena, householdPhone, marcus, priya } from '../../scripts/develop/seed/cast';
import { findIds, newOrganization } from '../support/cast';
import { createRequest, finishedRequest } from '../support/requests';
import { sharedSystem } from '../support/shared-system';
import type { TestSystem } from '../support/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

test('subjects takes one term of every value type, returns every match, and changes nothing (R1)', async () => {
  const { api, cast } = await newOrganization(system, 'subjects-first');
  const household = await findIds(api, { phone: householdPhone });
  expect(household).toEqual([cast.elena[0], cast.tomas].sort());
  expect(await findIds(api, { name: elena.byEmail.lastName })).toEqual(household);
  expect(await findIds(api, { address: '48 Maple Street, Indianapolis, IN 46204, US' })).toEqual(household);
  expect(await findIds(api, { email: elena.byEmail.personalEmail })).toEqual([cast.elena[0]]);
  expect(await findIds(api, { socialHandle: { platform: 'TWITTER', handle: 'elena_marin' } })).toEqual([cast.elena[2]]);
  expect(await findIds(api, { name: priya.name })).toHaveLength(1);
  expect((await findIds(api, { name: marcus.name })).length).toBeGreaterThan(1);
  expect(await findIds(api, { email: 'nobody@example.com' })).toEqual([]);
  const refused = await api.refused('query ($term: GdprSubjectTermInput!) { subjects(term: $term) { totalCount } }', {
    term: { email: elena.byEmail.personalEmail, phone: householdPhone },
  });
  expect(refused).toMatchObject({ code: 'BAD_USER_INPUT' });
  const { gdprRequests } = await api.ask<{ gdprRequests: { nodes: unknown[] } }>('{ gdprRequests { nodes { id } } }');
  expect(gdprRequests.nodes).toEqual([]);
});

test('an organisation that nobody has set up can be asked about at once: there is nothing to switch on (R20)', async () => {
  const api = await system.client({ organization: 'never-seen-before', subject: 'privacy-officer' });
  expect(await findIds(api, { email: 'first@example.com' })).toEqual([]);
  const { createExternalContact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation { createExternalContact(input: { firstName: "First", personalEmail: "first@example.com" }) { id } }',
  );
  const { request } = await createRequest(api, { type: 'GET', term: { email: 'first@example.com' } });
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  expect(await findIds(api, { email: 'first@example.com' })).toEqual([createExternalContact.id]);
});
