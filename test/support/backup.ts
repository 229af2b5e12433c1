/** A service's rows of one organisation as they stand, and back again: what restoring an older backup does. */
import { databaseName } from '../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from './database';
import type { TestSystem } from './system';

const tables = ['external_contact', 'personal_data_term'];

/** Keeps the contacts of an organisation; the answer puts back what has gone since, and changes nothing else. */
export async function backUpContacts(system: TestSystem, organization: string): Promise<() => Promise<void>> {
  const database = databaseName(system.databasePrefix, 'external-contacts');
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
