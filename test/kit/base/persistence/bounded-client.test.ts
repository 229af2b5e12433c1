import { Client } from 'pg';
import { boundedClient } from '../../../../subgraphs/kit/base/persistence/bounded-client';
import { messaging } from '../../../../subgraphs/messaging/service';
import { eventually } from '../../../support/eventually';
import { startTestService, type TestService } from '../../../support/run/service';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(messaging);
});

afterAll(() => service.stop());

test('a statement that takes too long fails, and the database stops executing it (R27)', async () => {
  const Bounded = boundedClient(500);
  const options = service.service.dataSource.options as { url: string };
  const client = new Bounded({ connectionString: options.url, application_name: 'given up' });
  client.on('error', () => {});
  await client.connect();
  // The statement runs forever and sends nothing: the server notices the lost client only by checking the connection.
  await expect(client.query('SELECT sum(g) FROM generate_series(1, 100000000000) AS g')).rejects.toThrow();
  const watch = new Client({ connectionString: options.url });
  await watch.connect();
  const working = async () => {
    const { rows } = await watch.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'given up'",
    );
    return rows[0]?.count;
  };
  await eventually(async () => (await working()) === 0, 15_000);
  await watch.end();
}, 60_000);
