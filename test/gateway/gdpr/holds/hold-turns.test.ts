/** Ended holds are visited in turns by organisation, and rest after a visit (R27). */
import type { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { HoldTurns } from '../../../../gateway/gdpr/holds/hold-turns';
import { dropDatabases, uniquePrefix } from '../../../support/run/database';
import { openTestGatewayDatabase } from '../../../support/run/gateway-database';

const prefix = uniquePrefix();
let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix);
});

afterEach(() => dataSource.query('DELETE FROM gdpr_legal_hold'));

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

/** Holds that have ended one second after the other, the last one so many seconds ago. */
async function ended(organizationId: string, count: number, secondsAgo: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => uuidv7());
  await dataSource.query(
    `INSERT INTO gdpr_legal_hold (organization_id, id, subject_term, ground, reason, reference, placed_by, placed_at, released_at)
     SELECT $1, id, '', 'LEGAL_CLAIMS', '', '', '', now(), now() - ($3::int + $4::int - place) * interval '1 second'
     FROM unnest($2::uuid[]) WITH ORDINALITY AS hold (id, place)`,
    [organizationId, ids, secondsAgo, count],
  );
  return ids;
}

test('the oldest hold of each organisation comes first, however many another one has', async () => {
  const many = await ended('many', 250, 1_000);
  const few = await ended('few', 2, 10);
  const due = (await new HoldTurns().due(dataSource)).map(({ id }) => id);
  expect(due).toHaveLength(200);
  expect(due.slice(0, 5)).toEqual([many[0], few[0], many[1], few[1], many[2]]);
});

test('a visited hold rests, and its organisation comes after those that were not served', async () => {
  const [first, second] = await ended('served', 2, 1_000);
  const [other] = await ended('unserved', 1, 10);
  const turns = new HoldTurns();
  turns.visited({ organizationId: 'served', id: first ?? '' }, 'WAITS', null);
  expect((await turns.due(dataSource)).map(({ id }) => id)).toEqual([other, second]);
  turns.visited({ organizationId: 'unserved', id: other ?? '' }, 'SETTLES', null);
  turns.visited({ organizationId: 'served', id: second ?? '' }, 'BEGUN', null);
  expect(await turns.due(dataSource)).toEqual([]);
});

test('a visit goes on after the last family that there was time for', () => {
  const turns = new HoldTurns();
  const hold = { organizationId: 'long', id: uuidv7() };
  expect(turns.after(hold)).toBeNull();
  const family = uuidv7();
  turns.visited(hold, 'WAITS', family);
  expect(turns.after(hold)).toBe(family);
  turns.visited(hold, 'WAITS', null);
  expect(turns.after(hold)).toBeNull();
});
