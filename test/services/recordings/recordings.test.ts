import { uuidv7 } from 'uuidv7';
import { createRecordings } from '../../../subgraphs/recordings/recordings';
import { recordings } from '../../../subgraphs/recordings/service';
import { describeAccess } from '../../support/contract/access';
import { contractOf } from '../../support/contract/contract';
import { dumpDatabase, inDatabase } from '../../support/run/database';
import { startTestService, testOrganization, type TestService } from '../../support/run/service';
import { aboutRows, statementsOf } from '../../support/statements';
import { addDocument, input, writer } from './support';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(recordings);
});

afterAll(() => service.stop());

describeAccess(() => service, {
  query: '{ recordings { nodes { id } } }',
  queryScope: 'recordings:view',
  mutation: `mutation { addRecording(input: { startedAt: "2026-03-02T15:04:00Z", durationMs: 1, mediaType: "audio/wav", base64: "YWJj" }) { id } }`,
  mutationScope: 'recordings:edit',
});

describe('recordings', () => {
  test('a recording is read as it was written', async () => {
    const { contact, agent, conversation, recording } = await writer(service).contactWithRecording();
    const expected = {
      id: recording.id,
      startedAt: '2026-03-02T15:04:00.000Z',
      durationMs: 1_000,
      mediaType: 'audio/wav',
      byteSize: 14,
      transcript: 'Hello, this is Nadia Petrova, 317-555-0188.',
      conversation: { id: conversation },
      externalContact: { id: contact },
      agent: { id: agent },
    };
    expect(recording).toEqual(expected);
    const document = `query ($id: ID!, $reps: [_Any!]!) {
      recording(id: $id) { id startedAt durationMs mediaType byteSize transcript conversation { id } externalContact { id } agent { id } }
      _entities(representations: $reps) { ... on Conversation { ofConversation: recordings { id } } ... on ExternalContact { recordings { nodes { id } pageInfo { hasNextPage } } } ... on Recording { transcript } } }`;
    const answer = await service.ask(document, {
      id: recording.id,
      reps: [
        { __typename: 'Conversation', id: conversation },
        { __typename: 'ExternalContact', id: contact },
        { __typename: 'Recording', id: recording.id },
      ],
    });
    expect(answer).toEqual({
      recording: expected,
      _entities: [
        { ofConversation: [{ id: recording.id }] },
        { recordings: { nodes: [{ id: recording.id }], pageInfo: { hasNextPage: false } } },
        { transcript: expected.transcript },
      ],
    });
  });

  test.each([
    [{ startedAt: 'yesterday' }, 'input.startedAt'],
    [{ startedAt: 5 }, 'input.startedAt'],
    [{ startedAt: '2026-02-30T25:00:00Z' }, 'input.startedAt'],
    [{ durationMs: -1 }, 'input.durationMs'],
    [{ mediaType: 'image/png' }, 'input.mediaType'],
    [{ mediaType: 'audio' }, 'input.mediaType'],
    [{ base64: '' }, 'input.base64'],
    [{ base64: 'no base64' }, 'input.base64'],
    [{ conversationId: 'no-uuid' }, 'input.conversationId'],
    [{ externalContactId: 'no-uuid' }, 'input.externalContactId'],
    [{ agentId: '' }, 'input.agentId'],
    [{ transcript: 'a'.repeat(1_000_001) }, 'input.transcript'],
  ])('a bad recording is refused with the place of the fault, and changes nothing (%#)', async (values, argument) => {
    const rows = () =>
      inDatabase(service.database, async (client) => {
        const { rows: counts } = await client.query(
          'SELECT count(*) FROM recording UNION ALL SELECT count(*) FROM blob_removal',
        );
        return counts as unknown[];
      });
    const before = await rows();
    const { errors } = await service.send(addDocument, { input: input(values) });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
    expect(await rows()).toEqual(before);
  });

  test('100 references of each kind take as many statements as one', async () => {
    const contacts = Array.from({ length: 100 }, () => ({ externalContactId: uuidv7(), conversationId: uuidv7() }));
    const audio = {
      startedAt: new Date(),
      durationMs: 1,
      mediaType: 'audio/wav',
      byteSize: 1,
      sha256: '0',
      blobPath: 'none',
    };
    const created = await service.as(testOrganization, () =>
      service.service.dataSource.transaction((db) =>
        createRecordings(
          db,
          contacts.map((each) => ({ agentId: null, transcript: null, ...audio, ...each })),
        ),
      ),
    );
    const references = (count: number) => [
      ...contacts.slice(0, count).map(({ externalContactId: id }) => ({ __typename: 'ExternalContact', id })),
      ...contacts.slice(0, count).map(({ conversationId: id }) => ({ __typename: 'Conversation', id })),
      ...created.slice(0, count).map(({ id }) => ({ __typename: 'Recording', id })),
    ];
    const document = `query ($reps: [_Any!]!) { _entities(representations: $reps) {
      ... on ExternalContact { recordings { nodes { id agent { id } } } } ... on Conversation { ofConversation: recordings { id transcript } } ... on Recording { id } } }`;
    const ask = async (count: number) =>
      aboutRows(
        await statementsOf(service.service.dataSource, () => service.ask(document, { reps: references(count) })),
      );
    expect([(await ask(1)).length, (await ask(100)).length]).toEqual([3, 3]);
    const { _entities: found } = await service.ask<{ _entities: { ofConversation?: { id: string }[]; id?: string }[] }>(
      document,
      {
        reps: references(100),
      },
    );
    expect(found.slice(200).map(({ id }) => id)).toEqual(created.map(({ id }) => id));
    expect(found.slice(100, 200).map((each) => each.ofConversation?.[0]?.id)).toEqual(created.map(({ id }) => id));
  });

  test('another organisation sees nothing and changes nothing', async () => {
    const { contact, agent, conversation, recording } = await writer(service).contactWithRecording();
    const stranger = { organizationId: 'somebody-else' };
    const before = await contractOf(service).findAll({ externalContactId: contact });
    const theirs = contractOf(service, stranger);
    for (const term of [{ externalContactId: contact }, { userId: agent }]) {
      expect(await theirs.findAll(term)).toEqual([]);
      expect(await theirs.erase(uuidv7(), term)).toEqual({
        complete: true,
        dispositions: [],
        newerRecords: 0,
        replacements: [],
      });
      const replacements = [{ type: 'NAME', existing: 'Nadia Petrova', updated: 'Somebody Else' }];
      expect(await theirs.rectify(uuidv7(), term, replacements)).toEqual({
        complete: true,
        dispositions: [],
        newerRecords: 0,
        replacements: [{ index: 0, replaced: 0, notSupported: 0, found: false }],
      });
    }
    const seen = await service.ask(
      `query ($id: ID!, $reps: [_Any!]!) { recording(id: $id) { id } recordings { nodes { id } } _entities(representations: $reps) {
         ... on Conversation { ofConversation: recordings { id } } ... on ExternalContact { recordings { nodes { id } } } ... on Recording { transcript } } }`,
      {
        id: recording.id,
        reps: [
          { __typename: 'Conversation', id: conversation },
          { __typename: 'ExternalContact', id: contact },
          { __typename: 'Recording', id: recording.id },
        ],
      },
      stranger,
    );
    expect(seen).toEqual({
      recording: null,
      recordings: { nodes: [] },
      _entities: [{ ofConversation: [] }, { recordings: { nodes: [] } }, null],
    });
    expect(await contractOf(service).findAll({ externalContactId: contact })).toEqual(before);
  });

  test('no word of a person is stored in clear', async () => {
    const { contact } = await writer(service).contactWithRecording();
    await contractOf(service).rectify(uuidv7(), { externalContactId: contact }, [
      { type: 'NAME', existing: 'Nadia Petrova', updated: 'Nadja Petrowa' },
    ]);
    const dump = await dumpDatabase(service.database);
    expect(dump).toContain('audio/wav');
    for (const value of [/nad[ij]a/i, /petro[vw]a/i, /555-0188/, /Hello, this/]) expect(dump).not.toMatch(value);
  });
});
