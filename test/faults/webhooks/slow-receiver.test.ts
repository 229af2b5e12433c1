/** A receiver that takes five seconds for each of ten thousand events delays nobody else (R27, R32). */
import { newOrganization } from '../../support/people/cast';
import { eventually } from '../../support/eventually';
import { gatewaySql } from '../../support/run/database';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';
import { startReceiver, type WebhookReceiver } from '../../support/servers/webhook-receiver';
import { createEndpoint, openLoopback, sendTest } from '../../support/api/webhooks';

const events = 10_000;
const slowness = 5_000;
/** The number of other endpoints' events that are measured, one after the other. */
const measured = 20;
/** The greatest median delay of these events, in milliseconds. */
const wanted = 2_000;

let system: TestSystem;
const receivers: WebhookReceiver[] = [];

beforeAll(async () => {
  system = await sharedSystem(openLoopback);
}, 180_000);

afterAll(async () => {
  await Promise.all(receivers.map((receiver) => receiver.close()));
  await system.stop();
});

async function receiving(): Promise<WebhookReceiver> {
  const receiver = await startReceiver();
  receivers.push(receiver);
  return receiver;
}

test(`${events} events to a receiver that answers in ${slowness} ms delay another organisation's by less than ${wanted} ms`, async () => {
  const sql = gatewaySql(system);
  const { api: busy } = await newOrganization(system, 'webhooks-busy');
  const { api: other } = await newOrganization(system, 'webhooks-unhurt');
  const slow = await receiving();
  slow.answer = () => new Promise((resolve) => setTimeout(() => resolve(200), slowness).unref());
  const { endpoint } = await createEndpoint(busy, slow.url);
  await sql(
    `INSERT INTO webhook_delivery (organization_id, id, endpoint_id, body, created_at, next_attempt_at)
     SELECT 'webhooks-busy', gen_random_uuid(), $1, '{"type":"webhook.test","data":{}}', now(), now() FROM generate_series(1, $2)`,
    [endpoint.id, events],
  );
  await slow.of('webhook.test');
  // A receiver of another organisation, and another one of the same organisation.
  for (const api of [other, busy]) {
    const quick = await receiving();
    const own = await createEndpoint(api, quick.url);
    const delays: number[] = [];
    for (let sent = 1; sent <= measured; sent += 1) {
      const { id, createdAt } = await sendTest(api, own.endpoint.id);
      const arrived = await eventually(() => Promise.resolve(quick.received.find((each) => each.id === id)));
      delays.push(arrived.at - new Date(createdAt).getTime());
    }
    delays.sort((one, another) => one - another);
    process.stdout.write(
      `slow-receiver: delays of ${delays[0]} to ${delays.at(-1)} ms, median ${delays[measured / 2]} ms\n`,
    );
    expect(delays[measured / 2]).toBeLessThan(wanted);
  }
  const waiting = await sql<{ count: string }>(
    'SELECT count(*) FROM webhook_delivery WHERE endpoint_id = $1 AND next_attempt_at IS NOT NULL',
    [endpoint.id],
  );
  expect(Number(waiting[0]?.count)).toBeGreaterThan(events / 2);
  await busy.ask('mutation ($id: ID!) { deleteWebhookEndpoint(id: $id) }', { id: endpoint.id });
  // Waiting deliveries end, a bounded number at a time.
  await eventually(async () => {
    const left = await sql('SELECT FROM webhook_delivery WHERE endpoint_id = $1 AND next_attempt_at < now() LIMIT 1', [
      endpoint.id,
    ]);
    return left.length === 0;
  }, 120_000);
}, 300_000);
