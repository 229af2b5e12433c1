/** Refusals of the REST API and of its server (R35): all of one form. */
import { randomUUID } from 'node:crypto';
import type { Cast } from '../../../scripts/develop/seed/ensure-cast';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { newOrganization } from '../../support/people/cast';
import { sendRaw } from '../../support/api/raw-http';
import { createRequest } from '../../support/api/requests';
import { AnswerCheck } from '../../support/api/answer-check';
import {
  assertRefusal,
  callRest,
  fieldsOf as field,
  type RefusalBody,
  type RestAnswer,
  type RestCall,
} from '../../support/api/rest';
import { restrict, standing } from '../../support/people/restrictions';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'rest-refusals';
let system: TestSystem;
let api: ApiClient;
let cast: Cast;
let checks: AnswerCheck;
let token: string;

beforeAll(async () => {
  system = await sharedSystem();
  ({ api, cast } = await newOrganization(system, organization));
  checks = await AnswerCheck.of(system.url);
  token = await system.token({ organization });
}, 180_000);

afterAll(() => system.stop());

const call = (path: string, options: Omit<RestCall, 'token'> & { token?: string | null } = {}) =>
  callRest<RefusalBody>(system, path, { token, ...options });

const requestsPath = '/gdpr/requests';
const post = (body: unknown, query = '') => call(`${requestsPath}${query}`, { body });

const assertForm = (answer: RestAnswer<RefusalBody>, operation?: string) => assertRefusal(answer, checks, operation);

test('what does not exist, cannot exist, or belongs to another organisation is a 404 with the same message', async () => {
  const stranger = await newOrganization(system, 'rest-refusals-other');
  const theirs = await createRequest(stranger.api, {
    type: 'EXPORT',
    term: { externalContactId: stranger.cast.tomas },
  });
  // A type of request that this API does not have.
  const access = await createRequest(api, { type: 'GET', term: { externalContactId: cast.tomas } });
  const ids = [theirs.request.id, access.request.id, randomUUID(), 'x', 'abc%2F..', '..%2f..', 'a%00b'];
  ids.push('%zz', 'Mar%EDn', ...[101, 200, 201, 5_000].map((length) => 'x'.repeat(length)));
  const paths = ids.flatMap((id) => [`${requestsPath}/${id}`, `/downloads/${id}`]);
  paths.push(`/externalcontacts/contacts/${stranger.cast.tomas}`, '/externalcontacts/contacts/abc%2F..');
  const answers = await Promise.all(paths.map((path) => call(path)));
  for (const answer of answers) assertForm(answer);
  const told = answers.map(({ status, body: { message, code } }) => ({ status, message, code }));
  expect(told).toEqual(told.map(() => ({ status: 404, code: 'not.found', message: 'There is nothing here.' })));
  const unknown = await post({ requestType: 'GDPR_EXPORT', subject: { externalContactId: stranger.cast.tomas } });
  expect([unknown.status, field(unknown.body)]).toEqual([404, 'subject']);
  const noCase = await post(
    { requestType: 'GDPR_EXPORT', subject: { externalContactId: cast.tomas } },
    `?caseId=${randomUUID()}`,
  );
  expect([noCase.status, field(noCase.body)]).toEqual([404, 'caseId']);
});

test('a refusal by the rules comes with its details', async () => {
  const erase = (subject: object, query = '') =>
    post({ requestType: 'GDPR_DELETE', subject }, `?deleteConfirmed=true${query}`);
  const employee = await erase({ userId: cast.priya });
  expect(employee.body).toMatchObject({ status: 409, code: 'active.employee' });
  expect(field(employee.body)).toBe('activeEmployeeAcknowledged');
  const broad = await erase({ name: 'Marcus Hale' });
  expect(broad.body).toMatchObject({
    status: 409,
    code: 'broad.term',
    messageParams: { matches: expect.stringMatching(/^[2-9]$/) as string },
  });
  expect(field(broad.body)).toBe('expectedSubjects');
  const merged = await erase({ emailAddresses: ['elena.marin@example.com'] });
  expect(merged.body).toMatchObject({
    status: 409,
    code: 'merge.set',
    messageParams: { canonicalContactId: cast.elena[0] },
  });
  const named = { requestType: 'GDPR_EXPORT', subject: { externalContactId: cast.elena[0] } };
  const keyed = (body: object) => call(requestsPath, { body, headers: { 'idempotency-key': 'rest-1' } });
  expect((await keyed(named)).status).toBe(200);
  const reused = await keyed({ ...named, subject: { externalContactId: cast.tomas } });
  expect(reused.body).toMatchObject({ status: 422, code: 'idempotency.key.reused' });
  expect(field(reused.body)).toBe('Idempotency-Key');
  for (const answer of [employee, broad, merged, reused]) assertForm(answer, 'postGdprRequests');
});

test('a missing token, an invalid one, and one with too few scopes', async () => {
  const none = await call(requestsPath, { token: null });
  expect([none.status, none.body.code]).toEqual([401, 'authentication.required']);
  expect(none.headers['www-authenticate']).toMatch(/^Bearer/);
  const bad = await call(requestsPath, { token: 'none.at.all' });
  expect([bad.status, bad.body.code]).toEqual([401, 'bad.credentials']);
  const weak = await system.token({ organization, scopes: ['gdpr:subject:view'] });
  const little = await call(requestsPath, {
    token: weak,
    body: { requestType: 'GDPR_EXPORT', subject: { userId: 'x' } },
  });
  expect(little.body).toMatchObject({
    status: 403,
    code: 'missing.any.permissions',
    messageParams: { permissions: 'gdpr:request:add' },
  });
  for (const answer of [none, bad, little]) assertForm(answer, 'postGdprRequests');
  // Only callers learn that a path does not exist.
  expect((await call('/users/me', { token: null })).status).toBe(401);
});

test('refusals of the server itself have the same form', async () => {
  const large = await call(requestsPath, { raw: ' '.repeat(1_100_000) });
  const answers = {
    'a path that is not served': await call('/users/me'),
    'a slash too many': await call(`${requestsPath}/`),
    'an address that cannot be read': await call(`/%zz`),
    'a parameter that is no boolean': await call('/downloads/x?issueRedirect=perhaps'),
    'the document, by another method': await call('/openapi.json', { method: 'PUT' }),
    OPTIONS: await call(requestsPath, { method: 'OPTIONS' }),
    'OPTIONS without a token': await call(requestsPath, { method: 'OPTIONS', token: null }),
    'OPTIONS of a path that is not served': await call('/users/me', { method: 'OPTIONS' }),
    'no JSON': await call(requestsPath, { raw: '{"requestType":' }),
    'no object': await call(requestsPath, { raw: '[1]' }),
    'no body': await call(requestsPath, { method: 'POST' }),
    'too large': large,
    'another type': await call(requestsPath, { raw: '<a/>', headers: { 'content-type': 'text/xml' } }),
    'another method': await call(requestsPath, { method: 'DELETE' }),
    'another method with a body': await call(`${requestsPath}/x`, {
      method: 'PUT',
      raw: '<a/>',
      headers: { 'content-type': 'text/xml' },
    }),
  };
  for (const answer of Object.values(answers)) assertForm(answer);
  expect(
    Object.fromEntries(Object.entries(answers).map(([name, { body }]) => [name, [body.status, body.code]])),
  ).toEqual({
    'a path that is not served': [404, 'not.found'],
    'a slash too many': [404, 'not.found'],
    'an address that cannot be read': [404, 'not.found'],
    'a parameter that is no boolean': [400, 'bad.request'],
    'the document, by another method': [405, 'method.not.allowed'],
    OPTIONS: [405, 'method.not.allowed'],
    'OPTIONS without a token': [401, 'authentication.required'],
    'OPTIONS of a path that is not served': [404, 'not.found'],
    'no JSON': [400, 'bad.request'],
    'no object': [400, 'bad.request'],
    'no body': [400, 'bad.request'],
    'too large': [413, 'request.too.large'],
    'another type': [415, 'unsupported.media.type'],
    'another method': [405, 'method.not.allowed'],
    'another method with a body': [405, 'method.not.allowed'],
  });
  expect(field(answers['a parameter that is no boolean'].body)).toBe('issueRedirect');
  expect(answers['the document, by another method'].headers.allow).toBe('GET, HEAD');
  expect(answers.OPTIONS.headers.allow).toBe('POST, GET, HEAD');
  expect(answers['another method'].headers.allow).toBe('POST, GET, HEAD');
  expect(answers['another method with a body'].headers.allow).toBe('GET, HEAD');
});

const toEncode = 'The address must be percent-encoded.';
test.each([
  ['a letter that is not ASCII', 'searchValue=Marín', 400, 'bad.request', toEncode],
  ['a blank', 'searchValue=Elena Marin', 400, 'bad.request', toEncode],
  ['too much', `searchValue=${'x'.repeat(17_000)}`, 431, 'request.headers.too.large', 'The headers are too large.'],
])('an address with %s is refused in the same form', async (_title, query, status, code, message) => {
  const address = `/api/v2/gdpr/subjects?searchType=NAME&${query}`;
  const { head, text } = await sendRaw(system.url, `GET ${address} HTTP/1.1\r\nhost: x\r\n\r\n`);
  const headers = Object.fromEntries(head.split('\r\n').map((line) => line.split(': ') as [string, string]));
  const body = JSON.parse(text) as RefusalBody;
  assertForm({ status, headers, body });
  expect(body).toMatchObject({ status, code, message });
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});

test('a contact whose processing is restricted is a 409, as the document says', async () => {
  const { id } = await restrict(api, { externalContactId: cast.tomas });
  await standing(api, id, 'ENFORCED');
  const refused = await call(`/externalcontacts/contacts/${cast.tomas}`);
  expect([refused.status, refused.body.code]).toEqual([409, 'restricted']);
  assertForm(refused, 'getExternalcontactsContact');
}, 90_000);
