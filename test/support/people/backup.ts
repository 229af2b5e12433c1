/** Saves and restores a service's rows of one organisation, as restoring an older backup does. */
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../run/database';
import type { TestSystem } from '../run/system';

/** The tables that hold the people of each service. */
const tablesOf = {
  'external-contacts': ['external_contact', 'personal_data_term'],
  directory: ['directory_user', 'personal_data_term'],
  dialer: ['dialer_contact', 'personal_data_term'],
} as const;

/** Saves the contacts of an organisation. @returns what restores those that were removed since, and changes nothing else */
export const backUpContacts = (system: TestSystem, organization: string): Promise<() => Promise<void>> =>
  backUpPeople(system, organization, 'external-contacts');

/** Saves the people of a service in an organisation. @returns what restores those that were removed since, and changes nothing else */
export async function backUpPeople(
  system: TestSystem,
  organization: string,
  service: keyof typeof tablesOf,
): Promise<() => Promise<void>> {
  const database = databaseName(system.databasePrefix, service);
  const tables = tablesOf[service];
  const kept = await inDatabase(database, async (client) => {
    const rows: [string, Record<string, unknown>[]][] = [];
    for (const table of tables) {
      const found = await client.query<Record<string, unknown>>(`SELECT * FROM ${table} WHERE organization_id = $1`, [
        organization,
      ]);
      rows.push([table, found.rows]);
    }
    return rows;
  });
  return () =>
    inDatabase(database, async (client) => {
      for (const [table, rows] of kept) {
        for (const row of rows) {
          const names = Object.keys(row);
          const places = names.map((_, index) => `$${index + 1}`).join(', ');
          await client.query(
            `INSERT INTO ${table} (${names.join(', ')}) VALUES (${places}) ON CONFLICT DO NOTHING`,
            Object.values(row),
          );
        }
      }
    });
}

/** Removes the people of a service in an organisation, as if its disk had been lost. */
export const losePeople = (system: TestSystem, organization: string, service: keyof typeof tablesOf): Promise<void> =>
  inDatabase(databaseName(system.databasePrefix, service), async (client) => {
    for (const table of ['personal_data_term', tablesOf[service][0]])
      await client.query(`DELETE FROM ${table} WHERE organization_id = $1`, [organization]);
  });
