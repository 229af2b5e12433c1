/** A search for subjects reads only subjects: without a selection of records, it does not read what belongs to them. */
import { uuidv7 } from 'uuidv7';
import { addContacts, createContactList } from '../../subgraphs/dialer/contacts';
import { CallAttempt } from '../../subgraphs/dialer/entities';
import { dialer } from '../../subgraphs/dialer/service';
import { directory } from '../../subgraphs/directory/service';
import { createUsers } from '../../subgraphs/directory/users';
import { addNote, createContacts } from '../../subgraphs/external-contacts/contacts';
import { externalContacts } from '../../subgraphs/external-contacts/service';
import { documents } from '../../subgraphs/kit/base/contract/answers';
import type { FoundPage } from '../support/contract/contract';
import { startTestService, testOrganization, type TestService } from '../support/run/service';
import { aboutRows, statementsOf } from '../support/statements';

const name = 'Ondine Subjective';
const email = 'ondine@subjects.example';
const services = new Map<string, TestService>();
const of = (service: string) => services.get(service) as TestService;
const dbOf = (service: string) => of(service).service.dataSource.manager;

beforeAll(async () => {
  for (const definition of [directory, externalContacts, dialer])
    services.set(definition.name, await startTestService(definition));
  await of('directory').as(testOrganization, () =>
    createUsers(dbOf('directory'), [
      { name, email },
      { name, email },
    ]),
  );
  await of('external-contacts').as(testOrganization, async () => {
    const values = { firstName: 'Ondine', lastName: 'Subjective', workEmail: email };
    const contacts = await createContacts(dbOf('external-contacts'), [values, values]);
    await dbOf('external-contacts').transaction(async (db) => {
      for (const { id } of contacts) await addNote(db, id, 'a note', false);
    });
  });
  await of('dialer').as(testOrganization, async () => {
    const list = await createContactList(dbOf('dialer'), 'List', [
      { name: 'Name', holds: 'NAME' },
      { name: 'Email', holds: 'EMAIL' },
    ]);
    const values = { Name: name, Email: email };
    const contacts = await addContacts(dbOf('dialer'), list, [values, values]);
    const attempts = contacts.map(({ organizationId, id }) => ({ organizationId, id: uuidv7(), contactId: id }));
    for (const attempt of attempts)
      await dbOf('dialer').insert(CallAttempt, {
        ...attempt,
        at: new Date(),
        phone: null,
        result: 'BUSY',
        agentId: null,
      });
  });
});

afterAll(() => Promise.all([...services.values()].map((service) => service.stop())));

const ask = async (service: string, query: string, variables: Record<string, unknown>) =>
  (
    await of(service).ask<{ personalData: FoundPage }>(
      query,
      { first: 10, ...variables },
      { purpose: 'gdpr', scopes: [] },
    )
  ).personalData;

describe.each([
  ['directory', 1],
  ['external-contacts', 2],
  ['dialer', 2],
])('%s', (service, statements) => {
  test.each([{ name }, { email }])('%j takes only the statements that subjects need, and no mark', async (term) => {
    const { dataSource } = of(service).service;
    await ask(service, documents.subjects, { term });
    const sent = aboutRows(await statementsOf(dataSource, () => ask(service, documents.subjects, { term })));
    expect(sent).toHaveLength(statements);
    expect(sent.join()).not.toContain('pg_current_snapshot');
  });

  test('the subjects are the same as in the full answer, with all their fields', async () => {
    const whole = await ask(service, documents.find, { term: { email } });
    const { subjects, endCursor } = await ask(service, documents.subjects, { term: { email } });
    expect(subjects).toHaveLength(2);
    expect([subjects, endCursor]).toEqual([whole.subjects, null]);
  });

  test('pages of subjects end with the last subject, and a cursor of either kind of page works for the other', async () => {
    const term = { name };
    const first = await ask(service, documents.subjects, { term, first: 1 });
    const second = await ask(service, documents.subjects, { term, first: 1, after: first.endCursor });
    const both = [...first.subjects, ...second.subjects].map(({ id }) => id);
    expect(new Set(both).size).toBe(2);
    expect(second.endCursor).toBeNull();
    const rest = await ask(service, documents.find, { term, first: 10, after: first.endCursor });
    expect(rest.subjects.map(({ id }) => id)).toEqual(both.slice(1));
    const whole = await ask(service, documents.find, { term, first: 2 });
    if (whole.endCursor !== null)
      expect(await ask(service, documents.subjects, { term, after: whole.endCursor })).toEqual({
        subjects: [],
        endCursor: null,
      });
  });
});

test.each([
  ['plainly', 'records { id }', true],
  ['by another name', 'subjects: records { id }', true],
  ['in a fragment', '...Rest', true],
  ['in a fragment of its type', '... on PersonalData { ...Rest }', true],
  ['by a variable', 'records @include(if: $yes) { id }', true],
  ['not at all', 'subjects { id } endCursor', false],
  ['and left out', 'endCursor records @skip(if: $yes) { id }', false],
])('records that are selected %s', async (_, selection, read) => {
  const fragment = selection.includes('...Rest') ? 'fragment Rest on PersonalData { records { recordType } }' : '';
  const variables = selection.includes('$yes') ? '($yes: Boolean = true)' : '';
  const document = `query ${variables} { personalData(term: { email: "${email}" }) { ${selection} } } ${fragment}`;
  const sent = await statementsOf(of('external-contacts').service.dataSource, () =>
    of('external-contacts').ask(document, {}, { purpose: 'gdpr', scopes: [] }),
  );
  expect(sent.some((sql) => sql.includes('contact_note'))).toBe(read);
});
