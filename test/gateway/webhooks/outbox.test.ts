/** Events are written in the transaction of the change (R32). */
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import {
  announceCases,
  announceCreated,
  announceMoved,
  announceOf,
  announceRequests,
} from '../../../gateway/webhooks/outbox';
import type { RequestStatus } from '../../../gateway/gdpr/lifecycle';
import { dropDatabases, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';
import { insertRequest } from '../../support/run/gateway-rows';
import type { WebhookBody } from '../../support/servers/webhook-receiver';

const prefix = uniquePrefix();
let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix, 8);
});

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

/** An endpoint with the columns that the outbox reads. */
async function listening(organizationId: string, events: string[] | null = null): Promise<string> {
  const id = randomUUID();
  await dataSource.query(
    `INSERT INTO webhook_endpoint (organization_id, id, url, secret, events, enabled, created_at)
     VALUES ($1, $2, '', '', $3, true, now())`,
    [organizationId, id, events],
  );
  return id;
}

const written = async (endpointId: string): Promise<WebhookBody[]> => {
  const rows: { body: string }[] = await dataSource.query(
    `SELECT body FROM webhook_delivery WHERE endpoint_id = $1
     ORDER BY (body::json->'data'->>'requestId'), (body::json->'data'->>'sequence')::integer`,
    [endpointId],
  );
  return rows.map(({ body }) => JSON.parse(body) as WebhookBody);
};

const request = (organizationId: string, status: RequestStatus = 'INITIATED', id: string = randomUUID()) => ({
  organizationId,
  id,
  type: 'DELETE' as const,
  status,
  parentId: null,
  caseId: null,
  dueAt: new Date('2026-03-01T10:00:00.123Z'),
});

test('events of one request are numbered in order, also when they are written at the same time', async () => {
  const endpoint = await listening('numbered');
  const one = request('numbered');
  await announceCreated(dataSource.manager, [one, request('numbered')]);
  await Promise.all(
    Array.from({ length: 20 }, () =>
      announceRequests(dataSource.manager, [
        { event: 'GDPR_REQUEST_RESIDUAL', request: { ...one, status: 'ERROR' } },
        { event: 'GDPR_REQUEST_FAILED', request: { ...one, status: 'ERROR' } },
      ]),
    ),
  );
  const own = (await written(endpoint)).filter(({ data }) => data.requestId === one.id);
  expect(own.map(({ data }) => data.sequence)).toEqual(Array.from({ length: 41 }, (_, index) => index + 1));
  expect(own.slice(0, 3).map(({ type }) => type)).toEqual([
    'gdpr_request.created',
    'gdpr_request.residual',
    'gdpr_request.failed',
  ]);
  expect(own[0]?.data).toEqual({
    requestId: one.id,
    type: 'DELETE',
    status: 'INITIATED',
    parentRequestId: null,
    caseId: null,
    dueAt: '2026-03-01T10:00:00.123Z',
    sequence: 1,
  });
});

test('a step of the work makes no event, and nothing is written where there is no endpoint', async () => {
  const endpoint = await listening('some', ['GDPR_REQUEST_CANCELLED']);
  const moved = (['DELETING', 'FINALIZING', 'COMPLETED', 'ERROR', 'CANCELLED'] as const).map((status) =>
    request('some', status),
  );
  await announceMoved(dataSource.manager, moved);
  expect((await written(endpoint)).map(({ type }) => type)).toEqual(['gdpr_request.cancelled']);
  await announceMoved(dataSource.manager, [request('nobody', 'COMPLETED')]);
  const rows: unknown[] = await dataSource.query(
    `SELECT organization_id FROM webhook_delivery WHERE organization_id = 'nobody'
     UNION ALL SELECT organization_id FROM webhook_sequence WHERE organization_id = 'nobody'`,
  );
  expect(rows).toEqual([]);
});

test('a transaction that is rolled back makes no event', async () => {
  const endpoint = await listening('given-up');
  await expect(
    dataSource.transaction(async (db) => {
      await announceMoved(db, [request('given-up', 'COMPLETED')]);
      throw new Error('given up');
    }),
  ).rejects.toThrow('given up');
  expect(await written(endpoint)).toEqual([]);
});

test('each endpoint of the organisation has its own delivery, and no other organisation has one', async () => {
  const [first, second] = [await listening('own'), await listening('own')];
  const stranger = await listening('stranger');
  const told = request('own', 'COMPLETED');
  await announceMoved(dataSource.manager, [told]);
  expect([await written(first), await written(stranger)]).toMatchObject([[{ data: { requestId: told.id } }], []]);
  expect(await written(second)).toEqual(await written(first));
});

test('an event for a request’s id shows the request’s status, and is written also when the request has been deleted', async () => {
  const endpoint = await listening('by-id');
  const kept = await insertRequest(dataSource, 'by-id', { status: `'COMPLETED'` });
  const gone = randomUUID();
  await announceOf(
    dataSource.manager,
    'GDPR_SUBJECT_REAPPEARED',
    [kept, gone].map((requestId) => ({ organizationId: 'by-id', requestId })),
  );
  await announceOf(dataSource.manager, 'GDPR_PACKAGE_REMOVED', []);
  const told = await written(endpoint);
  expect(told.map(({ type }) => type)).toEqual(Array(2).fill('gdpr_subject.reappeared'));
  expect(told.find(({ data }) => data.requestId === kept)?.data).toMatchObject({ type: 'DELETE', status: 'COMPLETED' });
  expect(told.find(({ data }) => data.requestId === gone)?.data).toMatchObject({
    type: null,
    status: null,
    dueAt: null,
  });
});

test('an event about a case needs no request', async () => {
  const endpoint = await listening('cases');
  const caseId = randomUUID();
  const dueAt = new Date('2026-03-01T00:00:00Z');
  await announceCases(dataSource.manager, [{ organizationId: 'cases', event: 'GDPR_CASE_OVERDUE', caseId, dueAt }]);
  expect(await written(endpoint)).toMatchObject([
    { type: 'gdpr_case.overdue', data: { caseId, requestId: null, type: null, dueAt: '2026-03-01T00:00:00.000Z' } },
  ]);
});
