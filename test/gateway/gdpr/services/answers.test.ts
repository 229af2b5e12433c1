/** A service's answer is checked before it is used: whatever is wrong with it is one failed call (R11). */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PiiServiceClient } from '../../../../gateway/gdpr/services/client';
import { ServiceCallError } from '../../../../gateway/gdpr/services/service-call';

let answer = '';
let server: Server;
let client: PiiServiceClient;

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().once('end', () => response.setHeader('content-type', 'application/json').end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  client = new PiiServiceClient('odd', url, () => Promise.resolve('token'));
});

afterAll(async () => {
  await client.close();
  server.close();
});

const scope = { organizationId: 'answers', actor: 'test', requestId: '01900000-0000-7000-8000-00000000000a' };
const term = { email: 'ana@example.com' };

const identifier = { type: 'EMAIL', value: 'ana@example.com' };
const subject = {
  type: 'EXTERNAL_CONTACT',
  id: 'a',
  contactListId: null,
  canonicalContactId: 'a',
  mergeSet: ['a'],
  activeEmployee: null,
  identifiers: [identifier],
  matchedOn: [identifier],
};
const attachment = {
  id: 'f',
  filename: 'a.txt',
  mediaType: 'text/plain',
  byteSize: 3,
  sha256: 'ab',
  url: 'http://x/f',
};
const record = {
  id: 'r',
  recordType: 'Message',
  createdAt: '2026-03-02T15:04:00.123Z',
  fields: [{ name: 'text', category: 'COMMUNICATION', value: 'Secret words' }],
  attachments: [attachment],
};
const page = {
  subjects: [subject],
  subjectRequired: false,
  records: [record],
  endCursor: 'next',
  newerRecords: 0,
};
const disposition = {
  recordType: 'Message',
  disposition: 'RETAINED',
  count: 1,
  reason: 'the law',
  retainUntil: '2030-01-01T00:00:00+01:00',
};
const replacement = { index: 0, replaced: 1, notSupported: 0, found: true };
const report = { complete: true, dispositions: [disposition], newerRecords: 0, replacements: [replacement] };
const place = { recordType: 'Message', recordId: 'r', location: 'text', reason: 'nobody', remedy: 'none' };

const calls = {
  find: () => client.find(scope, term, 2, 'before'),
  report: () => client.report(scope, term, 2),
  subjects: () => client.subjects(scope, term, 2, 'before'),
  marked: () => client.marked(scope, term, 2),
  unreachable: () => client.unreachable(scope, 2, 'before'),
  erase: () => client.erase(scope, term, 10),
  rectify: () => client.rectify(scope, term, [], 10),
};
type Call = keyof typeof calls;
const good: Record<Call, object> = {
  find: { personalData: page },
  report: { personalData: { ...page, asOf: 'mark' } },
  subjects: { personalData: { subjects: [subject], endCursor: 'next' } },
  marked: { personalData: { subjects: [subject], endCursor: 'next', asOf: 'mark' } },
  unreachable: { unreachableData: { places: [place], endCursor: 'next' } },
  erase: { erasePersonalData: report },
  rectify: { rectifyPersonalData: report },
};
const names = Object.keys(calls) as Call[];

const refusal = async (call: Call, text: string) => {
  answer = text;
  const error: unknown = await calls[call]().then(
    () => 'answered',
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ServiceCallError)) throw new Error(`Not refused as a fault of the service: ${String(error)}`);
  expect(error.message).not.toMatch(/Secret|ana@|127\.0\.0\.1/);
  return error;
};

test.each(names)('%s: a good answer is accepted', async (call) => {
  answer = JSON.stringify({ data: good[call] });
  expect(await calls[call]()).toEqual(Object.values(good[call])[0]);
});

test.each(names)('%s: a body that is not a GraphQL response is refused', async (call) => {
  for (const text of [
    ...['null', 'true', '7', '"text"', '[]', '[null]', '{}', '{"data":null}', '{"data":[]}', '{"data":7}'],
    ...['{"errors":{}}', '{"errors":"x"}', '{"data":{"personalData":null,"erasePersonalData":null}}', '', 'not JSON'],
  ])
    expect((await refusal(call, text)).code).toBe('SERVICE_REPLY_INVALID');
});

test('errors of any form are an error of the service', async () => {
  for (const errors of [[null], [7], [{}], [{ extensions: null }], [{ extensions: { code: 'Secret words' } }]]) {
    const error = await refusal('find', JSON.stringify({ errors }));
    expect([error.code, error.serviceCode]).toEqual(['SERVICE_REFUSED', 'UNKNOWN']);
  }
});

/** An answer with the value at one place replaced. */
function changed(call: Call, path: string, value: unknown): string {
  const data = structuredClone(good[call]) as Record<string, unknown>;
  const parts = path.split('.');
  let at: Record<string, unknown> = data;
  for (const part of parts.slice(0, -1)) at = at[part] as Record<string, unknown>;
  at[parts.at(-1) as string] = value;
  return JSON.stringify({ data });
}

const nul = 'Secret\u0000';
const half = 'Secret\ud83d';
const long = (length: number) => 'x'.repeat(length);
const many = (length: number, item: unknown) => Array.from({ length }, () => item);

test.each<[Call, string, unknown[]]>([
  ['find', 'personalData.records', [null, {}, 'x', [null], many(3, record)]],
  ['find', 'personalData.records.0.id', [null, 7, '', nul, half, long(201)]],
  ['find', 'personalData.records.0.recordType', [null, '', 'two words', nul, half, '__proto__', 'É', long(201)]],
  ['find', 'personalData.records.0.createdAt', ['yesterday', 7, '2026-13-01T00:00:00Z', nul]],
  ['find', 'personalData.records.0.fields.0.category', ['SECRET', nul, null]],
  ['find', 'personalData.records.0.fields.0.value', [null, 7, {}]],
  ['find', 'personalData.records.0.attachments.0.byteSize', [-1, 0.5, 9e15, 2 ** 31, '3', null]],
  ['find', 'personalData.subjectRequired', [null, 'no']],
  ['find', 'personalData.endCursor', ['', 7, nul, half, long(4_001)]],
  ['find', 'personalData.subjects.0.id', ['', nul, half, long(201), null]],
  ['report', 'personalData.asOf', ['', nul, null, long(16_001)]],
  ['find', 'personalData.newerRecords', [-1, 0.5, null]],
  ['erase', 'erasePersonalData.newerRecords', [-1, 2 ** 31, null]],
  ['rectify', 'rectifyPersonalData.replacements', [null, [{ ...replacement, index: 1 }], many(51, replacement)]],
  ['rectify', 'rectifyPersonalData.replacements.0.found', [null, 'yes']],
  ['marked', 'personalData.asOf', ['', null]],
  ['subjects', 'personalData.subjects.0.type', ['PERSON', null]],
  ['subjects', 'personalData.subjects.0.mergeSet', [null, [nul], [''], many(10_001, 'a')]],
  ['subjects', 'personalData.subjects.0.identifiers.0.value', [nul, half, null, long(10_001)]],
  ['subjects', 'personalData.subjects.0.identifiers.0.type', ['SECRET', null]],
  ['subjects', 'personalData.endCursor', ['', nul]],
  ['unreachable', 'unreachableData.places', [null, many(3, place)]],
  ['unreachable', 'unreachableData.places.0.location', [nul, half, long(2_001)]],
  ['unreachable', 'unreachableData.endCursor', ['', nul]],
  ['erase', 'erasePersonalData.complete', [null, 'true']],
  ['erase', 'erasePersonalData.dispositions.0.count', [9e15, 2 ** 31, -1, 0.5, '1', null]],
  ['erase', 'erasePersonalData.dispositions', [null, [null], many(2, { ...disposition, count: 2 ** 31 - 1 })]],
  ['erase', 'erasePersonalData.dispositions', [many(1_001, disposition)]],
  ['erase', 'erasePersonalData.dispositions.0.recordType', [nul, half, 'two words', '']],
  ['erase', 'erasePersonalData.dispositions.0.reason', [nul, half, long(2_001)]],
  ['erase', 'erasePersonalData.dispositions.0.retainUntil', ['never', nul]],
  ['rectify', 'rectifyPersonalData.dispositions.0.disposition', ['FORGOTTEN', null]],
])('%s: an invalid value at %s is refused, naming the place', async (call, path, values) => {
  for (const value of values) {
    const error = await refusal(call, changed(call, path, value));
    expect(error.code).toBe('SERVICE_REPLY_INVALID');
    if (!Array.isArray(value) || value.length !== 3) expect(error.message).toContain(path.split('.')[1]);
  }
});

test('the text of a record is passed on unchanged, so that a copy holds whatever the person wrote', async () => {
  for (const value of [nul, half, long(1_000_000)]) {
    answer = changed('find', 'personalData.records.0.fields.0.value', value);
    expect((await client.find(scope, term, 2)).records[0]?.fields[0]?.value).toBe(value);
  }
});

test.each(['find', 'subjects', 'unreachable'] as const)(
  '%s: a page that follows itself is no progress',
  async (call) => {
    const error = await refusal(call, changed(call, `${Object.keys(good[call])[0]}.endCursor`, 'before'));
    expect(error.code).toBe('SERVICE_NO_PROGRESS');
  },
);
