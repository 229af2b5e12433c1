/** The check for due sweeps runs again and again, so it must use indexes, however many rows there are (R27). */
import type { DataSource } from 'typeorm';
import { checkpointsDue } from '../../../../gateway/audit/follow-checkpoints';
import { expiredDue } from '../../../../gateway/exports/store/expired-files';
import { holdsDue } from '../../../../gateway/gdpr/holds/resume';
import { restrictionsDue } from '../../../../gateway/gdpr/restrictions/enforce';
import { reductionDue } from '../../../../gateway/gdpr/store/retention/reduction';
import { pruningDue } from '../../../../gateway/gdpr/store/retention/retention';
import { sealingDue } from '../../../../gateway/gdpr/store/retention/sealed-creation';
import { recoveryDue } from '../../../../gateway/gdpr/store/leases/takeover';
import { dropDatabases, uniquePrefix } from '../../../support/run/database';
import { openTestGatewayDatabase } from '../../../support/run/gateway-database';

const prefix = uniquePrefix();
const day = 86_400_000;
let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix);
});

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

/** The tables that a statement scans as a whole, even when the planner should avoid it. */
async function readWhole(sql: string): Promise<string[]> {
  return dataSource.transaction(async (db) => {
    await db.query('SET LOCAL enable_seqscan = off');
    const plan: { 'QUERY PLAN': string }[] = await db.query(`EXPLAIN ${sql}`);
    return plan.flatMap((line) => /Seq Scan on (\w+)/.exec(line['QUERY PLAN'])?.[1] ?? []);
  });
}

test.each(
  Object.entries({
    recoveryDue,
    holdsDue,
    expiredDue,
    reductionDue,
    restrictionsDue,
    sealingDue,
    pruningDue: pruningDue({ idempotencyKeys: day, erasures: day, requests: day }),
  }),
)('%s scans no whole table', async (_, sql) => {
  expect(await readWhole(sql)).toEqual([]);
});

test('checkpointsDue reads one row of each organisation', async () => {
  expect(await readWhole(checkpointsDue)).toEqual(['audit_head']);
});
