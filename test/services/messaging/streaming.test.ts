/** The stream of a copy: the same pages as by calls, in one answer (R13). */
import { uuidv7 } from 'uuidv7';
import { answers, documents, type ServicePage } from '../../../subgraphs/kit/base/contract/answers';
import { messaging } from '../../../subgraphs/messaging/service';
import { startTestService, type TestService, type TokenOptions } from '../../support/run/service';
import { encoded, writer } from './support';

let service: TestService;
let contact: string;

beforeAll(async () => {
  service = await startTestService(messaging);
  contact = uuidv7();
  const write = writer(service);
  const conversation = await write.start({ externalContactId: contact });
  for (let index = 1; index <= 7; index += 1)
    await write.add(conversation, {
      from: `nadia.${index}@example.com`,
      text: `Message ${index}: «Grüße» and\nanother line.`,
      attachments: index === 3 ? [{ filename: 'a.txt', mediaType: 'text/plain', base64: encoded('Dear all') }] : [],
    });
});

afterAll(() => service.stop());

const gdpr: TokenOptions = { purpose: 'gdpr' };

async function ask(body: unknown, options: TokenOptions | null = gdpr): Promise<Response> {
  const { streamPersonalData } = await service.ask<{ streamPersonalData: { path: string } }>(
    documents.stream,
    {},
    gdpr,
  );
  return fetch(new URL(streamPersonalData.path, service.url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(options ? { authorization: `Bearer ${await service.token(options)}` } : {}),
    },
    body: JSON.stringify(body),
  });
}

const checked = (personalData: unknown) => answers.find.parse({ personalData }).personalData;

const pagesIn = (text: string) => {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => checked(JSON.parse(line)));
};

async function pagesByCalls(term: object, first: number): Promise<ServicePage[]> {
  const pages: ServicePage[] = [];
  for (let after: string | null | undefined = null; after !== undefined;) {
    const { personalData } = await service.ask<{ personalData: unknown }>(documents.find, { term, first, after }, gdpr);
    const page = checked(personalData);
    pages.push(page);
    after = page.endCursor ?? undefined;
  }
  return pages;
}

/** Without what is null: GraphQL says so, and JSON may leave it out. */
const said = (pages: ServicePage[]): unknown =>
  JSON.parse(JSON.stringify(pages, (_, value: unknown) => (value === null ? undefined : value)));

test('a stream holds the pages that calls hold, each on a line', async () => {
  const term = { externalContactId: contact };
  const response = await ask({ term, first: 3 });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
  const pages = pagesIn(await response.text());
  expect(pages.map(({ records }) => records.length)).toEqual([3, 3, 2]);
  expect(said(pages)).toEqual(said(await pagesByCalls(term, 3)));
  expect(pages.flatMap(({ records }) => records).flatMap(({ attachments }) => attachments)).toHaveLength(1);
});

test('it goes on from the cursor of any page, and says when there is nothing, or nobody', async () => {
  const term = { externalContactId: contact };
  const [first] = pagesIn(await (await ask({ term, first: 5 })).text());
  const rest = pagesIn(await (await ask({ term, first: 5, after: first?.endCursor })).text());
  expect(rest.map(({ records }) => records.length)).toEqual([3]);
  const nobody = pagesIn(await (await ask({ term: { externalContactId: uuidv7() } })).text());
  expect(nobody).toEqual([{ subjects: [], subjectRequired: false, records: [], endCursor: null, newerRecords: 0 }]);
  const byName = pagesIn(await (await ask({ term: { name: 'Nadia Petrova' } })).text());
  expect(byName.map(({ subjectRequired }) => subjectRequired)).toEqual([true]);
});

test('records that came after a mark are counted and not in it (R25)', async () => {
  const term = { externalContactId: contact };
  const { personalData } = await service.ask<{ personalData: { asOf: string } }>(
    documents.marked,
    { term, first: 1 },
    gdpr,
  );
  const write = writer(service);
  await write.add(await write.start({ externalContactId: contact }), { text: 'Later.' });
  const pages = pagesIn(await (await ask({ term, first: 6, asOf: personalData.asOf })).text());
  expect(pages.map(({ records, newerRecords }) => [records.length, newerRecords])).toEqual([
    [6, 2],
    [2, 2],
  ]);
});

test('only the purpose gdpr is answered, and of its own organisation', async () => {
  const term = { externalContactId: contact };
  expect((await ask({ term }, null)).status).toBe(401);
  const asCaller = await ask({ term }, { purpose: 'query' });
  expect([asCaller.status, await asCaller.json()]).toMatchObject([
    403,
    { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
  ]);
  const [foreign] = pagesIn(await (await ask({ term }, { purpose: 'gdpr', organizationId: 'another' })).text());
  expect(foreign?.records).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['no body', null, 'term'],
  ['no term', { first: 3 }, 'term'],
  ['two terms', { term: { email: 'canary@example.com', name: 'canary' } }, 'term'],
  ['a term of another kind', { term: { email: { canary: 'canary' } } }, 'term'],
  ['a page of nothing', { term: { name: 'canary' }, first: 0 }, 'first'],
  ['a page that is too large', { term: { name: 'canary' }, first: 5_000 }, 'first'],
  ['a page size that is no number', { term: { name: 'canary' }, first: 'canary' }, 'first'],
  ['a cursor of another list', { term: { name: 'canary' }, after: 'canary' }, 'after'],
  ['a mark that is none', { term: { name: 'canary' }, asOf: 'canary' }, 'asOf'],
  ['text that cannot be stored', { term: { name: 'canary\u0000' } }, 'term'],
])('%s is refused with the argument, and no value is repeated', async (_, body, argument) => {
  const response = await ask(body);
  const text = await response.text();
  expect([response.status, JSON.parse(text)]).toMatchObject([
    400,
    { errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: expect.stringContaining(argument) as unknown } }] },
  ]);
  expect(text).not.toContain('canary');
});
