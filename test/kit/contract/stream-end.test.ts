/** A stream of a copy ends before its last page when the process stops, and when the organisation's keys are destroyed (R11, R13). */
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import type { ServicePage } from '../../../subgraphs/kit/base/contract/answers';
import { destroyKeys } from '../../../subgraphs/kit/base/security/key-rotation';
import { messaging } from '../../../subgraphs/messaging/service';
import { writer } from '../../services/messaging/support';
import { inDatabase } from '../../support/run/database';
import { startTestService, testOrganization, type TestService } from '../../support/run/service';

const messages = 6;

let service: TestService;
let contact: string;
/** Called when the messages of a page are read; they are read when it has resolved. */
let beforePage: (page: number) => Promise<unknown>;

beforeEach(async () => {
  let page = 0;
  beforePage = () => Promise.resolve();
  const records = messaging.personalData.records.map((source) => ({
    ...source,
    find: async (...asked: Parameters<typeof source.find>) => {
      if (source.recordType === 'Message') await beforePage((page += 1));
      return source.find(...asked);
    },
  }));
  service = await startTestService({ ...messaging, personalData: { ...messaging.personalData, records } });
  contact = uuidv7();
  const write = writer(service);
  const conversation = await write.start({ externalContactId: contact });
  for (let index = 1; index <= messages; index += 1) await write.add(conversation, { text: `Message ${index}` });
});

/** Opens the stream, a record on each page. */
async function open(): Promise<IncomingMessage> {
  const token = await service.token({ purpose: 'gdpr' });
  const asked = request(new URL('/personal-data', service.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  });
  asked.end(JSON.stringify({ term: { externalContactId: contact }, first: 1 }));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  return response;
}

/** The pages that come until the end, and whether the answer came whole. */
async function readPages(response: IncomingMessage): Promise<{ pages: ServicePage[]; whole: boolean }> {
  const pages: ServicePage[] = [];
  const lines = createInterface({ input: response }).on('line', (line) => pages.push(JSON.parse(line) as ServicePage));
  // Reading ends with an error when the answer breaks off.
  await Promise.all([once(lines, 'close'), once(response, 'close')]).catch(() => undefined);
  return { pages, whole: response.complete };
}

/** Holds the service back before a page, which is the first of all that are read ahead. */
function holdBack(at: number) {
  let goOn = () => {};
  const reached = new Promise<void>((resolve) => {
    beforePage = (page) => {
      if (page !== at) return Promise.resolve();
      resolve();
      return new Promise<void>((go) => (goOn = go));
    };
  });
  return { reached, goOn: () => goOn() };
}

test('a process that stops ends the stream after the page that it reads', async () => {
  const held = holdBack(3);
  const read = readPages(await open());
  await held.reached;
  const began = performance.now();
  const stopped = service.stop();
  // The server has closed its port, and waits for what is under way.
  await expect(fetch(service.url)).rejects.toThrow();
  held.goOn();
  const { pages, whole } = await read;
  expect(whole).toBe(true);
  expect(pages.length).toBeGreaterThan(0);
  expect(pages.length).toBeLessThan(messages);
  // Calls go on from there.
  expect(pages.at(-1)?.endCursor).toEqual(expect.any(String));
  await stopped;
  // Nor is the connection kept.
  expect(performance.now() - began).toBeLessThan(4_000);
}, 30_000);

test('a page that does not come, or a reader who takes nothing, holds no process that stops', async () => {
  const held = holdBack(3);
  const read = readPages(await open());
  await held.reached;
  const began = performance.now();
  const stopped = service.stop();
  expect((await read).whole).toBe(false);
  await stopped;
  expect(performance.now() - began).toBeLessThan(10_000);
  held.goOn();
}, 30_000);

test('a stream breaks off when the keys of its organisation are destroyed', async () => {
  try {
    const held = holdBack(3);
    const read = readPages(await open());
    await held.reached;
    await inDatabase(service.database, (client) =>
      destroyKeys(
        { query: async <T>(sql: string, parameters?: unknown[]) => (await client.query(sql, parameters)).rows as T[] },
        testOrganization,
      ),
    );
    // For as long a process may use the keys that it has.
    await pause(5_100);
    held.goOn();
    const { pages, whole } = await read;
    expect(whole).toBe(false);
    expect(pages.length).toBeLessThan(messages);
  } finally {
    await service.stop();
  }
}, 30_000);
