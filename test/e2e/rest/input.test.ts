/** Bad input of the REST API (R35): each refusal names the field by this API's name, and repeats no value. */
import fc from 'fast-check';
import { AnswerCheck } from '../../support/api/answer-check';
import { assertRefusal, callRest, fieldsOf as field, type RefusalBody, type RestAnswer } from '../../support/api/rest';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;
let checks: AnswerCheck;
let token: string;

beforeAll(async () => {
  system = await sharedSystem();
  checks = await AnswerCheck.of(system.url);
  token = await system.token({ organization: 'rest-input' });
}, 180_000);

afterAll(() => system.stop());

const subjectsPath = '/gdpr/subjects';
const requestsPath = '/gdpr/requests';
const call = (path: string, body?: unknown) => callRest<RefusalBody>(system, path, { token, body });
const post = (body: unknown, query = '') => call(`${requestsPath}${query}`, body);
const assertForm = (answer: RestAnswer<RefusalBody>, operation: string) => assertRefusal(answer, checks, operation);

test.each([
  ['searchValue=x', 'searchType'],
  ['searchType=USER_ID&searchValue=x', 'searchType'],
  ['searchType=email&searchValue=x', 'searchType'],
  ['searchType=EMAIL&searchType=NAME&searchValue=x', 'searchType'],
  ['searchType=EMAIL', 'searchValue'],
  ['searchType=EMAIL&searchValue=', 'searchValue'],
  ['searchType=EMAIL&searchValue=secretword', 'searchValue'],
  ['searchType=PHONE&searchValue=secretword', 'searchValue'],
  ['searchType=TWITTER&searchValue=secretword+secretword', 'searchValue'],
  [`searchType=NAME&searchValue=${'secretword'.repeat(60)}`, 'searchValue'],
])('subjects by %s: 400 names %s', async (query, name) => {
  const answer = await call(`${subjectsPath}?${query}`);
  expect([answer.status, answer.body.code, field(answer.body)]).toEqual([400, 'bad.request', name]);
  assertForm(answer, 'getGdprSubjects');
  expect(JSON.stringify(answer.body)).not.toContain('secretword');
});

const contact = { externalContactId: 'x' };
const wrong = 'secretword';
test.each<[string, object, string]>([
  ['requestType', { subject: contact }, ''],
  ['requestType', { requestType: 'GDPR_GET', subject: contact }, ''],
  ['requestType', { requestType: 7, subject: contact }, ''],
  ['subject', { requestType: 'GDPR_EXPORT' }, ''],
  ['subject', { requestType: 'GDPR_EXPORT', subject: {} }, ''],
  ['subject', { requestType: 'GDPR_EXPORT', subject: wrong }, ''],
  ['subject', { requestType: 'GDPR_EXPORT', subject: { name: '', phoneNumbers: [null, ''] } }, ''],
  ['subject.journeyCustomer', { requestType: 'GDPR_EXPORT', subject: { journeyCustomer: { id: wrong } } }, ''],
  ['subject.name', { requestType: 'GDPR_EXPORT', subject: { name: wrong, ...contact } }, ''],
  [
    'subject.emailAddresses',
    { requestType: 'GDPR_EXPORT', subject: { name: wrong, emailAddresses: ['a@example.com'] } },
    '',
  ],
  [
    'subject.phoneNumbers',
    { requestType: 'GDPR_EXPORT', subject: { phoneNumbers: ['+34600000001', '+34600000002'] } },
    '',
  ],
  ['subject.phoneNumbers[0]', { requestType: 'GDPR_EXPORT', subject: { phoneNumbers: [7] } }, ''],
  ['subject.emailAddresses', { requestType: 'GDPR_EXPORT', subject: { emailAddresses: wrong } }, ''],
  ['subject.name', { requestType: 'GDPR_EXPORT', subject: { name: 7 } }, ''],
  [
    'subject.dialerContactId.contactListId',
    { requestType: 'GDPR_EXPORT', subject: { dialerContactId: { id: wrong } } },
    '',
  ],
  [
    'subject.socialHandle.type',
    { requestType: 'GDPR_EXPORT', subject: { socialHandle: { type: wrong, value: 'x' } } },
    '',
  ],
  ['subject.phoneNumbers', { requestType: 'GDPR_EXPORT', subject: { phoneNumbers: [wrong] } }, ''],
  [
    'subject.socialHandle.value',
    { requestType: 'GDPR_EXPORT', subject: { socialHandle: { type: 'TWITTER', value: `${wrong} ${wrong}` } } },
    '',
  ],
  [
    'subject.externalSource',
    { requestType: 'GDPR_EXPORT', subject: { name: wrong, externalSource: { name: 'CRM' } } },
    '',
  ],
  ['subject.externalSource', { requestType: 'GDPR_EXPORT', subject: { externalId: 'x', externalSource: wrong } }, ''],
  ['subject.externalSource.name', { requestType: 'GDPR_EXPORT', subject: { externalId: 'x', externalSource: {} } }, ''],
  [
    'subject.externalSource.name',
    { requestType: 'GDPR_EXPORT', subject: { externalId: 'x', externalSource: { name: wrong.repeat(30) } } },
    '',
  ],
  ['replacementTerms', { requestType: 'GDPR_UPDATE', subject: contact }, ''],
  [
    'replacementTerms',
    {
      requestType: 'GDPR_EXPORT',
      subject: contact,
      replacementTerms: [{ type: 'NAME', existingValue: 'a', updatedValue: 'b' }],
    },
    '',
  ],
  [
    'replacementTerms[0].type',
    {
      requestType: 'GDPR_UPDATE',
      subject: contact,
      replacementTerms: [{ type: wrong, existingValue: 'a', updatedValue: 'b' }],
    },
    '',
  ],
  [
    'replacementTerms[0].updatedValue',
    { requestType: 'GDPR_UPDATE', subject: contact, replacementTerms: [{ type: 'NAME', existingValue: 'a' }] },
    '',
  ],
  [
    'replacementTerms[0].existingValue',
    {
      requestType: 'GDPR_UPDATE',
      subject: contact,
      replacementTerms: [{ type: 'EMAIL', existingValue: wrong, updatedValue: 'b@example.com' }],
    },
    '',
  ],
  [
    'replacementTerms[1].updatedValue',
    { requestType: 'GDPR_UPDATE', subject: contact, replacementTerms: [null, { type: 'NAME', existingValue: 'a' }] },
    '',
  ],
  [
    'replacementTerms[2].existingValue',
    {
      requestType: 'GDPR_UPDATE',
      subject: contact,
      replacementTerms: ['', [], { type: 'EMAIL', existingValue: wrong, updatedValue: 'b@example.com' }],
    },
    '',
  ],
  ['subject.phoneNumbers[1]', { requestType: 'GDPR_EXPORT', subject: { phoneNumbers: [null, 7] } }, ''],
  ['deleteConfirmed', { requestType: 'GDPR_DELETE', subject: contact }, ''],
  ['deleteConfirmed', { requestType: 'GDPR_DELETE', subject: contact }, '?deleteConfirmed=false'],
  ['deleteConfirmed', { requestType: 'GDPR_DELETE', subject: contact }, '?deleteConfirmed=yes'],
  ['deleteConfirmed', { requestType: 'GDPR_DELETE', subject: contact }, '?deleteConfirmed=true&deleteConfirmed=true'],
  ['expectedSubjects', { requestType: 'GDPR_EXPORT', subject: contact }, '?expectedSubjects=-1'],
])('a new request: 400 names %s', async (name, body, query) => {
  const answer = await post(body, query);
  expect([answer.status, answer.body.code, field(answer.body)]).toEqual([400, 'bad.request', name]);
  assertForm(answer, 'postGdprRequests');
  expect(JSON.stringify(answer.body)).not.toContain(wrong);
});

test.each([
  ['pageSize=0', 'pageSize'],
  ['pageSize=201', 'pageSize'],
  ['pageSize=many', 'pageSize'],
  ['pageNumber=0', 'pageNumber'],
  ['pageNumber=1.5', 'pageNumber'],
  ['pageSize=200&pageNumber=501', 'pageNumber'],
])('the list by %s: 400 names %s', async (query, name) => {
  const answer = await call(`${requestsPath}?${query}`);
  expect([answer.status, field(answer.body)]).toEqual([400, name]);
  assertForm(answer, 'getGdprRequests');
});

test('random input gets an answer of this API, and no fault', async () => {
  const words = fc.constantFrom(
    'GDPR_EXPORT',
    'GDPR_UPDATE',
    'GDPR_DELETE',
    'EMAIL',
    'nobody@example.com',
    '',
    '__proto__',
  );
  const value = fc.oneof(words, fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' }));
  const names = fc.constantFrom(
    'requestType',
    'subject',
    'replacementTerms',
    'name',
    'emailAddresses',
    'type',
    'toString',
  );
  const body = fc.dictionary(
    names,
    fc.oneof(value, fc.dictionary(names, value), fc.array(fc.dictionary(names, value))),
  );
  const query = fc.dictionary(
    fc.constantFrom('deleteConfirmed', 'expectedSubjects', 'searchType', 'searchValue'),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(body, query, async (sent, parameters) => {
      const text = new URLSearchParams(parameters).toString();
      const answers = {
        postGdprRequests: await post(sent, `?${text}`),
        getGdprSubjects: await call(`${subjectsPath}?${text}`),
      };
      for (const [operation, answer] of Object.entries(answers)) {
        expect(answer.status).toBeLessThan(500);
        checks.check(operation, answer);
      }
    }),
    { numRuns: 150 },
  );
});
