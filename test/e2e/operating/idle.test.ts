/** A system without work is idle: nothing polls the database for work. */
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

/** The number of transactions in the gateway's database so far. */
const transactions = (): Promise<number> =>
  inDatabase('postgres', async (client) => {
    const { rows } = await client.query<{ count: string }>(
      'SELECT xact_commit + xact_rollback AS count FROM pg_stat_database WHERE datname = $1',
      [databaseName(system.databasePrefix, gatewayDatabase)],
    );
    return Number(rows[0]?.count);
  });

test('after a request the system becomes idle: fewer than fifty transactions in ten seconds', async () => {
  const api = await system.client({ organization: 'idle' });
  const { request } = await createRequest(api, { type: 'GET', term: { email: 'nobody@idle.example' } });
  await finishedRequest(api, request.id);
  await eventually(async () => {
    const before = await transactions();
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    return (await transactions()) - before < 50;
  }, 90_000);
});
