/** The receiver of `examples/webhook-receiver`, as a process of its own: it accepts only what Habeas signed (R32). */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { freePort } from '../../../scripts/develop/ports';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { eventually } from '../../support/eventually';
import { createRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';
import { createEndpoint, deliveryOnce, listDeliveries, openLoopback } from '../../support/api/webhooks';

let system: TestSystem;
let api: ApiClient;
let receiver: ChildProcess | undefined;

beforeAll(async () => {
  system = await sharedSystem(openLoopback);
  api = await system.client({ organization: 'webhook-receiver' });
}, 180_000);

afterAll(async () => {
  receiver?.kill();
  await system.stop();
});

test('a receiver of ten lines gets the events of a request', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const { endpoint, secret } = await createEndpoint(api, url);
  receiver = spawn(process.execPath, [path.join(projectRoot(), 'examples', 'webhook-receiver', 'receiver.mjs')], {
    env: { PATH: process.env.PATH, PORT: String(port), WEBHOOK_SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  receiver.stdout?.on('data', (text: Buffer) => (said += text.toString()));
  if (receiver.stdout) await once(receiver.stdout, 'data');
  const { request } = await createRequest(api, { type: 'GET', term: { email: 'nobody@receiver.example' } });
  await eventually(() => Promise.resolve(said.includes(`gdpr_request.completed ${request.id} COMPLETED`)));
  const { nodes } = await listDeliveries(api, { endpointId: endpoint.id });
  for (const each of nodes) {
    await deliveryOnce(api, each, ({ status }) => status === 'DELIVERED');
    expect(said).toContain(each.id);
  }
  const forged = await fetch(url, {
    method: 'POST',
    headers: {
      'webhook-id': 'x',
      'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
      'webhook-signature': 'v1,x',
    },
    body: '{"type":"gdpr_request.completed","data":{}}',
  });
  expect(forged.status).toBe(400);
});
