/** How many calls a program may make, how many people an answer may hold, and the answers beyond these limits (R19, R35). */
import { ApiClient } from '../../../scripts/develop/api-client';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { AnswerCheck } from '../../support/api/answer-check';
import { callRest, type RefusalBody, type RestCall, type RestPage } from '../../support/api/rest';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

const organization = 'rest-limits';
let system: TestSystem;
let api: ApiClient;
let checks: AnswerCheck;
let token: string;

beforeAll(async () => {
  system = await sharedSystem();
  api = await system.client({ organization });
  checks = await AnswerCheck.of(system.url);
  token = await system.token({ organization });
}, 180_000);

afterAll(() => system.stop());

const call = <Body = Record<string, unknown>>(path: string, options: RestCall = {}, at: { url: string } = system) =>
  callRest<Body>(at, path, { token, ...options });

test('all matches come at once, however many operations that takes; more than a thousand are refused', async () => {
  let made = 0;
  /** Creates this many more people of one name, in operations of 25. */
  const add = (count: number) =>
    Promise.all(
      Array.from({ length: Math.ceil(count / 25) }, (_batch, index) => Math.min(25, count - index * 25)).map((size) => {
        const fields = Array.from({ length: size }, (_field, index) => {
          made += 1;
          return `c${index}: createExternalContact(input: { firstName: "Nr ${made}", lastName: "Numerosa" }) { id }`;
        });
        return api.ask(`mutation { ${fields.join('\n')} }`);
      }),
    );
  const search = <Body>() => call<Body>('/gdpr/subjects?searchType=NAME&searchValue=Numerosa');
  await add(205);
  const { body } = await search<RestPage<{ externalContactId: string }>>();
  expect([body.total, body.pageCount, new Set(body.entities.map((each) => each.externalContactId)).size]).toEqual([
    205, 1, 205,
  ]);
  await add(796);
  const broad = await search<RefusalBody>();
  const erasure = await call<RefusalBody>('/gdpr/requests?deleteConfirmed=true&expectedSubjects=1001', {
    body: { requestType: 'GDPR_DELETE', subject: { name: 'Numerosa' } },
  });
  for (const refused of [broad, erasure]) {
    expect(refused.body).toMatchObject({ status: 409, code: 'broad.term', messageParams: { matches: '1001' } });
    // No number that could be stated would help.
    expect(refused.body.message).not.toContain('expectedSubjects');
  }
  checks.check('getGdprSubjects', broad);
  checks.check('postGdprRequests', erasure);
}, 240_000);

describe('at a limit', () => {
  // An organisation without any counted calls, on any replica.
  const counted = `${organization}-counted`;
  let limited: ManagedProcess;
  beforeAll(async () => {
    token = await system.token({ organization: counted });
    limited = await startReplica(system, 'limited-calls', {
      RATE_LIMIT_SUBJECTS: '3/600',
      RATE_LIMIT_REQUESTS: '2/600',
      RUN_WORKERS: 'false',
    });
  }, 90_000);
  afterAll(() => limited.stop());

  const search = '/gdpr/subjects?searchType=EMAIL&searchValue=nobody%40example.com';

  test('calls of both APIs count together, and a 429 has every header that programs wait by', async () => {
    // Calls refused for their form or scope do not count.
    const weak = await system.token({ organization: counted, scopes: ['gdpr:request:view'] });
    for (let made = 0; made < 3; made += 1) {
      expect((await call('/gdpr/subjects?searchType=EMAIL&searchValue=none', {}, limited)).status).toBe(400);
      expect((await call(search, { token: weak }, limited)).status).toBe(403);
    }
    const graphql = new ApiClient(limited.url, token);
    const asked = () => graphql.send('{ subjects(term: { email: "nobody@example.com" }) { totalCount } }');
    expect((await asked()).status).toBe(200);
    for (let made = 0; made < 2; made += 1) expect((await call(search, {}, limited)).status).toBe(200);
    expect((await asked()).status).toBe(429);
    const over = await call<RefusalBody>(search, {}, limited);
    expect(over.body).toMatchObject({
      status: 429,
      code: 'too.many.requests',
      limit: { key: 'subjects', namespace: 'habeas', value: 3 },
    });
    const wait = Number(over.headers['inin-ratelimit-reset']);
    expect(Number.isInteger(wait) && wait > 0 && wait <= 600).toBe(true);
    expect(over.headers).toMatchObject({ 'inin-ratelimit-allowed': '3', 'inin-ratelimit-count': '3' });
    expect(Number(over.headers['retry-after'])).toBeLessThanOrEqual(wait);
    checks.check('getGdprSubjects', over);
  });

  test('requests have a limit of their own', async () => {
    const caller = await system.token({ organization, subject: 'another' });
    const post = (body: object) => call<RefusalBody>('/gdpr/requests', { token: caller, body }, limited);
    const subject = { emailAddresses: ['nobody@example.com'] };
    for (let made = 0; made < 3; made += 1)
      expect((await post({ requestType: 'GDPR_DELETE', subject })).status).toBe(400);
    for (let made = 0; made < 2; made += 1)
      expect((await post({ requestType: 'GDPR_EXPORT', subject })).status).toBe(200);
    expect((await post({ requestType: 'GDPR_EXPORT', subject })).body).toMatchObject({
      limit: { key: 'requests', value: 2 },
    });
  });
});
