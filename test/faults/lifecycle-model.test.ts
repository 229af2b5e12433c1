/**
 * Random lives of requests on the real system: created, repeated, cancelled and retried while a service comes and goes. The database
 * is checked for what must always be true; what must be true in the end is waited for.
 */
import * as fc from 'fast-check';
import type { ApiClient } from '../../scripts/develop/api-client';
import { databaseName } from '../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../support/run/database';
import { eventually } from '../support/eventually';
import { proxyService, type Fault, type FaultProxy } from '../support/faults/fault-proxy';
import { sharedSystem } from '../support/run/shared-system';
import type { TestSystem } from '../support/run/system';

let system: TestSystem;
let api: ApiClient;
let messaging: FaultProxy;
const organization = 'lifecycle-model';

beforeAll(async () => {
  system = await sharedSystem({ SERVICE_CALL_TIMEOUT_MS: '2000' });
  api = await system.client({ organization });
  messaging = await proxyService(system, 'messaging');
}, 90_000);

afterAll(async () => {
  await messaging.close();
  await system.stop();
});

type Step =
  | { kind: 'create'; type: 'GET' | 'EXPORT' | 'UPDATE' | 'DELETE'; person: number }
  | { kind: 'cancel' | 'retry'; request: number }
  | { kind: 'fault'; fault: Fault };

const person = fc.nat({ max: 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('create' as const),
      type: fc.constantFrom('GET', 'EXPORT', 'UPDATE', 'DELETE'),
      person,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('cancel' as const, 'retry' as const), request: fc.nat({ max: 9 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fault' as const),
      fault: fc.constantFrom<Fault>('none', 'refuse', 'error', 'lostReply', 'html'),
    }),
  },
);

interface Row {
  id: string;
  type: string;
  status: string;
  digest: string;
  services: string[];
}

const finished = ['COMPLETED', 'ERROR', 'CANCELLED'];
const well = ['COMPLETED', 'NOTHING_FOUND', 'SUBJECT_REQUIRED'];

const readRows = () =>
  inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    const { rows } = await client.query<Row>(
      `SELECT id, type, status, encode(subject_digest, 'hex') AS digest,
         ARRAY(SELECT task.status FROM gdpr_task task WHERE task.organization_id = request.organization_id AND request_id = id) AS services
       FROM gdpr_request request WHERE organization_id = $1`,
      [organization],
    );
    return rows;
  });

/** At most one request in flight for each type and subject; COMPLETED means that every asked service did its part. */
function checkRows(rows: Row[]): void {
  const active = rows.filter(({ status }) => !finished.includes(status)).map(({ type, digest }) => `${type} ${digest}`);
  expect(new Set(active).size).toBe(active.length);
  for (const { status, services } of rows) {
    expect(services).toHaveLength(5);
    if (status === 'COMPLETED') expect(services.filter((service) => !well.includes(service))).toEqual([]);
  }
}

/** Codes with which a step may be refused; any other is a fault. */
const refusals = [
  'CONFLICTING_REQUEST',
  'SUBJECT_NOT_FOUND',
  'NOT_RETRYABLE',
  'NOT_CANCELLABLE',
  'RELATED_REQUESTS_IN_FLIGHT',
];

async function run(steps: Step[]): Promise<void> {
  const people: string[] = [];
  for (const firstName of ['First', 'Second']) {
    const { createExternalContact } = await api.ask<{ createExternalContact: { id: string } }>(
      'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
      { input: { firstName } },
    );
    people.push(createExternalContact.id);
  }
  const requests: string[] = [];
  // While messaging cannot be asked, nobody can tell whether it knows an id that its owner does not (R5).
  const fails = steps.some((each) => each.kind === 'fault' && each.fault !== 'none');
  const createRefusals = fails ? [...refusals, 'SERVICE_UNAVAILABLE'] : refusals;
  for (const each of steps) {
    if (each.kind === 'fault') messaging.fault = each.fault;
    else if (each.kind === 'create') {
      const input = {
        type: each.type,
        term: { externalContactId: people[each.person] },
        ...(each.type === 'DELETE' ? { deleteConfirmed: true } : {}),
        ...(each.type === 'UPDATE' ? { replacements: [{ type: 'NAME', existing: 'First', updated: 'Third' }] } : {}),
      };
      const began = new Date();
      const { data, errors } = await api.send<{
        createGdprRequest: { created: boolean; request: { id: string; status: string; completedAt: string | null } };
      }>(
        'mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { created request { id status completedAt } } }',
        { input },
      );
      if (errors) expect(createRefusals).toContain(errors[0]?.extensions?.code);
      const answer = data?.createGdprRequest;
      if (answer?.created) requests.push(answer.request.id);
      // A duplicate refers to a request that was in flight when it was asked for.
      else if (answer?.request.completedAt)
        expect(new Date(answer.request.completedAt).getTime()).toBeGreaterThanOrEqual(began.getTime() - 1_000);
    } else {
      const id = requests[each.request % Math.max(requests.length, 1)];
      if (!id) continue;
      const { errors } = await api.send(`mutation ($id: ID!) { ${each.kind}GdprRequest(id: $id) { id } }`, { id });
      if (errors) expect(refusals).toContain(errors[0]?.extensions?.code);
    }
    checkRows(await readRows());
  }
  // Every request ends once the service works again.
  messaging.fault = 'none';
  const rows = await eventually(async () => {
    const now = await readRows();
    return now.every(({ status }) => finished.includes(status)) && now;
  }, 60_000);
  checkRows(rows);
  // The gateway holds back calls to a service that did not answer for some seconds; the next life begins after that.
  if (fails) await eventually(async () => (await unavailableServices()).length === 0);
}

async function unavailableServices(): Promise<string[]> {
  const { subjects } = await api.ask<{ subjects: { unavailable: string[] } }>(
    '{ subjects(term: { name: "First" }, first: 1) { unavailable } }',
  );
  return subjects.unavailable;
}

test('at most one request in flight for each subject and type, a duplicate refers to it, and every request ends', async () => {
  const seed = Number(process.env.HABEAS_TEST_SEED ?? Date.now() % 1_000_000);
  process.stdout.write(`lifecycle-model: seed ${seed}\n`);
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), run), {
    seed,
    numRuns: 6,
    endOnFailure: true,
  });
}, 180_000);
