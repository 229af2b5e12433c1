import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { recordings } from '../../../subgraphs/recordings/service';
import { contractOf, lines } from '../../support/contract/contract';
import { inDatabase } from '../../support/run/database';
import { startTestService, testOrganization, type TestService, type TokenOptions } from '../../support/run/service';
import { writer } from './support';

let service: TestService;
let write: ReturnType<typeof writer>;
let contract: ReturnType<typeof contractOf>;

beforeAll(async () => {
  service = await startTestService(recordings);
  write = writer(service);
  contract = contractOf(service);
});

afterAll(() => service.stop());

const fetchFile = async (url: string, options: TokenOptions = { purpose: 'gdpr' }) =>
  fetch(url, { headers: { authorization: `Bearer ${await service.token(options)}` } });

const pathOf = (id: string): Promise<string> =>
  inDatabase(service.database, async (client) => {
    const { rows } = await client.query<{ blob_path: string }>('SELECT blob_path FROM recording WHERE id = $1', [id]);
    return rows[0]?.blob_path ?? '';
  });

describe('finding recordings', () => {
  test('a contact’s recordings are found with transcript and audio', async () => {
    const { contact, recording } = await write.contactWithRecording();
    const { records, subjects, subjectRequired, endCursor } = await contract.find({ externalContactId: contact });
    expect({ subjects, subjectRequired, endCursor }).toEqual({ subjects: [], subjectRequired: false, endCursor: null });
    const base = service.url.replace('/graphql', '');
    const audio = Buffer.from('RIFF and so on');
    expect(records).toEqual([
      {
        id: recording.id,
        recordType: 'Recording',
        createdAt: '2026-03-02T15:04:00.000Z',
        fields: [{ name: 'transcript', category: 'COMMUNICATION', value: recording.transcript }],
        attachments: [
          {
            id: recording.id,
            filename: `recording-2026-03-02-${recording.id}.wav`,
            mediaType: 'audio/wav',
            byteSize: audio.length,
            sha256: createHash('sha256').update(audio).digest('hex'),
            url: `${base}/attachments/${recording.id}`,
          },
        ],
      },
    ]);
  });

  test('an agent is shown that they took part, but not what the customer said', async () => {
    const { agent, recording } = await write.contactWithRecording();
    const [found] = await contract.findAll({ userId: agent });
    expect(found).toMatchObject({
      id: recording.id,
      fields: [{ name: 'agent', category: 'EMPLOYMENT', value: agent }],
      attachments: [],
    });
  });

  test.each([
    { name: 'Nadia Petrova' },
    { address: '48 Maple Street' },
    { phone: '317-555-0188' },
    { email: 'nadia@example.com' },
    { socialHandle: { platform: 'WHATSAPP', handle: '+1 317 555 0188' } },
  ])('a term that is no id is answered with ‘subject required’ (R7): %j', async (term) => {
    await write.contactWithRecording();
    expect(await contract.find(term)).toMatchObject({ subjectRequired: true, records: [], endCursor: null });
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
    expect(await contract.find(term)).toMatchObject({ subjectRequired: false, records: [], endCursor: null });
    expect(await contract.erase(uuidv7(), term)).toEqual({
      complete: true,
      dispositions: [],
      newerRecords: 0,
      replacements: [],
    });
  });

  test('a recording without a contact is not found (R18)', async () => {
    const conversation = uuidv7();
    await write.add({ conversationId: conversation });
    expect(await contract.findAll({ externalContactId: conversation })).toEqual([]);
  });

  test('pages are complete and in a stable order while another request erases', async () => {
    const contact = uuidv7();
    const ids: string[] = [];
    for (let index = 0; index < 6; index += 1) ids.push((await write.add({ externalContactId: contact })).id);
    expect((await contract.findAll({ externalContactId: contact }, 1)).map(({ id }) => id)).toEqual(ids);
    const first = await contract.find({ externalContactId: contact }, { first: 2 });
    await contract.erase(uuidv7(), { externalContactId: contact }, 3);
    const second = await contract.find({ externalContactId: contact }, { first: 100, after: first.endCursor });
    expect(second.records.map(({ id }) => id)).toEqual(ids.slice(3));
  });
});

describe('erasing recordings (R12)', () => {
  test('a contact’s recordings are erased with audio and transcript, bounded by call, counted in total, and nobody else’s', async () => {
    const { contact, recording } = await write.contactWithRecording();
    const second = await write.add({ externalContactId: contact });
    const kept = await write.contactWithRecording();
    const paths = await Promise.all([recording, second, kept.recording].map(({ id }) => pathOf(id)));
    const request = uuidv7();
    const term = { externalContactId: contact };
    const steps = [];
    do steps.push(await contract.erase(request, term, 1));
    while (!steps.at(-1)?.complete && steps.length < 10);
    expect(steps.map((each) => [each.complete, ...lines(each)])).toEqual([
      [false, 'Recording ERASED 1'],
      [false, 'Recording ERASED 2'],
      [true, 'Recording ERASED 2'],
    ]);
    expect(await contract.erase(request, term)).toEqual(steps.at(-1));
    expect(await contract.erase(uuidv7(), term)).toEqual({
      complete: true,
      dispositions: [],
      newerRecords: 0,
      replacements: [],
    });
    expect(await contract.findAll(term)).toEqual([]);
    const exist = await Promise.all(paths.map((path) => service.service.blobs.exists(path)));
    expect(exist).toEqual([false, false, true]);
    expect(await contract.findAll({ externalContactId: kept.contact })).toHaveLength(1);
  });

  test('an agent is anonymised, and the rest of the customer’s recording is unchanged (R7)', async () => {
    const { contact, agent } = await write.contactWithRecording();
    const before = await contract.findAll({ externalContactId: contact });
    const request = uuidv7();
    const report = await contract.erase(request, { userId: agent });
    expect([report.complete, ...lines(report)]).toEqual([true, 'Recording ANONYMIZED 1']);
    expect(await contract.erase(request, { userId: agent })).toEqual(report);
    expect(await contract.findAll({ userId: agent })).toEqual([]);
    expect(await contract.findAll({ externalContactId: contact })).toEqual(before);
  });
});

describe('rectifying recordings (R14)', () => {
  test('the transcript is corrected; the audio is reported once, as unchangeable', async () => {
    const { contact, recording } = await write.contactWithRecording();
    await write.add({ externalContactId: contact, transcript: 'Nobody is named here.' });
    const request = uuidv7();
    const term = { externalContactId: contact };
    const replacements = [
      { type: 'NAME', existing: 'nadia petrova', updated: 'Nadja Petrowa' },
      { type: 'PHONE', existing: '317-555-0188', updated: '+1 317 555 0199' },
    ];
    const steps = [];
    do steps.push(await contract.rectify(request, term, replacements, 1));
    while (!steps.at(-1)?.complete && steps.length < 10);
    const reason = 'What was said in a recording cannot be changed; it can be erased.';
    const expected = {
      complete: true,
      dispositions: [
        { recordType: 'Recording', disposition: 'RECTIFIED', count: 1, reason: null },
        { recordType: 'RecordingAudio', disposition: 'NOT_SUPPORTED', count: 2, reason },
      ],
      newerRecords: 0,
      replacements: expect.any(Array) as unknown,
    };
    expect(steps.at(-1)).toEqual(expected);
    expect(steps).toHaveLength(3);
    expect(await contract.rectify(request, term, replacements)).toEqual(expected);
    const records = await contract.findAll(term);
    expect(records.find(({ id }) => id === recording.id)?.fields[0]?.value).toBe(
      'Hello, this is Nadja Petrowa, +1 317 555 0199.',
    );
  });

  test('an agent’s request changes nothing', async () => {
    const { agent, contact } = await write.contactWithRecording();
    const before = await contract.findAll({ externalContactId: contact });
    const report = await contract.rectify(uuidv7(), { userId: agent }, [
      { type: 'NAME', existing: 'Nadia Petrova', updated: 'Somebody Else' },
    ]);
    expect(report).toEqual({
      complete: true,
      dispositions: [],
      newerRecords: 0,
      replacements: [{ index: 0, replaced: 0, notSupported: 0, found: false }],
    });
    expect(await contract.findAll({ externalContactId: contact })).toEqual(before);
  });
});

describe('the audio', () => {
  test('is returned as it was written, with its size and type', async () => {
    const audio = Buffer.from(Array.from({ length: 50_000 }, (_, at) => (at * 7) % 256));
    const { id } = await write.add({
      externalContactId: uuidv7(),
      mediaType: 'audio/webm;codecs=opus',
      base64: audio.toString('base64'),
    });
    const response = await fetchFile(service.url.replace('graphql', `attachments/${id}`));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('50000');
    expect(response.headers.get('content-type')).toBe('audio/webm;codecs=opus');
    expect(Buffer.from(await response.arrayBuffer()).equals(audio)).toBe(true);
  });

  test('is not found when it is missing, or the id is unknown, malformed or another organisation’s', async () => {
    const { recording } = await write.contactWithRecording();
    const url = service.url.replace('graphql', `attachments/${recording.id}`);
    expect((await fetchFile(url, { purpose: 'gdpr', organizationId: 'somebody-else' })).status).toBe(404);
    expect((await fetchFile(url, { purpose: 'query' })).status).toBe(403);
    expect((await fetchFile(url.replace(recording.id, uuidv7()))).status).toBe(404);
    expect((await fetchFile(url.replace(recording.id, 'no-uuid'))).status).toBe(404);
    const { blobs, dataSource } = service.service;
    await blobs.removeLater(dataSource.manager, testOrganization, [await pathOf(recording.id)]);
    await blobs.removeMarked(dataSource);
    expect((await fetchFile(url)).status).toBe(404);
  });
});
