/** The certificate of a request that was retried names the one before it (R9, R21). */
import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { eventually } from '../../support/eventually';
import { newPerson } from '../../support/people/held-people';
import { proxyService, type FaultProxy } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { inDatabase } from '../../support/run/database';
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

const certificateOf = async (api: ApiClient, id: string) =>
  (
    await api.ask<{ gdprRequest: { certificate: string | null } }>(
      'query ($id: ID!) { gdprRequest(id: $id) { certificate } }',
      { id },
    )
  ).gdprRequest.certificate;

test('also when the first one says that the erasure failed', async () => {
  const api = await system.client({ organization: 'superseded' });
  const { id: person } = await newPerson(api);
  messaging.fault = 'refuse';
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: person },
    deleteConfirmed: true,
  });
  await eventually(async () => outcome(await readRequest(api, request.id), 'messaging').status === 'RETRYING');
  await inDatabase(databaseName(system.databasePrefix, 'gateway'), (client) =>
    client.query('UPDATE gdpr_request SET attempts_until = now() WHERE id = $1', [request.id]),
  );
  expect((await finishedRequest(api, request.id)).status).toBe('ERROR');
  const failed = (await certificateOf(api, request.id)) ?? '';
  await api.ask('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id: request.id });
  // What is in flight has none.
  expect(await certificateOf(api, request.id)).toBeNull();
  messaging.fault = 'none';
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  const done = decodeJwt((await certificateOf(api, request.id)) ?? '');
  expect(done.supersedes).toBe(createHash('sha256').update(failed).digest('hex'));
}, 120_000);
