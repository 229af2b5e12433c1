import { uuidv7 } from 'uuidv7';
import { messaging } from '../../../subgraphs/messaging/service';
import { contractOf } from '../../support/contract/contract';
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

describe('finding a contact’s messages', () => {
  test('everything in their conversations is found, except the agent’s address', async () => {
    const { contact, conversation, question, answer } = await write.contactWithConversation();
    const { records, subjects, subjectRequired, endCursor } = await contract.find({ externalContactId: contact });
    expect({ subjects, subjectRequired, endCursor }).toEqual({ subjects: [], subjectRequired: false, endCursor: null });
    expect(records.map(({ recordType, id }) => [recordType, id])).toEqual([
      ['Conversation', conversation],
      ['Message', question.id],
      ['Message', answer.id],
    ]);
    expect(records.map(({ fields }) => fields.map(({ name, value }) => [name, value]))).toEqual([
      [
        ['channel', 'EMAIL'],
        ['customAttributes.orderNumber', 'order 4711 of Nadia Petrova'],
      ],
      [
        ['from', 'Nadia.Petrova@example.com'],
        ['text', 'This is Nadia Petrova, my number is 317-555-0188.'],
      ],
      [
        ['from', '[withheld: another person]'],
        ['text', 'Dear Ms Petrova, thank you.'],
      ],
    ]);
    const base = service.url.replace('/graphql', '');
    expect(records[1]?.attachments).toEqual(
      question.attachments.map((attachment) => ({ ...attachment, url: `${base}/attachments/${attachment.id}` })),
    );
  });

  test('the organisation as a sender is not another person, so it is shown (R13)', async () => {
    const contact = uuidv7();
    const conversation = await write.start({ externalContactId: contact });
    const answer = { direction: 'OUTBOUND', text: 'Your order is on its way.' };
    await write.add(conversation, { ...answer, from: 'care@acme.example', fromOrganization: true });
    await write.add(conversation, { ...answer, from: 'care@acme.example' });
    const senders = (await contract.findAll({ externalContactId: contact })).flatMap(({ fields }) =>
      fields.filter(({ name }) => name === 'from').map(({ value }) => value),
    );
    expect(senders).toEqual(['care@acme.example', '[withheld: another person]']);
    await expect(
      write.add(conversation, { direction: 'INBOUND', from: 'nadia@example.com', fromOrganization: true }),
    ).rejects.toThrow('"argument":"input.fromOrganization"');
  });

  test.each([
    { name: 'Nadia Petrova' },
    { address: '48 Maple Street' },
    { phone: '+1 317 555 0188' },
    { email: 'nadia.petrova@example.com' },
    { socialHandle: { platform: 'TWITTER', handle: '@nadia' } },
  ])('a term that is no id is answered with ‘subject required’, never with ‘nothing found’ (R7): %j', async (term) => {
    await write.contactWithConversation();
    const found = await contract.find(term);
    expect(found).toEqual({
      subjectRequired: true,
      subjects: [],
      records: [],
      endCursor: null,
      asOf: expect.any(String) as unknown,
      newerRecords: 0,
    });
    expect(await contract.erase(uuidv7(), term)).toEqual({
      complete: true,
      dispositions: [],
      newerRecords: 0,
      replacements: [],
    });
  });

  test.each([
    { externalContactId: '00000000-0000-7000-8000-000000000001' },
    { externalContactId: 'no-uuid' },
    { userId: '00000000-0000-7000-8000-000000000002' },
    { dialerContactId: { id: '00000000-0000-7000-8000-000000000003', contactListId: 'list' } },
  ])('an unknown id finds nothing: %j', async (term) => {
    const found = await contract.find(term);
    expect(found).toEqual({
      subjectRequired: false,
      subjects: [],
      records: [],
      endCursor: null,
      asOf: expect.any(String) as unknown,
      newerRecords: 0,
    });
    expect(await contract.erase(uuidv7(), term)).toEqual({
      complete: true,
      dispositions: [],
      newerRecords: 0,
      replacements: [],
    });
  });

  test('a conversation without a contact is not found until it is associated (R18)', async () => {
    const contact = uuidv7();
    const conversation = await write.start();
    await write.add(conversation, { text: 'I would rather not give my name.' });
    expect(await contract.findAll({ externalContactId: contact })).toEqual([]);
    await service.ask(
      'mutation ($id: ID!, $contact: ID!) { associateConversation(id: $id, externalContactId: $contact) { id } }',
      { id: conversation, contact },
    );
    await write.add(conversation, { text: 'It is me.' });
    const records = await contract.findAll({ externalContactId: contact });
    expect(records.map(({ recordType }) => recordType)).toEqual(['Conversation', 'Message', 'Message']);
  });

  test('conversations are listed in the order in which they were started', async () => {
    const contact = uuidv7();
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.push(await write.start({ externalContactId: contact }));
    expect((await contract.find({ externalContactId: contact })).records.map(({ id }) => id)).toEqual(ids);
  });

  test('pages are complete and in a stable order while another request erases', async () => {
    const { contact, conversation } = await write.contactWithConversation();
    for (let index = 0; index < 8; index += 1) await write.add(conversation, { text: `message ${index}` });
    const whole = (await contract.findAll({ externalContactId: contact })).map(({ id }) => id);
    expect(whole).toHaveLength(11);
    expect((await contract.findAll({ externalContactId: contact }, 1)).map(({ id }) => id)).toEqual(whole);
    expect(whole.slice(1)).toEqual(whole.slice(1).sort());

    const first = await contract.find({ externalContactId: contact }, { first: 4 });
    // The first three messages are erased; two of them were on the first page.
    await contract.erase(uuidv7(), { externalContactId: contact }, 4);
    const second = await contract.find({ externalContactId: contact }, { first: 100, after: first.endCursor });
    expect(second.records.map(({ id }) => id)).toEqual(whole.slice(5));
  });

  test.each([{ first: 0 }, { first: 1001 }, { after: 'bm9uZQ' }])('a page of %j is refused', async (page) => {
    await expect(contract.find({ externalContactId: uuidv7() }, page)).rejects.toThrow(
      `"argument":"${Object.keys(page)[0]}"`,
    );
  });
});
