/** An endpoint's secret is replaced (R32): what was promised to those who know one before goes on. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import {
  quiet,
  removeEndpoint,
  rotateDocument,
  openLoopback,
  sendTest,
  suiteReceivers,
} from '../../support/api/webhooks';
import { eventually } from '../../support/eventually';
import { dumpDatabase, gatewaySql } from '../../support/run/database';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';
import { verified, verifies } from '../../support/servers/webhook-receiver';

const { receiving } = suiteReceivers();
let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await sharedSystem(openLoopback);
  api = await system.client({ organization: 'rotated-secrets' });
}, 180_000);

afterAll(() => system.stop());

const never = (): never => {
  throw new Error('There is nothing.');
};

const rotate = async (id: string, overlapHours: number): Promise<string> =>
  (await api.ask<{ rotateWebhookSecret: { secret: string } }>(rotateDocument, { id, overlapHours })).rotateWebhookSecret
    .secret;

test('while a secret is replaced both sign, afterwards only the new one', async () => {
  const { receiver, endpoint, secret } = await receiving(api, quiet);
  const rotated = await rotate(endpoint.id, 1);
  expect(rotated).not.toBe(secret);
  await sendTest(api, endpoint.id);
  const [both] = await receiver.of('webhook.test');
  expect(both?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
  for (const each of [secret, rotated]) expect(verified(each, both ?? never()).type).toBe('webhook.test');
  await gatewaySql(system)('UPDATE webhook_endpoint SET previous_until = now() WHERE id = $1', [endpoint.id]);
  await sendTest(api, endpoint.id);
  const [, alone] = await receiver.of('webhook.test', 2);
  expect(verified(rotated, alone ?? never()).type).toBe('webhook.test');
  expect(() => verified(secret, alone ?? never())).toThrow('No matching signature found');
  // Nobody can read a secret, neither in the database nor in the log.
  const kept = await dumpDatabase(databaseName(system.databasePrefix, 'gateway'));
  for (const each of [secret, rotated]) expect(kept).not.toContain(each.slice('whsec_'.length));
  expect(kept).not.toContain(receiver.url);
  await removeEndpoint(api, endpoint.id);
});

test('rotated again, the secrets before sign until the overlap that was promised for each has passed', async () => {
  const { receiver, endpoint, secret } = await receiving(api, quiet);
  const secrets = [secret];
  /** Which of the secrets sign the next event, the oldest secret first. */
  const signing = async (): Promise<number[]> => {
    const sent = (await sendTest(api, endpoint.id)).id;
    const attempt = await eventually(() => Promise.resolve(receiver.received.find(({ id }) => id === sent)));
    const signs = secrets.flatMap((each, index) => (verifies(each, attempt) ? index : []));
    expect(attempt.headers['webhook-signature']?.split(' ')).toHaveLength(signs.length);
    return signs;
  };
  // The answer of a rotation was lost, so the receiver knows only the first secret.
  for (const hours of [168, 24, 48]) secrets.push(await rotate(endpoint.id, hours));
  expect(await signing()).toEqual([0, 1, 2, 3]);
  // No more are kept, and none that still stands is dropped.
  const more = { id: endpoint.id, overlapHours: 1 };
  expect(await api.refused(rotateDocument, more)).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'overlapHours' });
  // The version before reads and replaces the previous secret alone.
  await gatewaySql(system)('UPDATE webhook_endpoint SET previous_until = now() WHERE id = $1', [endpoint.id]);
  expect(await signing()).toEqual([0, 1, 3]);
  secrets.push(await rotate(endpoint.id, 1));
  expect(await signing()).toEqual([0, 1, 3, 4]);
  const kept = await dumpDatabase(databaseName(system.databasePrefix, 'gateway'));
  for (const each of secrets) expect(kept).not.toContain(each.slice('whsec_'.length));
  // Without an overlap only the new secret signs.
  secrets.push(await rotate(endpoint.id, 0));
  expect(await signing()).toEqual([5]);
  await removeEndpoint(api, endpoint.id);
});
