/** A gateway with a wrong clock: only the database's clock decides who has work, and until when. */
import { ApiClient } from '../../scripts/develop/api-client';
import type { ManagedProcess } from '../../scripts/develop/start/managed-process';
import { databaseName } from '../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../support/run/database';
import { eventually } from '../support/eventually';
import { createFamily, familyDispositions } from '../support/people/family';
import { proxyService, type FaultProxy } from '../support/faults/fault-proxy';
import { createRequest, dispositionsOf, finishedRequest, outcome, readRequest } from '../support/api/requests';
import { clockShifts } from '../support/faults/clock-shifts';
import { sharedSystem } from '../support/run/shared-system';
import { startReplica } from '../support/run/replica';
import type { TestSystem } from '../support/run/system';

const organization = 'shifted-clock';

let system: TestSystem;
let messaging: FaultProxy;
let shifted: ManagedProcess | undefined;

beforeAll(async () => {
  system = await sharedSystem();
  messaging = await proxyService(system, 'messaging');
}, 90_000);

afterEach(async () => {
  messaging.fault = 'none';
  await shifted?.stop();
  await system.processes.get('gateway')?.start();
});

afterAll(async () => {
  await messaging.close();
  await system.stop();
});

/** The times of a task in the database, in seconds from its now. */
const timesOf = (id: string, service: string) =>
  inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    const { rows } = await client.query<{ status: string; lease: number | null; next: number | null }>(
      `SELECT status, extract(epoch FROM lease_expires_at - now())::float AS lease, extract(epoch FROM run_at - now())::float AS next
       FROM gdpr_task WHERE request_id = $1 AND service = $2`,
      [id, service],
    );
    return rows[0];
  });

const databaseTime = () =>
  inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    return rows[0]?.now.getTime() ?? NaN;
  });

/** One clock of each kind: behind, and ahead. */
const ways = Object.keys(clockShifts);

test.each([
  [-20_000, ways.at(0) ?? ''],
  [20_000, ways.at(-1) ?? ''],
])(
  'a gateway whose clock is wrong by %d ms, %s: one attempt at each part, and times of the database',
  async (shift, way) => {
    const api = await system.client({ organization });
    const erased = await createFamily(api, `erased${shift}`);
    const retried = await createFamily(api, `retried${shift}`);
    await system.processes.get('gateway')?.stop();
    shifted = await startReplica(system, 'gateway-shifted', clockShifts[way]?.(shift));
    const replica = new ApiClient(shifted.url, await system.token({ organization }));

    // The part takes longer than a sweep, so an expired lease would be noticed.
    messaging.fault = 'late';
    const before = await databaseTime();
    const input = { type: 'DELETE', term: { externalContactId: erased[0] }, deleteConfirmed: true };
    const { request } = await createRequest(replica, input);
    const running = await eventually(async () => {
      const times = await timesOf(request.id, 'messaging');
      return times?.status === 'RUNNING' && times;
    });
    expect(running.lease).toBeLessThanOrEqual(4);
    const finished = await finishedRequest(replica, request.id, 60_000);
    for (const member of [finished, ...finished.relatedRequests]) {
      expect(member.status).toBe('COMPLETED');
      expect(dispositionsOf(member, 'messaging')).toEqual(familyDispositions.messaging);
      expect(member.services.map(({ attempts }) => attempts)).toEqual(member.services.map(() => 1));
    }
    const { gdprRequest } = await replica.ask<{ gdprRequest: Record<'createdAt' | 'completedAt', string> }>(
      'query ($id: ID!) { gdprRequest(id: $id) { createdAt completedAt } }',
      { id: request.id },
    );
    const after = await databaseTime();
    for (const time of [gdprRequest.createdAt, gdprRequest.completedAt]) {
      expect(Date.parse(time)).toBeGreaterThanOrEqual(Math.floor(before));
      expect(Date.parse(time)).toBeLessThanOrEqual(after);
    }

    // A failed attempt is repeated when it is due by the database's clock.
    let failed = 0;
    messaging.fault = (body) => (body.includes(retried[0]) && failed++ < 1 ? 'refuse' : 'none');
    const { request: again } = await createRequest(replica, {
      type: 'DELETE',
      term: { externalContactId: retried[0] },
      deleteConfirmed: true,
    });
    const waiting = await eventually(async () => {
      const times = await timesOf(again.id, 'messaging');
      return times?.status === 'RETRYING' && times;
    });
    expect(waiting.next).toBeLessThanOrEqual(1);
    expect(waiting.next).toBeGreaterThan(-15);
    expect((await finishedRequest(replica, again.id, 60_000)).status).toBe('COMPLETED');
    expect(outcome(await readRequest(replica, again.id), 'messaging').attempts).toBe(2);
  },
  180_000,
);
