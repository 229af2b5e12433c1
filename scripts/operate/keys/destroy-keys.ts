/** `habeas destroy-keys --organization ID`: makes all data of an organisation unreadable for good. */
import { finishedStatuses } from '../../../gateway/gdpr/lifecycle';
import { sqlSet } from '../../../gateway/gdpr/lifecycle-sql';
import { stands } from '../../../gateway/gdpr/store/holds/holds';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import type { Environment } from '../../../subgraphs/kit/base/config';
import { codedError } from '../../../subgraphs/kit/base/errors';
import { destroyKeys, type Statements } from '../../../subgraphs/kit/base/security/key-rotation';
import { inKeyDatabases } from './key-databases';

/**
 * Destroys the organisation's keys in every database. @returns the number of keys in each
 * @throws HELD while a legal hold stands in the organisation (R31), and while a request of it is in flight; then nothing was destroyed
 */
export const destroyOrganizationKeys = (
  organization: string,
  environment: Environment = process.env,
): Promise<Map<string, number>> =>
  inKeyDatabases(async (db, _master, name) => {
    if (name !== gatewayDatabase) return destroyKeys(db, organization);
    // The gateway comes first: nothing is destroyed while a request is in flight or a hold stands. A request that is being created
    // locks its keys until it is visible here, and none can be created after they are destroyed.
    await db.query('BEGIN');
    try {
      const count = await destroyKeys(db, organization);
      await assertNothingHeld(db, organization);
      await assertNothingInFlight(db, organization);
      await db.query('COMMIT');
      return count;
    } catch (error) {
      await db.query('ROLLBACK');
      throw error;
    }
  }, environment);

async function assertNothingHeld(db: Statements, organization: string): Promise<void> {
  const [row] = await db.query<{ count: string }>(
    `SELECT count(*) FROM gdpr_legal_hold hold WHERE organization_id = $1 AND ${stands('hold')}`,
    [organization],
  );
  if (Number(row?.count) > 0)
    throw codedError(
      'HELD',
      `${row?.count} legal holds stand in the organisation (HELD). Release them, or wait for their end.`,
    );
}

async function assertNothingInFlight(db: Statements, organization: string): Promise<void> {
  const [row] = await db.query<{ count: string }>(
    `SELECT count(*) FROM gdpr_request WHERE organization_id = $1 AND status NOT IN ${sqlSet(finishedStatuses)}`,
    [organization],
  );
  if (Number(row?.count) > 0)
    throw new Error(`${row?.count} requests of the organisation are in flight. Let them finish, or cancel them.`);
}

/** Destroys the keys if the id is given twice, and prints how many there were. */
export async function run({ organization, confirm }: { organization: string; confirm?: string }): Promise<void> {
  if (confirm !== organization) {
    console.error(`Nothing was done. To destroy the keys of ${organization} for good, add --confirm ${organization}.`);
    process.exitCode = 1;
    return;
  }
  const counts = await destroyOrganizationKeys(organization);
  if ([...counts.values()].every((count) => count === 0))
    throw new Error(
      `no database has keys of an organisation ${organization}; they were destroyed before, or the id is mistyped.`,
    );
  for (const [name, count] of counts) console.log(`${name}: ${count} keys destroyed`);
  console.log('Processes that run notice within seconds.');
}
