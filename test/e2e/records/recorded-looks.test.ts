/** Looks and links by way of a request (R21, R31, R37), and what is left of an organisation without keys (R21, R28). */
import { destroyOrganizationKeys } from '../../../scripts/operate/keys/destroy-keys';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { eventually } from '../../support/eventually';
import { placeHold } from '../../support/api/holds';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { createFamily } from '../../support/people/family';
import { newPerson } from '../../support/people/held-people';
import { inDatabase } from '../../support/run/database';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

const rows = <T extends object>(sql: string, parameters: unknown[]) =>
  inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    const found = await client.query<T>(sql, parameters);
    return found.rows;
  });

test('whom the holds of a request are on is recorded as a look', async () => {
  const api = await system.client({ organization: 'looked-holds' });
  const { id: person } = await newPerson(api);
  await placeHold(api, { externalContactId: person });
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: person },
    deleteConfirmed: true,
  });
  await api.ask('query ($id: ID!) { gdprRequest(id: $id) { holds { subject { id } } } }', { id: request.id });
  const { auditLog } = await api.ask<{ auditLog: { nodes: { detail: string }[] } }>(
    '{ auditLog(filter: { action: LEGAL_HOLDS_LISTED }) { nodes { detail } } }',
  );
  expect(auditLog.nodes).toEqual([{ detail: `the legal holds of request ${request.id}` }]);
});

test('a link is made by each request that names the package', async () => {
  const api = await system.client({ organization: 'linked-family' });
  const [canonical] = await createFamily(api, 'LinkedFamily');
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: canonical } });
  const { relatedRequests } = await finishedRequest(api, request.id);
  const { createPackageLink } = await api.ask<{ createPackageLink: { url: string } }>(
    'mutation ($id: ID!) { createPackageLink(requestId: $id) { url } }',
    { id: relatedRequests[0]?.id },
  );
  expect((await fetch(createPackageLink.url)).status).toBe(200);
}, 60_000);

test('an organisation without keys has nothing left that is kept for ever: its erasures are pruned, its cases closed', async () => {
  const organization = 'keyless';
  const api = await system.client({ organization });
  const { id: person } = await newPerson(api);
  const { openGdprCase } = await api.ask<{ openGdprCase: { id: string } }>(
    'mutation { openGdprCase(input: { receivedAt: "2020-01-01T00:00:00Z" }) { id } }',
  );
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: person },
    deleteConfirmed: true,
  });
  await finishedRequest(api, request.id);
  await destroyOrganizationKeys(organization, system.environment);
  await rows('UPDATE gdpr_request SET run_at = now(), verify_again_at = now() WHERE organization_id = $1', [
    organization,
  ]);
  const state = () =>
    rows<{ run_at: Date | null; verify_again_at: Date | null }>(
      'SELECT run_at, verify_again_at FROM gdpr_request WHERE organization_id = $1',
      [organization],
    );
  await eventually(async () => (await state())[0]?.run_at === null, 30_000);
  // A request that is still to be verified is never pruned.
  expect(await state()).toEqual([{ run_at: null, verify_again_at: null }]);
  const close =
    'mutation ($id: ID!, $note: String) { closeGdprCase(id: $id, outcome: FULFILLED, note: $note) { outcome } }';
  expect(await api.refused(close, { id: openGdprCase.id, note: 'words' })).toMatchObject({ code: 'FORBIDDEN' });
  expect(await api.ask(close, { id: openGdprCase.id })).toEqual({ closeGdprCase: { outcome: 'FULFILLED' } });
}, 60_000);
