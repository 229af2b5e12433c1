import { uuidv7 } from 'uuidv7';
import { messaging } from '../../../subgraphs/messaging/service';
import { contractOf, lines } from '../../support/contract/contract';
import { whileLocked } from '../../support/run/while-locked';
import { startTestService, type TestService } from '../../support/run/service';
import { associating, encoded, writer } from './support';

let service: TestService;
let write: ReturnType<typeof writer>;
let contract: ReturnType<typeof contractOf>;

beforeAll(async () => {
  service = await startTestService(messaging);
  write = writer(service);
  contract = contractOf(service);
});

afterAll(() => service.stop());

const valuesOf = async (contact: string) =>
  (await contract.findAll({ externalContactId: contact })).map(({ fields, attachments }) => [
    ...fields.map(({ value }) => value),
    ...attachments.map(({ filename }) => filename),
  ]);

describe('rectifying a contact’s messages (R14)', () => {
  test('a sender is compared after normalisation, free text as written; the agent’s own name is not changed (R6)', async () => {
    const { contact, answer } = await write.contactWithConversation();
    const request = uuidv7();
    const replacements = [
      { type: 'NAME', existing: 'Nadia Petrova', updated: 'Nadja Petrowa' },
      { type: 'EMAIL', existing: 'nadia.petrova@example.com', updated: 'nadja@example.com' },
      { type: 'PHONE', existing: '317-555-0188', updated: '+1 317 555 0199' },
    ];
    const report = await contract.rectify(request, { externalContactId: contact }, replacements);
    expect([report.complete, ...lines(report)]).toEqual([
      true,
      'Conversation RECTIFIED 1',
      'Message RECTIFIED 1',
      'MessageAttachment NOT_SUPPORTED 2',
      'MessageAttachment RECTIFIED 1',
    ]);
    expect(await valuesOf(contact)).toEqual([
      ['EMAIL', 'order 4711 of Nadja Petrowa'],
      [
        'nadja@example.com',
        'This is Nadja Petrowa, my number is +1 317 555 0199.',
        'letter of Nadja Petrowa.txt',
        'empty.bin',
      ],
      ['[withheld: another person]', 'Dear Ms Petrova, thank you.'],
    ]);
    const { conversation } = await service.ask<{
      conversation: { messages: { nodes: { id: string; from: string }[] } };
    }>('query ($id: ID!) { conversation(id: $id) { messages { nodes { id from } } } }', {
      id: (await contract.findAll({ externalContactId: contact }))[0]?.id,
    });
    expect(conversation.messages.nodes.find(({ id }) => id === answer.id)?.from).toBe('Nadia Petrova');
  });

  test('messages that become somebody else’s while they are waited for are left alone (R6)', async () => {
    const { contact, conversation } = await write.contactWithConversation();
    const other = uuidv7();
    const before = await valuesOf(contact);
    const replacements = [{ type: 'NAME', existing: 'Nadia Petrova', updated: 'Nadja Petrowa' }];
    const [report] = await whileLocked(service.database, associating(conversation, other), () =>
      contract.rectify(uuidv7(), { externalContactId: contact }, replacements),
    );
    expect(lines(report)).toEqual([]);
    expect(await valuesOf(other)).toEqual(before);
  });

  test.each([
    ['EMAIL', 'PHONE', '(317) 555-0142', '+1 317 555 0142', '+1 317 555 0143'],
    ['WHATSAPP', 'WHATSAPP', 'whatsapp:+13175550142', '+1 317 555 0142', '+1 317 555 0143'],
    ['TWITTER', 'TWITTER', 'https://twitter.com/Nadia_P', '@nadia_p', '@nadja_p'],
    ['EMAIL', 'EMAIL', 'NADIA@Example.com', 'nadia@example.com', 'nadja@example.com'],
    ['WEB_CHAT', 'NAME', 'PETROVA, Nadia', 'Nadia Petrova', 'Nadja Petrowa'],
    ['EMAIL', 'EMAIL', 'Nadia <nadia@example.com>', 'nadia@example.com', 'Nadia <nadja@example.com>'],
  ])('over %s, a %s sender “%s” equals “%s”', async (channel, type, from, existing, expected) => {
    const contact = uuidv7();
    await write.add(await write.start({ channel, externalContactId: contact }), { from });
    const updated = expected.replace(/^.*<|>$/g, '');
    const report = await contract.rectify(uuidv7(), { externalContactId: contact }, [{ type, existing, updated }]);
    expect(lines(report)).toEqual(['Message RECTIFIED 1']);
    expect(await valuesOf(contact)).toEqual([[channel], [expected]]);
  });

  test('a repeated request changes nothing more, in small steps or large ones, and reports the same', async () => {
    const contact = uuidv7();
    const conversation = await write.start({ externalContactId: contact });
    for (const text of ['Ann', 'nobody', 'Ann and Ann', 'Joanna']) await write.add(conversation, { text });
    const replacements = [{ type: 'NAME', existing: 'Ann', updated: 'Ann Lee' }];
    const term = { externalContactId: contact };
    const request = uuidv7();
    const steps = [];
    do steps.push(await contract.rectify(request, term, replacements, 2));
    while (!steps.at(-1)?.complete && steps.length < 10);
    expect(steps.map(({ complete }) => complete)).toEqual([false, false, true]);
    expect(steps.map(lines).at(-1)).toEqual(['Message RECTIFIED 2']);
    // Each value is counted separately: two of them are in one message (R14).
    expect(steps.at(-1)?.replacements).toEqual([{ index: 0, replaced: 3, notSupported: 0, found: true }]);
    expect(await contract.rectify(request, term, replacements)).toEqual(steps.at(-1));
    expect((await valuesOf(contact)).slice(1).flat()).toEqual(['Ann Lee', 'nobody', 'Ann Lee and Ann Lee', 'Joanna']);
  });

  test('what stands inside a file is reported once as unchangeable, and the file stays as it is', async () => {
    const contact = uuidv7();
    const conversation = await write.start({ externalContactId: contact });
    const base64 = encoded('I am nadia@example.com.');
    for (const filename of ['one.txt', 'nadia@example.com.txt'])
      await write.add(conversation, {
        text: 'Enclosed.',
        attachments: [{ filename, mediaType: 'text/plain', base64 }],
      });
    const filesOf = async () =>
      (await contract.findAll({ externalContactId: contact })).flatMap(({ attachments }) => attachments);
    const before = await filesOf();
    const [request, term] = [uuidv7(), { externalContactId: contact }];
    const replacements = [{ type: 'EMAIL', existing: 'nadia@example.com', updated: 'nadja@example.com' }];
    const steps = [];
    do steps.push(await contract.rectify(request, term, replacements, 1));
    while (!steps.at(-1)?.complete && steps.length < 10);
    expect(steps.at(-1)?.dispositions).toEqual([
      {
        recordType: 'MessageAttachment',
        disposition: 'NOT_SUPPORTED',
        count: 2,
        reason: 'What is written inside a file cannot be changed; the file can be erased with its message.',
      },
    ]);
    expect(steps.at(-1)?.replacements).toEqual([{ index: 0, replaced: 0, notSupported: 2, found: false }]);
    expect(await contract.rectify(request, term, replacements)).toEqual(steps.at(-1));
    expect(await filesOf()).toEqual(before);
  });

  test('a value that nobody holds is reported as not found, next to one that is found (R14)', async () => {
    const { contact } = await write.contactWithConversation();
    const replacements = [
      { type: 'NAME', existing: 'Nadja Petrova', updated: 'Nadja Petrowa' },
      { type: 'PHONE', existing: '317-555-0188', updated: '+1 317 555 0199' },
    ];
    expect(await contract.outcomes(uuidv7(), { externalContactId: contact }, replacements)).toEqual([
      // The old value may stand in the two files.
      { index: 0, replaced: 0, notSupported: 2, found: false },
      { index: 1, replaced: 1, notSupported: 2, found: true },
    ]);
  });

  test('a request id is accepted for one list of replacements only, and ids cannot be replaced', async () => {
    const term = { externalContactId: uuidv7() };
    const request = uuidv7();
    await contract.rectify(request, term, [{ type: 'NAME', existing: 'Nadia', updated: 'Nadja' }]);
    await expect(
      contract.rectify(request, term, [{ type: 'NAME', existing: 'Nadia', updated: 'Nora' }]),
    ).rejects.toThrow('"argument":"requestId"');
    await expect(
      contract.rectify(uuidv7(), term, [{ type: 'USER_ID', existing: uuidv7(), updated: uuidv7() }]),
    ).rejects.toThrow('"argument":"replacements[0].type"');
  });

  test('an agent’s request changes the agent’s name, and no customer’s message', async () => {
    const { contact, agent } = await write.contactWithConversation();
    const before = await valuesOf(contact);
    const report = await contract.rectify(uuidv7(), { userId: agent }, [
      { type: 'NAME', existing: 'Nadia Petrova', updated: 'Somebody Else' },
    ]);
    expect([report.complete, ...lines(report)]).toEqual([true, 'Message RECTIFIED 1']);
    expect(await valuesOf(contact)).toEqual(before);
    const senders = (await contract.findAll({ userId: agent })).flatMap(({ fields }) =>
      fields.filter(({ name }) => name === 'from').map(({ value }) => value),
    );
    expect(senders).toEqual(['Somebody Else']);
  });
});
