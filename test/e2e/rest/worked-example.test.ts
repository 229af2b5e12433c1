/** The worked example with Genesys's own client (R35), on a whole system. Every answer fits the OpenAPI document. */
import { clientOf } from '../../../scripts/develop/token';
import type { Cast } from '../../../scripts/develop/seed/ensure-cast';
import type { RestContact } from '../../../gateway/rest/model/contacts';
import { newOrganization } from '../../support/people/cast';
import { createContact } from '../../support/people/every-value';
import { AnswerCheck } from '../../support/api/answer-check';
import {
  callRest,
  GenesysClient,
  genesysClient,
  requestsOf,
  type RestPage,
  type RestRequest,
} from '../../support/api/rest';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'rest-worked-example';
let system: TestSystem;
let cast: Cast;
let checks: AnswerCheck;
let genesys: GenesysClient;
let requests: ReturnType<typeof requestsOf>;

beforeAll(async () => {
  system = await sharedSystem();
  ({ cast } = await newOrganization(system, organization));
  checks = await AnswerCheck.of(system.url);
  genesys = await genesysClient(system, checks, { organization, subject: 'integration' });
  requests = requestsOf(genesys);
}, 180_000);

afterAll(() => system.stop());

interface Subject {
  externalContactId?: string;
  userId?: string;
  dialerContactId?: { id: string; contactListId: string };
}

const subjects = async (type: string, value: string) =>
  (await genesys.answer<RestPage<Subject>>('getGdprSubjects', genesys.gdpr.getGdprSubjects(type, value))).body;
const contact = (id = '') => genesys.contacts.getExternalcontactsContact(id);

test('the client logs in to the gateway of npm start', async () => {
  const own = new GenesysClient(system.url, checks);
  const { id, secret } = clientOf(system.dataDir);
  const { accessToken, tokenExpiryTime } = await own.client.loginClientCredentialsGrant(id, secret);
  expect(accessToken).toMatch(/^ey/);
  expect(Number(tokenExpiryTime)).toBeGreaterThan(Date.now());
  await own.answer('getGdprRequests', own.gdpr.getGdprRequests());
  const stranger = own.client.loginClientCredentialsGrant(id, 'a-guess');
  await expect(stranger).rejects.toMatchObject({ response: { status: 401, data: { error: 'invalid_client' } } });
});

test.each([
  ['NAME', 'elena marin ortega', 2],
  ['ADDRESS', '48 Maple Street', 2],
  ['PHONE', '+1 317 555 0142', 2],
  ['EMAIL', 'ELENA.MARIN@example.com', 1],
  ['TWITTER', '@elena_marin', 1],
  ['INSTAGRAM', 'elena.marin.ortega', 1],
  ['FACEBOOK', 'elena.marin', 0],
  ['APPLE_MESSAGES', 'urn:biz:1', 0],
  ['WHATSAPP', '+13175550177', 1],
  ['EXTERNAL_ID', '20417', 1],
])('subjects by %s', async (type, value, atLeast) => {
  const { entities, total, pageCount } = await subjects(type, value);
  expect([total, pageCount]).toEqual([entities.length, 1]);
  expect(total).toBeGreaterThanOrEqual(atLeast ? 1 : 0);
  // Programs send back every id of a subject, and a request takes only one.
  for (const each of entities)
    expect([each.userId, each.externalContactId, each.dialerContactId].filter(Boolean)).toHaveLength(1);
  expect(entities.some((each) => each.externalContactId && cast.elena.includes(each.externalContactId))).toBe(
    atLeast > 0,
  );
});

test('a subject shows its known values, and the id of its kind', async () => {
  const [elena] = (await subjects('EMAIL', 'elena.marin@example.com')).entities;
  expect(elena).toEqual({
    externalContactId: cast.elena[0],
    name: 'Elena Marín Ortega',
    phoneNumbers: ['+1 317 555 0142'],
    emailAddresses: ['elena.marin@example.com'],
    addresses: [expect.stringContaining('48 Maple Street')],
    canonicalContact: { id: cast.elena[0], selfUri: `/api/v2/externalcontacts/contacts/${cast.elena[0]}` },
    mergeSet: expect.arrayContaining(cast.elena.map((id) => expect.objectContaining({ id }) as unknown)) as unknown,
  });
  expect((await subjects('EMAIL', 'priya.raman@acme.example.com')).entities).toMatchObject([
    { userId: cast.priya, activeEmployee: true },
  ]);
  const marcus = (await subjects('PHONE', '+1 317 555 0158')).entities;
  expect(marcus.map(({ dialerContactId }) => dialerContactId)).toEqual(
    expect.arrayContaining(cast.marcus.map(({ id, contactListId }) => ({ id, contactListId }))),
  );
});

test('external contacts show which of them are one person', async () => {
  const { body } = await genesys.answer('getExternalcontactsContact', contact(cast.elena[1]));
  expect(body).toMatchObject({
    id: cast.elena[1],
    firstName: 'Elena',
    cellPhone: { display: '+1 317 555 0177', e164: '+13175550177' },
    whatsAppId: { phoneNumber: { e164: '+13175550177' } },
    canonicalContact: { id: cast.elena[0] },
  });
  const first = await genesys.answer('getExternalcontactsContact', contact(cast.elena[0]));
  expect(first.body).toMatchObject({ externalIds: [{ externalSource: { name: 'crm' }, value: '20417' }] });
  const social = await genesys.answer('getExternalcontactsContact', contact(cast.elena[2]));
  expect(social.body).toMatchObject({ twitterId: { screenName: '@elena_marin' }, instagramId: {} });
});

test.each([
  ['34600000031', '+34600000031'],
  ['wa.me/34600000031', '+34600000031'],
  ['elena', undefined],
])('the WhatsApp handle %s has the international form %s (R3)', async (handle, e164) => {
  const api = await system.client({ organization });
  const id = await createContact(api, { socialHandles: [{ platform: 'WHATSAPP', handle }] });
  const { body } = await genesys.answer<RestContact>('getExternalcontactsContact', contact(id));
  expect(body.whatsAppId?.phoneNumber).toEqual({ display: handle, userInput: handle, e164 });
});

test('an export for a merge set: a request for each contact, and one package, which a browser can fetch', async () => {
  const subject = { externalContactId: cast.elena[1] };
  const body = { requestType: 'GDPR_EXPORT', subject, replacementTerms: [] };
  const token = await system.token({ organization });
  const repeatable = async (scopes?: string[]) => {
    const caller = { organization, subject: 'integration', ...(scopes ? { scopes } : {}) };
    const answer = await callRest<RestRequest>(system, '/gdpr/requests', {
      token: await system.token(caller),
      body,
      headers: { 'idempotency-key': 'an-export' },
    });
    checks.check('postGdprRequests', answer);
    return answer.body;
  };
  const made = await repeatable();
  expect(made).toMatchObject({ status: 'INITIATED', created: true, createdBy: { id: 'integration' } });
  expect(made.subject).toMatchObject({ externalContactId: cast.elena[0], name: 'Elena Marín Ortega' });
  expect(made.relatedRequests.map((each) => each.subject.externalContactId).sort()).toEqual(cast.elena.slice(1).sort());
  const done = await requests.family(made);
  expect(done.map(({ status, parentRequest }) => [status, parentRequest?.id])).toEqual([
    ['COMPLETED', undefined],
    ['COMPLETED', made.id],
    ['COMPLETED', made.id],
  ]);
  const [results, ...others] = new Set(done.map(({ resultsUrl }) => resultsUrl));
  expect([typeof results, others]).toEqual(['string', []]);
  expect(done[0]?.resultsUrls).toEqual([results]);
  // Who missed the first answer learns where the package is, whatever else the token allows (R10).
  const again = await repeatable(['gdpr:request:add']);
  expect([again, ...again.relatedRequests].map(({ id, resultsUrl }) => [id, resultsUrl]).sort()).toEqual(
    done.map(({ id }) => [id, results]).sort(),
  );
  // A browser's navigation follows the redirect, without sending headers on.
  const led = await fetch(String(results), {
    headers: { authorization: `Bearer ${token}` },
    redirect: 'manual',
  });
  expect([led.status, led.headers.get('referrer-policy')]).toEqual([302, 'no-referrer']);
  const download = await fetch(String(led.headers.get('location')));
  expect([download.status, download.headers.get('content-type')]).toEqual([200, 'application/zip']);
  expect(download.headers.get('content-disposition')).toMatch(/^attachment/);
  const told = await genesys.answer<{ url: string }>(
    'getDownload',
    genesys.downloads.getDownload(made.id, { issueRedirect: false }),
  );
  expect((await fetch(told.body.url)).status).toBe(200);
});

test('a rectification by replacement terms, one request for each subject', async () => {
  const replacementTerms = [
    { type: 'EMAIL', existingValue: 'marcus.hale@example.com', updatedValue: 'm.hale@example.com' },
  ];
  const made = await Promise.all(
    cast.marcus.map(async (dialerContactId) => {
      const { body } = await requests.post({
        requestType: 'GDPR_UPDATE',
        subject: { dialerContactId },
        replacementTerms,
      });
      expect(body).toMatchObject({ replacementTerms, subject: { dialerContactId } });
      return body;
    }),
  );
  const done = await Promise.all(made.map(({ id }) => requests.ended(id)));
  expect(done.map(({ status }) => status)).toEqual(made.map(() => 'COMPLETED'));
  expect(done.some((each) => each.replacementTerms)).toBe(false);
  expect((await subjects('EMAIL', 'm.hale@example.com')).total).toBeGreaterThan(0);
});

test('an erasure needs a confirmation; afterwards its values belong to nobody', async () => {
  const body = { requestType: 'GDPR_DELETE', subject: { externalContactId: cast.elena[2] } };
  expect((await requests.post<object>(body)).body).toMatchObject({ details: [{ fieldName: 'deleteConfirmed' }] });
  const { body: made } = await requests.post(body, { deleteConfirmed: true });
  const done = await requests.family(made);
  expect(done.map(({ status, subject }) => [status, subject])).toEqual(done.map(() => ['COMPLETED', {}]));
  expect(done[0]?.services.flatMap(({ dispositions }) => dispositions).length).toBeGreaterThan(0);
  expect((await genesys.answer('getExternalcontactsContact', contact(cast.elena[0]))).status).toBe(404);
  // The package of the export held data of the erased person.
  const { body: list } = await genesys.answer<RestPage<RestRequest>>('getGdprRequests', genesys.gdpr.getGdprRequests());
  const exports = list.entities.filter(({ requestType }) => requestType === 'GDPR_EXPORT');
  expect(exports.map(({ resultsUrl }) => resultsUrl)).toEqual([undefined, undefined, undefined]);
  const gone = genesys.downloads.getDownload(exports[0]?.id ?? '', { issueRedirect: false });
  expect((await genesys.answer('getDownload', gone)).status).toBe(404);
  // Another person with the household's number is untouched (R6).
  expect((await genesys.answer('getExternalcontactsContact', contact(cast.tomas))).status).toBe(200);
});

test('pages have numbers, true totals, and working addresses', async () => {
  const all = await genesys.answer<RestPage<RestRequest>>('getGdprRequests', genesys.gdpr.getGdprRequests());
  const { total } = all.body;
  expect(all.body).toMatchObject({ pageSize: 25, pageNumber: 1, pageCount: 1 });
  expect(all.body.entities).toHaveLength(total);
  const token = await system.token({ organization });
  const seen: string[] = [];
  for (let next: string | undefined = '/api/v2/gdpr/requests?pageSize=3&pageNumber=1'; next;) {
    const answer = await fetch(new URL(next, system.url), { headers: { authorization: `Bearer ${token}` } });
    const page = (await answer.json()) as RestPage<RestRequest>;
    expect([page.total, page.pageCount]).toEqual([total, Math.ceil(total / 3)]);
    checks.check('getGdprRequests', { status: answer.status, body: page });
    seen.push(...page.entities.map(({ id }) => id));
    next = page.nextUri;
  }
  expect(seen).toEqual(all.body.entities.map(({ id }) => id));
  const beyond = await genesys.answer<RestPage<RestRequest>>(
    'getGdprRequests',
    genesys.gdpr.getGdprRequests({ pageSize: 200, pageNumber: 500 }),
  );
  expect(beyond.body).toMatchObject({
    entities: [],
    total,
    previousUri: expect.stringContaining('pageNumber=499') as string,
  });
});

test('every kind of answer was checked against the document', () => {
  const operations = [...checks.seen.keys()].filter((name) => name.endsWith(' 200')).map((name) => name.split(' ')[0]);
  expect(operations.sort()).toEqual([
    'getDownload',
    'getExternalcontactsContact',
    'getGdprRequest',
    'getGdprRequests',
    'getGdprSubjects',
    'postGdprRequests',
  ]);
});
