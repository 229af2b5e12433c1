/** Every search for a person uses an index, however many people there are; the plans are those for well-filled tables. */
import { uuidv7 } from 'uuidv7';
import { createSampleList, seedPeople } from '../../scripts/develop/seed/people';
import { addContacts, createContactList } from '../../subgraphs/dialer/contacts';
import { dialer } from '../../subgraphs/dialer/service';
import { directory } from '../../subgraphs/directory/service';
import { createUsers } from '../../subgraphs/directory/users';
import { externalContacts } from '../../subgraphs/external-contacts/service';
import { messaging } from '../../subgraphs/messaging/service';
import { createRecordings } from '../../subgraphs/recordings/recordings';
import { recordings } from '../../subgraphs/recordings/service';
import { contractOf, type Term } from '../support/contract/contract';
import { inDatabase } from '../support/run/database';
import { startTestService, testOrganization, type TestService } from '../support/run/service';
import { sentStatements } from '../support/statements';

const people = 4_000;
const services = new Map<string, TestService>();
const of = (name: string) => services.get(name) as TestService;

beforeAll(async () => {
  for (const definition of [directory, externalContacts, dialer, messaging, recordings])
    services.set(definition.name, await startTestService(definition));
  const seeded = {
    directory: of('directory').service,
    'external-contacts': of('external-contacts').service,
    dialer: of('dialer').service,
    messaging: of('messaging').service,
  };
  const sample = { organizationId: testOrganization, people, seed: 7 };
  await seedPeople(seeded, await createSampleList(seeded, sample), sample);
  // The sample has few of these people, and PostgreSQL scans a table of one page.
  const made = Array.from({ length: people }, (_, index) => ({
    name: `Made Up ${index}`,
    email: `made.up.${index}@acme.example.com`,
    phone: `+1212${String(2_000_000 + index)}`,
  }));
  // In several statements: even the slowest machine must stay within the time limit of each.
  const portions = Array.from({ length: 8 }, (_, index) =>
    made.slice((index * people) / 8, ((index + 1) * people) / 8),
  );
  await of('directory').as(testOrganization, async () => {
    for (const portion of portions)
      await of('directory').service.dataSource.transaction((db) =>
        createUsers(
          db,
          portion.map(({ name, email, phone }) => ({
            name,
            email,
            workPhone: phone,
            department: 'Care',
            title: 'Agent',
          })),
        ),
      );
  });
  await of('dialer').as(testOrganization, () =>
    of('dialer').service.dataSource.transaction(async (db) => {
      const list = await createContactList(db, 'Many', [
        { name: 'Name', holds: 'NAME' },
        { name: 'Phone', holds: 'PHONE' },
      ]);
      for (const portion of portions)
        await addContacts(
          db,
          list,
          portion.map(({ name, phone }) => ({ Name: name, Phone: phone })),
        );
    }),
  );
  await of('recordings').as(testOrganization, () =>
    of('recordings').service.dataSource.transaction((db) =>
      createRecordings(
        db,
        made.map(() => ({
          externalContactId: uuidv7(),
          conversationId: null,
          agentId: uuidv7(),
          transcript: null,
          startedAt: new Date(),
          durationMs: 1,
          mediaType: 'audio/wav',
          byteSize: 1,
          sha256: '',
          blobPath: uuidv7(),
        })),
      ),
    ),
  );
  // As the owner of the tables, because the service's role may not.
  for (const { database } of services.values()) await inDatabase(database, (client) => client.query('ANALYZE'));
}, 120_000);

afterAll(() => Promise.all([...services.values()].map((service) => service.stop())));

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Cond'?: string;
  Plans?: Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** How a service's search reads its tables: each table with people, with its kind of scan. */
async function waysOf(name: string, term: Term): Promise<string[]> {
  const { dataSource } = of(name).service;
  const large: { relname: string }[] = await dataSource.query(
    `SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= 1000`,
  );
  const tables = new Set(large.map(({ relname }) => relname));
  const sent = await sentStatements(dataSource, () => contractOf(of(name)).find(term));
  const ways: string[] = [];
  for (const { sql, parameters } of sent.filter((statement) => statement.sql.startsWith('SELECT'))) {
    const [explained] = await dataSource.query<{ 'QUERY PLAN': { Plan: Plan }[] }[]>(
      `EXPLAIN (FORMAT JSON) ${sql}`,
      parameters,
    );
    for (const node of nodesOf(explained?.['QUERY PLAN'][0]?.Plan as Plan)) {
      const table = node['Relation Name'];
      if (table && tables.has(table)) ways.push(`${table}: ${node['Node Type']}`);
    }
  }
  return ways;
}

const values: Term[] = [
  { name: 'Maria Garcia' },
  { name: 'Maria' },
  // One rare word among common ones: PostgreSQL must not read all people because half of them have a common word.
  { address: 'Wherever Street 4' },
  { email: 'maria@example.com' },
  { phone: '+1 317 200 0042' },
  { socialHandle: { platform: 'INSTAGRAM', handle: 'maria' } },
];

describe.each<[string, string, Term[]]>([
  ['directory', 'personal_data_term', [...values, { userId: uuidv7() }]],
  ['external-contacts', 'personal_data_term', [...values, { externalContactId: uuidv7() }]],
  ['dialer', 'personal_data_term', [...values, { dialerContactId: { id: uuidv7(), contactListId: uuidv7() } }]],
  ['messaging', 'conversation', [{ externalContactId: uuidv7() }, { userId: uuidv7() }]],
  ['recordings', 'recording', [{ externalContactId: uuidv7() }, { userId: uuidv7() }]],
])('%s', (name, table, terms) => {
  test.each(terms)('%j is looked up in an index', async (term) => {
    const ways = await waysOf(name, term);
    expect(ways.filter((way) => way.endsWith('Seq Scan'))).toEqual([]);
    if (table === 'personal_data_term' && Object.keys(term)[0]?.endsWith('Id')) return;
    // The table with the people was read, so the plan is not empty.
    expect(ways.some((way) => way.startsWith(`${table}:`))).toBe(true);
  });
});
