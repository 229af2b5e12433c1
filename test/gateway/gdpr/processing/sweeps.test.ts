/** Sweeps run when something is due, and not at fixed intervals. */
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { Sweeps, type Sweep } from '../../../../gateway/gdpr/processing/sweeps';
import { gatewayDatabase } from '../../../../gateway/persistence/open-gateway-database';
import { databaseName } from '../../../../subgraphs/kit/base/persistence/create-database';
import { dropDatabases, inDatabase, uniquePrefix } from '../../../support/run/database';
import { eventually } from '../../../support/eventually';
import { openTestGatewayDatabase } from '../../../support/run/gateway-database';

const prefix = uniquePrefix();
const anHour = 60 * 60_000;
let dataSource: DataSource;
let sweeps: Sweeps | undefined;

const asOwner = (sql: string) => inDatabase(databaseName(prefix, gatewayDatabase), (client) => client.query(sql));

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix, 4);
  await asOwner('CREATE TABLE due (kind text PRIMARY KEY, at timestamptz); GRANT ALL ON due TO PUBLIC');
});

afterEach(async () => {
  await sweeps?.stop();
  await asOwner('DELETE FROM due');
});

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

const become = (kind: string, at: string) =>
  dataSource.query<unknown>(
    `INSERT INTO due VALUES ('${kind}', ${at}) ON CONFLICT (kind) DO UPDATE SET at = excluded.at`,
  );

/** A sweep that does what is due, and counts its turns. */
function counting(kind: string, pause = 100): { sweep: Sweep; turns: () => number } {
  let turns = 0;
  const run = async () => {
    await dataSource.query(`DELETE FROM due WHERE kind = '${kind}'`);
    turns += 1;
  };
  return { sweep: { kind, due: `SELECT at FROM due WHERE kind = '${kind}'`, pause, run }, turns: () => turns };
}

function begin(all: Sweep[], longestPause: number): Sweeps {
  sweeps = new Sweeps({ dataSource, logger: pino({ level: 'silent' }) }, all, longestPause);
  sweeps.start();
  return sweeps;
}

test('a sweep runs at the start and later when something becomes due, and not without a reason', async () => {
  const [now, soon, never] = [counting('now'), counting('soon'), counting('never')];
  await become('now', `now() - interval '1 day'`);
  await become('soon', `now() + interval '1 second'`);
  begin([now.sweep, soon.sweep, never.sweep], anHour);
  await eventually(() => Promise.resolve(soon.turns() === 1));
  expect([now.turns(), never.turns()]).toEqual([1, 0]);
});

test('a sweep runs on a notification, or without one at the next look', async () => {
  const { sweep, turns } = counting('told');
  const told = begin([sweep], anHour);
  await become('told', 'now()');
  told.wake();
  await eventually(() => Promise.resolve(turns() === 1));
  await told.stop();
  begin([sweep], 200);
  await become('told', 'now()');
  await eventually(() => Promise.resolve(turns() === 2));
});

test('a failed sweep is repeated, pauses between two turns, and delays no other', async () => {
  const { sweep, turns } = counting('well');
  let failures = 0;
  const failing = {
    kind: 'failing',
    due: 'now()',
    pause: 300,
    run: () => Promise.reject(new Error(`failure ${(failures += 1)}`)),
  };
  begin([failing, sweep], anHour);
  await become('well', 'now()');
  await eventually(() => Promise.resolve(failures >= 3 && turns() === 1));
});

test('a kind of sweep runs one turn at a time, and the end waits for it', async () => {
  let underWay = 0;
  let most = 0;
  let ended = 0;
  const run = async () => {
    most = Math.max(most, (underWay += 1));
    await new Promise((resolve) => setTimeout(resolve, 500));
    underWay -= 1;
    ended += 1;
  };
  const running = begin([{ kind: 'slow', due: 'now()', pause: 50, run }], anHour);
  await eventually(() => Promise.resolve(ended >= 2 && underWay === 1));
  const before = ended;
  await running.stop();
  expect([most, underWay, ended]).toEqual([1, 0, before + 1]);
});

test('a database that cannot be reached is asked again', async () => {
  const { sweep, turns } = counting('away');
  await become('away', 'now()');
  await asOwner('ALTER TABLE due RENAME TO gone');
  begin([sweep], anHour);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(turns()).toBe(0);
  await asOwner('ALTER TABLE gone RENAME TO due');
  await eventually(() => Promise.resolve(turns() === 1));
});
