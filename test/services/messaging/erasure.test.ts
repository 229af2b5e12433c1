import type { QueryRunner } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { createConversations, createMessages } from '../../../subgraphs/messaging/conversations';
import { MessagingMessageAgents1700000005000 } from '../../../subgraphs/messaging/migrations/1700000005000-message-agents';
import { messaging } from '../../../subgraphs/messaging/service';
import { contractOf, lines } from '../../support/contract/contract';
import { inDatabase } from '../../support/run/database';
import { whileLocked } from '../../support/run/while-locked';
import { startTestService, testOrganization, type TestService } from '../../support/run/service';
import { sentStatements } from '../../support/statements';
import { associating, writer } from './support';

let service: TestService;
let write: ReturnType<typeof writer>;
let contract: ReturnType<typeof contractOf>;

beforeAll(async () => {
  service = await startTestService(messaging);
  write = writer(service);
  contract = contractOf(service);
});

afterAll(() => service.stop());

const count = (table: string, condition: string, values: unknown[]): Promise<number> =>
  inDatabase(service.database, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table} WHERE ${condition}`,
      values,
    );
    return rows[0]?.count ?? -1;
  });

describe('erasing a contact’s messages (R12)', () => {
  test('messages are erased first, then conversations; each call is bounded, and the counts are the totals of the request', async () => {
    const { contact } = await write.contactWithConversation();
    const term = { externalContactId: contact };
    const request = uuidv7();
    const reports = [];
    do reports.push(await contract.erase(request, term, 1));
    while (!reports.at(-1)?.complete && reports.length < 10);
    expect(reports.map((each) => [each.complete, ...lines(each)])).toEqual([
      [false, 'Message ERASED 1', 'MessageAttachment ERASED 2'],
      [false, 'Message ERASED 2', 'MessageAttachment ERASED 2'],
      [false, 'Conversation ERASED 1', 'Message ERASED 2', 'MessageAttachment ERASED 2'],
      [true, 'Conversation ERASED 1', 'Message ERASED 2', 'MessageAttachment ERASED 2'],
    ]);
    expect(await contract.erase(request, term)).toEqual(reports.at(-1));
    expect(await contract.findAll(term)).toEqual([]);
    expect(await contract.erase(uuidv7(), term)).toEqual({
      complete: true,
      dispositions: [],
      newerRecords: 0,
      replacements: [],
    });
  });

  test('rows, files and marks are removed, and nobody else’s', async () => {
    const erased = await write.contactWithConversation();
    const kept = await write.contactWithConversation();
    const paths = await inDatabase(service.database, async (client) => {
      const { rows } = await client.query<{ blob_path: string; message_id: string }>(
        'SELECT blob_path, message_id FROM message_attachment WHERE message_id = ANY($1)',
        [[erased.question.id, kept.question.id]],
      );
      return rows;
    });
    expect(paths).toHaveLength(4);
    await contract.erase(uuidv7(), { externalContactId: erased.contact });
    const messageIds = [[erased.question.id, erased.answer.id]];
    expect(await count('conversation', 'id = $1', [erased.conversation])).toBe(0);
    expect(await count('message', 'id = ANY($1)', messageIds)).toBe(0);
    expect(await count('message_attachment', 'message_id = ANY($1)', messageIds)).toBe(0);
    expect(await count('blob_removal', 'true', [])).toBe(0);
    for (const { blob_path: path, message_id: message } of paths)
      expect(await service.service.blobs.exists(path)).toBe(message === kept.question.id);
    expect(await contract.findAll({ externalContactId: kept.contact })).toHaveLength(3);
  });

  test('a message that is written while its conversation is erased leaves nothing behind', async () => {
    const { contact, conversation } = await write.contactWithConversation();
    const [report] = await whileLocked(
      service.database,
      async (writing) => {
        await writing.query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [conversation]);
        await writing.query(
          `INSERT INTO message (organization_id, id, conversation_id, external_contact_id, direction, sent_at)
           VALUES ($1, $2, $3, $4, 'INBOUND', now())`,
          [testOrganization, uuidv7(), conversation, contact],
        );
      },
      () => contract.erase(uuidv7(), { externalContactId: contact }),
    );
    expect(lines(report)).toEqual(['Conversation ERASED 1', 'Message ERASED 3', 'MessageAttachment ERASED 2']);
    expect(await count('message', 'conversation_id = $1', [conversation])).toBe(0);
  });

  test('a message that is associated with somebody else while it is erased stays', async () => {
    const { contact, conversation } = await write.contactWithConversation();
    const other = uuidv7();
    const [report] = await whileLocked(service.database, associating(conversation, other), () =>
      contract.erase(uuidv7(), { externalContactId: contact }),
    );
    expect(lines(report)).toEqual([]);
    expect(await contract.findAll({ externalContactId: other })).toHaveLength(3);
  });

  test('a thousand messages take as many statements as one, and their ids never leave the database', async () => {
    const dataSource = service.service.dataSource;
    const sentFor = async (messages: number) => {
      const contact = uuidv7();
      await service.as(testOrganization, () =>
        dataSource.transaction(async (db) => {
          const [conversation] = await createConversations(db, [{ channel: 'EMAIL', externalContactId: contact }]);
          const own = {
            conversationId: conversation?.id ?? '',
            externalContactId: contact,
            direction: 'INBOUND' as const,
          };
          await createMessages(db, Array<typeof own>(messages).fill(own));
        }),
      );
      return sentStatements(dataSource, async () => {
        const report = await contract.erase(uuidv7(), { externalContactId: contact }, messages);
        expect([report.complete, ...lines(report)]).toEqual([false, `Message ERASED ${messages}`]);
      });
    };
    const [few, many] = [await sentFor(1), await sentFor(1_000)];
    expect(many.map(({ sql }) => sql)).toEqual(few.map(({ sql }) => sql));
    expect(JSON.stringify(many.map(({ parameters }) => parameters)).length).toBeLessThan(
      JSON.stringify(few.map(({ parameters }) => parameters)).length + 100,
    );
  });

  test('an agent is anonymised in the conversations and as a sender, and nothing else in them changes (R7, R12)', async () => {
    const { contact, agent, conversation, answer } = await write.contactWithConversation();
    await write.add(conversation, { direction: 'OUTBOUND', from: 'care@acme.example', fromOrganization: true });
    const before = await contract.findAll({ externalContactId: contact });
    const found = await contract.findAll({ userId: agent });
    // The text of the agent's answer is the other person's too, so the agent's copy shows the name alone (R13).
    expect(found.map(({ id, fields, attachments }) => [id, fields, attachments])).toEqual([
      [conversation, [{ name: 'agent', category: 'EMPLOYMENT', value: agent }], []],
      [
        answer.id,
        [
          { name: 'from', category: 'IDENTIFIER', value: 'Nadia Petrova' },
          { name: 'text', category: 'COMMUNICATION', value: '[withheld: another person]' },
        ],
        [],
      ],
    ]);
    const request = uuidv7();
    const report = await contract.erase(request, { userId: agent });
    const expected = ['Conversation ANONYMIZED 1', 'Message ANONYMIZED 1'];
    expect([report.complete, ...lines(report)]).toEqual([true, ...expected]);
    expect(await contract.erase(request, { userId: agent })).toEqual(report);
    expect(await contract.findAll({ userId: agent })).toEqual([]);
    const isSender = ({ value }: { value: string }) => value === '[withheld: another person]';
    expect(await contract.findAll({ externalContactId: contact })).toEqual(
      before.map((record) => ({ ...record, fields: record.fields.filter((field) => !isSender(field)) })),
    );
    expect(await count('message', 'id = $1 AND sender IS NULL', [answer.id])).toBe(1);
  });

  test('an agent’s names are erased in bounded steps, one that comes in meanwhile too, and nobody else’s', async () => {
    const { agent, conversation } = await write.contactWithConversation();
    const other = await write.contactWithConversation();
    await write.add(conversation, { direction: 'OUTBOUND', from: 'Ana López <ana@acme.example>' });
    const steps = [];
    const request = uuidv7();
    do steps.push(await contract.erase(request, { userId: agent }, 1));
    while (!steps.at(-1)?.complete && steps.length < 10);
    expect(steps.map(lines)).toEqual([
      ['Message ANONYMIZED 1'],
      ['Message ANONYMIZED 2'],
      ['Conversation ANONYMIZED 1', 'Message ANONYMIZED 2'],
      ['Conversation ANONYMIZED 1', 'Message ANONYMIZED 2'],
    ]);
    const named = `direction = 'OUTBOUND' AND sender IS NOT NULL AND conversation_id = $1`;
    expect(await count('message', named, [conversation])).toBe(0);
    expect(await count('message', named, [other.conversation])).toBe(1);
    // A message of a process of the version before does not name the agent, and one may come in while it is erased.
    const racing = await write.contactWithConversation();
    const [report] = await whileLocked(
      service.database,
      async (writing) => {
        await writing.query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [racing.conversation]);
        await writing.query(
          `INSERT INTO message (organization_id, id, conversation_id, external_contact_id, direction, sent_at, sender)
           SELECT organization_id, $2, conversation_id, external_contact_id, direction, sent_at, sender FROM message WHERE id = $1`,
          [racing.answer.id, uuidv7()],
        );
      },
      () => contract.erase(uuidv7(), { userId: racing.agent }),
    );
    expect(lines(report)).toEqual(['Conversation ANONYMIZED 1', 'Message ANONYMIZED 2']);
    expect(await count('message', named, [racing.conversation])).toBe(0);
  });

  test('messages of the version before bear their agent’s name after an upgrade; those without an agent are unreachable (R18)', async () => {
    const { agent, answer } = await write.contactWithConversation();
    const nobodys = await write.add(await write.start(), { direction: 'OUTBOUND', from: 'Ana López' });
    await inDatabase(service.database, async (client) => {
      const runner = { query: (sql: string) => client.query(sql) } as unknown as QueryRunner;
      await new MessagingMessageAgents1700000005000().down(runner);
      await new MessagingMessageAgents1700000005000().up(runner);
    });
    const records = await contract.findAll({ userId: agent });
    expect(records.map(({ id }) => id)).toContain(answer.id);
    const { unreachableData } = await service.ask<{ unreachableData: { places: Record<string, string>[] } }>(
      '{ unreachableData(first: 200) { places { recordType recordId } } }',
      {},
      { purpose: 'gdpr' },
    );
    const messages = unreachableData.places.filter(({ recordType }) => recordType === 'Message');
    expect(messages.map(({ recordId }) => recordId)).toEqual([nobodys.id]);
  });

  test('a request id is accepted for one term only', async () => {
    const request = uuidv7();
    await contract.erase(request, { externalContactId: uuidv7() });
    await expect(contract.erase(request, { externalContactId: uuidv7() })).rejects.toThrow('"argument":"requestId"');
  });

  test.each([0, 10_001])('a limit of %i is refused', async (limit) => {
    await expect(
      service.ask(
        'mutation ($t: PersonalDataTermInput!, $l: Int!) { erasePersonalData(requestId: "1", term: $t, limit: $l) { complete } }',
        { t: { externalContactId: uuidv7() }, l: limit },
        { purpose: 'gdpr', requestId: '1', organizationId: testOrganization },
      ),
    ).rejects.toThrow('"argument":"limit"');
  });
});
