/** What a mark covers when data is found by an id: each record by its own age (R25, R26). */
import { uuidv7 } from 'uuidv7';
import { messaging } from '../../../subgraphs/messaging/service';
import { contractOf, lines } from '../../support/contract/contract';
import { startTestService, type TestService } from '../../support/run/service';
import { writer } from './support';

let service: TestService;
let write: ReturnType<typeof writer>;
let contract: ReturnType<typeof contractOf>;

beforeAll(async () => {
  service = await startTestService(messaging);
  write = writer(service);
  contract = contractOf(service);
});
afterAll(() => service.stop());

test('a message that came later stays with its conversation, and both are counted as newer; the rest is erased', async () => {
  const { contact, conversation } = await write.contactWithConversation();
  const other = await write.start({ externalContactId: contact });
  await write.add(other, { text: 'before' });
  const term = { externalContactId: contact };
  const { asOf } = await contract.find(term);
  const late = await write.add(conversation, { text: 'after' });
  const page = await contract.find(term, { asOf });
  expect([page.records.map(({ recordType }) => recordType).sort(), page.newerRecords]).toEqual([
    ['Conversation', 'Message', 'Message', 'Message'],
    2,
  ]);
  const request = uuidv7();
  const reports = [];
  do reports.push(await contract.erase(request, term, 1, asOf));
  while (!reports.at(-1)?.complete && reports.length < 20);
  expect(reports.map(lines).at(-1)).toEqual([
    'Conversation ERASED 1',
    'Message ERASED 3',
    'MessageAttachment ERASED 2',
  ]);
  expect(reports.at(-1)?.newerRecords).toBe(2);
  expect((await contract.findAll(term)).map(({ id }) => id).sort()).toEqual([conversation, late.id].sort());
  // Without a mark, everything is erased.
  expect(lines(await contract.erase(uuidv7(), term))).toEqual(
    ['Conversation ERASED 1', 'Message ERASED 1', 'MessageAttachment ERASED 0'].slice(0, 2),
  );
});

test('a conversation that is associated with a person later counts as held from then on, however old it is', async () => {
  const contact = uuidv7();
  const conversation = await write.start();
  await write.add(conversation, { text: 'nobody’s yet' });
  const term = { externalContactId: contact };
  const { asOf } = await contract.find(term);
  const associate =
    'mutation ($id: ID!, $contact: ID!) { associateConversation(id: $id, externalContactId: $contact) { id } }';
  await service.ask(associate, { id: conversation, contact });
  expect((await contract.find(term, { asOf })).newerRecords).toBe(2);
  const { asOf: later } = await contract.find(term);
  // A repeated association changes nothing, not even the age.
  await service.ask(associate, { id: conversation, contact });
  expect((await contract.find(term, { asOf: later })).records).toHaveLength(2);
});
