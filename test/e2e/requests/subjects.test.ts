/** `subjects`, the operation that a caller uses first (R1), in an organisation without any setup (R20). */
import { elena, householdPhone, marcus, priya } from '../../../scripts/develop/seed/cast';
import { findIds, newOrganization } from '../../support/people/cast';
import { createRequest, finishedRequest, refuseRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

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

test('an id of another system is a term everywhere: of subjects, requests, their list and the log (R3, R4, R21)', async () => {
  const api = await system.client({ organization: 'external-ids' });
  const create = async (lastName: string, externalIdentities: object[]) =>
    (
      await api.ask<{ createExternalContact: { id: string } }>(
        'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
        { input: { firstName: '小明', lastName, externalIdentities } },
      )
    ).createExternalContact.id;
  const wang = await create('王', [{ source: 'crm', value: 'A-1' }]);
  const li = await create('李', [{ source: 'shop', value: 'A-1' }]);
  // A name in two fields is found as one word; another family name is another person.
  expect(await findIds(api, { name: '王小明' })).toEqual([wang]);
  expect(await findIds(api, { name: '李 小明' })).toEqual([li]);
  expect(await findIds(api, { name: 'Wang Xiaoming' })).toEqual([]);
  expect(await findIds(api, { externalId: { value: 'A-1' } })).toEqual([wang, li].sort());
  const externalId = { value: 'A-1', source: 'crm' };
  expect(await findIds(api, { externalId })).toEqual([wang]);
  expect(await findIds(api, { externalId: { value: 'a-1' } })).toEqual([]);
  const erasure = { type: 'DELETE', term: { externalId }, deleteConfirmed: true };
  const { request } = await createRequest(api, erasure);
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  expect(await findIds(api, { externalId: { value: 'A-1' } })).toEqual([li]);
  const listed = async (of: object) =>
    await api.ask<{ gdprRequests: { nodes: { id: string }[] }; auditLog: { nodes: { requestId: string }[] } }>(
      `query ($requests: GdprRequestFilter, $log: AuditLogFilter) {
          gdprRequests(filter: $requests) { nodes { id } } auditLog(filter: $log) { nodes { requestId } }
        }`,
      { requests: { term: of }, log: { term: of, action: 'REQUEST_CREATED' } },
    );
  const about = { gdprRequests: { nodes: [{ id: request.id }] }, auditLog: { nodes: [{ requestId: request.id }] } };
  expect(await listed({ externalId })).toEqual(about);
  expect(await listed({ externalId: { value: 'A-1', source: 'shop' } })).toEqual({
    gdprRequests: { nodes: [] },
    auditLog: { nodes: [] },
  });
});

test('a surname in a column of its own names nobody exactly: the erasure by it must be stated, by the whole name not (R24)', async () => {
  const api = await system.client({ organization: 'spread-columns' });
  const { createContactList: list } = await api.ask<{ createContactList: { id: string } }>(
    'mutation ($input: CreateContactListInput!) { createContactList(input: $input) { id } }',
    {
      input: {
        name: 'Spread',
        columns: [
          { name: 'First', holds: 'NAME' },
          { name: 'Last', holds: 'NAME' },
        ],
      },
    },
  );
  await api.ask('mutation ($input: AddDialerContactInput!) { addDialerContact(input: $input) { id } }', {
    input: {
      contactListId: list.id,
      values: [
        { column: 'First', value: 'María José' },
        { column: 'Last', value: 'García' },
      ],
    },
  });
  const erasure = (name: string) => ({ type: 'DELETE', term: { name }, deleteConfirmed: true });
  expect(await refuseRequest(api, erasure('García'))).toMatchObject({ code: 'BROAD_TERM', matches: 1 });
  expect(await findIds(api, { name: 'María José García' })).toHaveLength(1);
  const { request } = await createRequest(api, erasure('María José García'));
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  expect(await findIds(api, { name: 'García' })).toEqual([]);
});

test('an organisation without any setup can be searched at once: there is nothing to switch on (R20)', async () => {
  const api = await system.client({ organization: 'never-seen-before', subject: 'privacy-officer' });
  expect(await findIds(api, { email: 'first@example.com' })).toEqual([]);
  const { createExternalContact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation { createExternalContact(input: { firstName: "First", personalEmail: "first@example.com" }) { id } }',
  );
  const { request } = await createRequest(api, { type: 'GET', term: { email: 'first@example.com' } });
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  expect(await findIds(api, { email: 'first@example.com' })).toEqual([createExternalContact.id]);
});
