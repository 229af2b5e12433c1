import { Client, Pool } from 'pg';
import { SurvivingClient } from '../../../../subgraphs/kit/base/persistence/surviving-client';
import { testServerUrl } from '../../../support/run/database';

test('a session that is terminated while it is checked out, without a listener, does not end the process', async () => {
  const pool = new Pool({ connectionString: testServerUrl(), Client: SurvivingClient });
  const operator = new Client({ connectionString: testServerUrl() });
  await operator.connect();
  const client = await pool.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  // Not `once` from `node:events`: it listens for errors too.
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  await operator.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
  await ended;
  await expect(client.query('SELECT 1')).rejects.toThrow(/terminated|not queryable|closed/i);
  client.release(true);
  expect((await pool.query('SELECT 1')).rowCount).toBe(1);
  await pool.end();
  await operator.end();
});
