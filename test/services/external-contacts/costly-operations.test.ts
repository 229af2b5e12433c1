/** No operation blocks the service for others (R27): neither merge sets within merge sets, nor callers who disconnect. */
import { uuidv7 } from 'uuidv7';
import { externalContacts } from '../../../subgraphs/external-contacts/service';
import { eventually } from '../../support/eventually';
import { inDatabase } from '../../support/run/database';
import { startTestService, type TestService } from '../../support/run/service';
import { statementsOf } from '../../support/statements';

let service: TestService;
beforeAll(async () => {
  // A busy machine needs its time to count so far.
  service = await startTestService(externalContacts, { operations: bounds });
});
afterAll(() => service.stop());

const size = 20;
/** A limit that is above three levels of such a set, and below four. */
const bounds = { cost: 20_000, timeout: 60_000 };

/** Makes a merge set by writing the rows that many merges would make. */
async function mergeSet(organizationId: string): Promise<string> {
  const { createExternalContact } = await service.ask<{ createExternalContact: { id: string } }>(
    'mutation { createExternalContact(input: { firstName: "Ana" }) { id } }',
    {},
    { organizationId },
  );
  const { id } = createExternalContact;
  await service.service.dataSource.query(
    `INSERT INTO external_contact SELECT (jsonb_populate_record(contact, jsonb_build_object('id', given.id))).*
     FROM external_contact contact, unnest($2::uuid[]) AS given(id) WHERE contact.id = $1`,
    [id, Array.from({ length: size - 1 }, () => uuidv7())],
  );
  return id;
}

const nested = (levels: number): string => (levels === 0 ? 'id' : `mergeSet { ${nested(levels - 1)} }`);
const query = (levels: number) => `query ($id: ID!) { externalContact(id: $id) { ${nested(levels)} } }`;

test('members of members are read once, however deep the query is', async () => {
  const organizationId = 'deep';
  const id = await mergeSet(organizationId);
  let answer: unknown;
  const statements = await statementsOf(service.service.dataSource, async () => {
    answer = await service.ask(query(3), { id }, { organizationId });
  });
  expect(JSON.stringify(answer).match(/"id"/g)).toHaveLength(size ** 3);
  expect(statements.filter((sql) => sql.includes('external_contact'))).toHaveLength(2);
});

test('eight levels end with TOO_COSTLY, and another organisation is answered meanwhile', async () => {
  const id = await mergeSet('attacker');
  const other = await mergeSet('other');
  let over = false;
  const attack = service.send(query(8), { id }, { organizationId: 'attacker' }).finally(() => (over = true));
  let meanwhile = 0;
  while (!over) {
    const { data } = await service.send(query(1), { id: other }, { organizationId: 'other' });
    expect(data).toEqual({ externalContact: { mergeSet: expect.any(Array) as unknown } });
    if (!over) meanwhile += 1;
  }
  const { data, errors } = await attack;
  expect({ data, errors }).toEqual({
    data: null,
    errors: [
      {
        message: expect.any(String) as unknown,
        extensions: { code: 'TOO_COSTLY', cost: expect.any(Number) as unknown, maximum: bounds.cost },
      },
    ],
  });
  expect(meanwhile).toBeGreaterThan(0);
});

test('the contract’s fields are bounded by their page, not by the limit for callers', async () => {
  const narrow = await startTestService(externalContacts, { operations: { cost: 60, timeout: 60_000 } });
  try {
    for (let contact = 0; contact < 20; contact += 1)
      await narrow.ask(
        'mutation { createExternalContact(input: { firstName: "Ana", workEmail: "ana@mail.example" }) { id } }',
      );
    const answer = await narrow.ask<{ personalData: { records: unknown[] } }>(
      `{ personalData(term: { email: "ana@mail.example" }, first: 200) {
        subjects { id identifiers { type value } } records { id recordType fields { name category value } }
      } }`,
      {},
      { purpose: 'gdpr' },
    );
    expect(answer.personalData.records).toHaveLength(20);
    expect(
      (await narrow.send('{ externalContacts(first: 20) { nodes { id firstName workEmail } } }')).errors,
    ).toMatchObject([{ extensions: { code: 'TOO_COSTLY', maximum: 60 } }]);
  } finally {
    await narrow.stop();
  }
});

test('nothing more is read for a caller who has disconnected', async () => {
  const organizationId = 'gone';
  const id = await mergeSet(organizationId);
  const statements = await statementsOf(service.service.dataSource, async () => {
    const caller = new AbortController();
    // The first statement waits for the table.
    await inDatabase(service.database, async (db) => {
      await db.query('BEGIN');
      await db.query('LOCK TABLE external_contact IN ACCESS EXCLUSIVE MODE');
      const answer = fetch(service.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await service.token({ organizationId })}`,
        },
        body: JSON.stringify({ query: query(2), variables: { id } }),
        signal: caller.signal,
      });
      await eventually(async () => {
        const { rows } = await db.query<{ waiting: boolean }>(
          "SELECT count(*) > 0 AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        return rows[0]?.waiting === true;
      });
      caller.abort();
      await expect(answer).rejects.toThrow('aborted');
      // Once the service has answered later calls, it has noticed the end of the earlier connection.
      for (let later = 0; later < 10; later += 1) await service.send('{ __typename }', {}, { organizationId });
      await db.query('ROLLBACK');
    });
    // This call is answered only after the earlier ones.
    await service.send(query(0), { id }, { organizationId });
  });
  expect(statements.some((sql) => sql.includes('"canonical_id" = ANY'))).toBe(false);
});
