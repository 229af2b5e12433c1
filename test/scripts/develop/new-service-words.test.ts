/** A new service's names are ones that PostgreSQL takes as they are. */
import { wordsOf } from '../../../scripts/develop/new-service/words';
import { inDatabase } from '../../support/run/database';

test.each([
  ['orders', 'order_record'],
  ['groups', 'group_record'],
  ['users-of-cars', 'users_of_car'],
  ['support-tickets', 'support_ticket'],
])('the table of %s is %s', (name, table) => {
  expect(wordsOf({ name })).toMatchObject({ table });
});

test("no word that PostgreSQL reserves is a new service's table", async () => {
  const reserved = await inDatabase('postgres', async (client) => {
    const { rows } = await client.query<{ word: string }>(
      "SELECT word FROM pg_get_keywords() WHERE catcode IN ('R', 'T')",
    );
    return rows.map(({ word }) => word);
  });
  expect(reserved.length).toBeGreaterThan(90);
  const tableOf = (word: string) => {
    const type = word.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
    try {
      return wordsOf({ name: 'a-service', type }).table ?? '';
    } catch {
      // TypeScript or GraphQL has the word too.
      return 'refused';
    }
  };
  const tables = reserved.map(tableOf);
  expect(tables.filter((table) => table.endsWith('_record')).length).toBeGreaterThan(60);
  expect(tables.filter((table) => reserved.includes(table))).toEqual([]);
});
