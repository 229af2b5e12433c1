/** External ids over the REST API (R35): the system that gave one is told and taken, as in GraphQL (R3, R4). */
import { AnswerCheck } from '../../support/api/answer-check';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { callRest, type RestRequest } from '../../support/api/rest';
import { findIds } from '../../support/people/cast';
import { createContact } from '../../support/people/every-value';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'rest-external-ids';
const path = '/gdpr/requests';
let system: TestSystem;
let checks: AnswerCheck;

beforeAll(async () => {
  system = await sharedSystem();
  checks = await AnswerCheck.of(system.url);
}, 180_000);

afterAll(() => system.stop());

test('a request by an id of one system says so, and its subject sent back reaches nobody else', async () => {
  const token = await system.token({ organization });
  const api = await system.client({ organization });
  const contactOf = (source: string) => createContact(api, { externalIdentities: [{ value: '1001', source }] });
  await contactOf('CRM');
  const other = await contactOf('billing');
  const { request } = await createRequest(api, {
    type: 'EXPORT',
    term: { externalId: { value: '1001', source: 'CRM' } },
  });
  await finishedRequest(api, request.id);
  const read = await callRest<RestRequest>(system, `${path}/${request.id}`, { token });
  checks.check('getGdprRequest', read);
  const subject = { externalId: '1001', externalSource: { name: 'CRM' } };
  expect(read.body.subject).toEqual(subject);

  const body = { requestType: 'GDPR_DELETE', subject: read.body.subject };
  const erasure = await callRest<RestRequest>(system, `${path}?deleteConfirmed=true&expectedSubjects=1`, {
    token,
    body,
  });
  checks.check('postGdprRequests', erasure);
  expect(erasure.body).toMatchObject({ subject, created: true });
  await finishedRequest(api, erasure.body.id);
  expect(await findIds(api, { externalId: { value: '1001' } })).toEqual([other]);
});
