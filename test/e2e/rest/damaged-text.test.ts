/** What did not come as UTF-8 is refused: with U+FFFD in place of a letter, a name would be taken for another (R3, R4, R35). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { AnswerCheck } from '../../support/api/answer-check';
import { createRequest, finishedRequest, refuseRequest } from '../../support/api/requests';
import { assertRefusal, callRest, fieldsOf, type RefusalBody, type RestCall } from '../../support/api/rest';
import { createContact } from '../../support/people/every-value';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'rest-damaged-text';
const requestsPath = '/gdpr/requests';
let system: TestSystem;
let checks: AnswerCheck;
let token: string;
let api: ApiClient;
let ren: string;

beforeAll(async () => {
  system = await sharedSystem();
  checks = await AnswerCheck.of(system.url);
  token = await system.token({ organization });
  api = await system.client({ organization });
  ren = await createContact(api, { firstName: 'Ren', lastName: 'Tanaka' });
  await createContact(api, { firstName: 'René', lastName: 'Tanaka' });
}, 180_000);

afterAll(() => system.stop());

const call = (path: string, options: Omit<RestCall, 'token'> = {}) =>
  callRest<RefusalBody>(system, path, { token, ...options });
const latin1 = (body: object) => Buffer.from(JSON.stringify(body), 'latin1');

test('an erasure in Latin-1 erases nobody', async () => {
  const raw = latin1({ requestType: 'GDPR_DELETE', subject: { name: 'René Tanaka' } });
  const path = `${requestsPath}?deleteConfirmed=true`;
  const silent = await call(path, { raw });
  expect([silent.status, silent.body.code]).toEqual([400, 'bad.request']);
  const named = await call(path, { raw, headers: { 'content-type': 'application/json; charset=iso-8859-1' } });
  expect([named.status, named.body.code]).toEqual([415, 'unsupported.media.type']);
  for (const answer of [silent, named]) assertRefusal(answer, checks, 'postGdprRequests');
  const { gdprRequests } = await api.ask<{ gdprRequests: { totalCount: number } }>('{ gdprRequests { totalCount } }');
  expect(gdprRequests.totalCount).toBe(0);
});

test.each([
  ['/gdpr/subjects?searchType=NAME&searchValue=Ren%E9+Tanaka', 'searchValue', 'getGdprSubjects'],
  ['/gdpr/subjects?searchType=N%E9&searchValue=Ren', 'searchType', 'getGdprSubjects'],
])('an address in Latin-1, %s: 400 names %s', async (path, field, operation) => {
  const answer = await call(path);
  expect([answer.status, answer.body.code, fieldsOf(answer.body)]).toEqual([400, 'bad.request', field]);
  assertRefusal(answer, checks, operation);
});

test('a letter that was lost before the call is refused by its field, in both APIs', async () => {
  const lost = 'Ren\ufffd Tanaka';
  const erasure = await call(`${requestsPath}?deleteConfirmed=true`, {
    body: { requestType: 'GDPR_DELETE', subject: { name: lost } },
  });
  const correction = await call(requestsPath, {
    body: {
      requestType: 'GDPR_UPDATE',
      subject: { externalContactId: ren },
      replacementTerms: [{ type: 'NAME', existingValue: 'Ren Tanaka', updatedValue: lost }],
    },
  });
  expect([fieldsOf(erasure.body), fieldsOf(correction.body)]).toEqual([
    'subject.name',
    'replacementTerms[0].updatedValue',
  ]);
  for (const answer of [erasure, correction]) {
    expect(answer.body.code).toBe('bad.request');
    assertRefusal(answer, checks, 'postGdprRequests');
  }
  expect(await refuseRequest(api, { type: 'DELETE', term: { name: lost }, deleteConfirmed: true })).toMatchObject({
    code: 'BAD_USER_INPUT',
    argument: 'input.term.name',
  });
});

test('a correction may name the damaged value', async () => {
  const replacements = [{ type: 'NAME', existing: 'Ren\ufffd Tanaka', updated: 'Renée Tanaka' }];
  const { request } = await createRequest(api, { type: 'UPDATE', term: { externalContactId: ren }, replacements });
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
});
