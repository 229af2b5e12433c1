/** Whom conversations and messages are about beside the term's own person (R31): pages, their order, their cost. */
import { uuidv7 } from 'uuidv7';
import { answers, documents } from '../../../subgraphs/kit/base/contract/answers';
import { messaging } from '../../../subgraphs/messaging/service';
import { startTestService, type TestService, type TokenOptions } from '../../support/run/service';
import { aboutRows, statementsOf } from '../../support/statements';
import { writer } from './support';

let service: TestService;
let write: ReturnType<typeof writer>;

beforeAll(async () => {
  service = await startTestService(messaging);
  write = writer(service);
});

afterAll(() => service.stop());

const gdpr: TokenOptions = { purpose: 'gdpr' };

const page = async (term: object, first: number, after: string | null = null) =>
  answers.linked.parse(await service.ask(documents.linked, { term, first, after }, gdpr)).linkedSubjects;

test('every page is about as many records as asked for, and all of them name everybody', async () => {
  const contact = uuidv7();
  const agents = [uuidv7(), uuidv7(), uuidv7()].sort();
  for (const agentId of [...agents, null, null]) {
    const conversation = await write.start({ externalContactId: contact, ...(agentId ? { agentId } : {}) });
    await write.add(conversation, { direction: 'OUTBOUND', from: 'Somebody', text: 'Yours sincerely' });
  }
  const found: string[] = [];
  let pages = 0;
  for (let after: string | null | undefined = null; after !== undefined; pages += 1) {
    const { subjects, endCursor }: Awaited<ReturnType<typeof page>> = await page(
      { externalContactId: contact },
      2,
      after,
    );
    expect(subjects.length).toBeLessThanOrEqual(2);
    found.push(...subjects.map(({ type, id }) => `${type} ${id}`));
    after = endCursor ?? undefined;
  }
  // Five conversations and five messages.
  expect([pages, [...new Set(found)].sort()]).toEqual([6, agents.map((id) => `USER ${id}`)]);
  expect(await page({ userId: agents[0] }, 1_000)).toEqual({
    subjects: [{ type: 'EXTERNAL_CONTACT', id: contact, contactListId: null }],
    endCursor: null,
  });
  expect(await page({ email: 'nobody@example.com' }, 1_000)).toEqual({ subjects: [], endCursor: null });
});

test('a page takes two statements for each kind of record, whatever its size', async () => {
  const contact = uuidv7();
  for (let index = 0; index < 5; index += 1) {
    const conversation = await write.start({ externalContactId: contact, agentId: uuidv7() });
    await write.add(conversation, { direction: 'OUTBOUND', from: 'Somebody' });
  }
  const sent = await statementsOf(service.service.dataSource, () => page({ externalContactId: contact }, 1_000));
  expect(aboutRows(sent)).toHaveLength(4);
});
