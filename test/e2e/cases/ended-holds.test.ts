/** What waited for a hold of one organisation begins, however many ended holds of another one still keep something waiting (R27, R31). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { placeHold, releaseHold } from '../../support/api/holds';
import { createRequest, finishedRequest, readRequest } from '../../support/api/requests';
import { eventually } from '../../support/eventually';
import { proxyService } from '../../support/faults/fault-proxy';
import { newPerson } from '../../support/people/held-people';
import { inDatabase } from '../../support/run/database';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 180_000);

afterAll(() => system.stop());

const inGateway = <T extends object>(sql: string, values: unknown[]) =>
  inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    const { rows } = await client.query<T>(sql, values);
    return rows;
  });

const erase = async (api: ApiClient, id: string) =>
  (await createRequest(api, { type: 'DELETE', term: { externalContactId: id }, deleteConfirmed: true })).request.id;

test('250 ended holds whose erasure cannot begin yet do not delay the erasure of another organisation', async () => {
  const crowded = await system.client({ organization: 'ended-holds-crowded' });
  const other = await system.client({ organization: 'ended-holds-other' });
  const [person, someone] = [await newPerson(crowded), await newPerson(other)];
  const messaging = await proxyService(system, 'messaging');
  const contacts = await proxyService(system, 'external-contacts');
  // The export of the person stays in flight, so that the erasure stays in conflict with it; and each check of that takes seconds.
  messaging.fault = (body) => (body.includes(person.id) ? 'refuse' : 'none');
  const exporting = await createRequest(crowded, { type: 'EXPORT', term: { externalContactId: person.id } });
  const hold = await placeHold(crowded, { externalContactId: person.id });
  const waiting = await erase(crowded, person.id);
  const own = await placeHold(other, { externalContactId: someone.id });
  const erasure = await erase(other, someone.id);
  contacts.fault = (body) => (body.includes(person.id) ? 'late' : 'none');

  // Copies of the hold, all ended before the other organisation's, for all of which the one erasure has waited.
  await releaseHold(crowded, hold.id);
  await inGateway(
    `WITH copied AS (
       INSERT INTO gdpr_legal_hold (organization_id, id, subject_term, ground, reason, reference, placed_by, placed_at, released_by, released_at)
       SELECT organization_id, gen_random_uuid(), subject_term, ground, reason, reference, placed_by, placed_at, released_by, released_at
       FROM gdpr_legal_hold, generate_series(2, 250) WHERE id = $1 RETURNING organization_id, id)
     INSERT INTO gdpr_request_hold SELECT organization_id, $2, id FROM copied`,
    [hold.id, waiting],
  );
  const ended = `SELECT 1 FROM gdpr_legal_hold WHERE organization_id = 'ended-holds-crowded' AND released_at <= now()`;
  expect(await inGateway(ended, [])).toHaveLength(250);
  await releaseHold(other, own.id);
  expect((await finishedRequest(other, erasure, 30_000)).status).toBe('COMPLETED');
  expect((await readRequest(crowded, waiting)).status).toBe('ON_HOLD');

  // What stood in the way is over: the erasure that has waited longest begins as well.
  await messaging.close();
  await contacts.close();
  await finishedRequest(crowded, exporting.request.id, 60_000);
  await eventually(async () => (await readRequest(crowded, waiting)).status !== 'ON_HOLD', 60_000);
  expect((await finishedRequest(crowded, waiting)).status).toBe('COMPLETED');
}, 240_000);
