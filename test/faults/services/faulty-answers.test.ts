/**
 * A service gives answers that it should never give, or goes on for ever. Each is a failed attempt, which is repeated after a while
 * and given up in the end, and the other services do their parts (R11, R27).
 */
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { replayErasures } from '../../../scripts/operate/replay-erasures';
import { inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { proxyService, type Fault, type FaultProxy } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest, outcome, readRequest, type RequestView } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

/** The service that fails, but only for the person of each case. */
const service = 'dialer';
const prefix = 'faulty-answers';

let system: TestSystem;
let dialer: FaultProxy;

beforeAll(async () => {
  system = await sharedSystem();
  dialer = await proxyService(system, service);
  dialer.fault = faultOf;
  await inGateway(
    `CREATE FUNCTION refuse_unrecordable() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'not this one'; END $$;
     CREATE TRIGGER refuse_unrecordable BEFORE UPDATE ON gdpr_task FOR EACH ROW
     WHEN (NEW.dispositions::text LIKE '%Unrecordable%' OR NEW.record_counts::text LIKE '%Unrecordable%')
     EXECUTE FUNCTION refuse_unrecordable()`,
  );
}, 90_000);

afterAll(async () => {
  await inGateway('DROP TRIGGER refuse_unrecordable ON gdpr_task; DROP FUNCTION refuse_unrecordable()');
  await dialer.close();
  await system.stop();
});

const inGateway = (sql: string, values: unknown[] = []) =>
  inDatabase(databaseName(system.databasePrefix, 'gateway'), (client) => client.query(sql, values));

/** The fault of the service, by the person whom a call is about. */
const faults = new Map<string, (body: string) => Fault>();

function faultOf(body: string): Fault {
  // The first search comes before there is a request.
  for (const [email, fault] of faults) if (body.includes(email)) return fault(body);
  return 'none';
}

const emailOf = (name: string) => `${name}@faulty.example`;
const callsFor = (name: string) => dialer.calls.filter((body) => body.includes(emailOf(name))).length;

/** Older than any request, so that the record existed when the request was made (R25). */
const createdAt = '2020-01-01T00:00:00Z';
const record = (recordType: string) => ({ id: 'r', recordType, createdAt, fields: [], attachments: [] });
const page = (changes: object = {}): Fault => ({
  json: {
    data: {
      personalData: {
        subjects: [],
        subjectRequired: false,
        records: [record('Made')],
        endCursor: null,
        asOf: 'mark',
        newerRecords: 0,
        ...changes,
      },
    },
  },
});
const report = (changes: object, disposition: object = {}): Fault => {
  const dispositions = [{ recordType: 'Made', disposition: 'ERASED', count: 1, ...disposition }];
  const answer = { complete: true, dispositions, newerRecords: 0, replacements: [], ...changes };
  return { json: { data: { erasePersonalData: answer, rectifyPersonalData: answer } } };
};

/** Finds one record, and acts in this way. */
const acting =
  (act: Fault) =>
  (body: string): Fault =>
    body.includes('erasePersonalData(') || body.includes('rectifyPersonalData(') ? act : page();

/** Answers the search for subjects correctly, and everything else with the fault. */
const answering =
  (fault: (body: string) => Fault) =>
  (body: string): Fault =>
    body.startsWith('{"query":"query Subjects(') ? page() : fault(body);

let turn = 0;

interface Case {
  name: string;
  type: 'GET' | 'EXPORT' | 'UPDATE' | 'DELETE';
  fault: (body: string) => Fault;
  code: string;
}

const cases: Case[] = [
  { name: 'null-get', type: 'GET', fault: () => ({ json: null }), code: 'SERVICE_REPLY_INVALID' },
  { name: 'null-export', type: 'EXPORT', fault: () => ({ json: null }), code: 'SERVICE_REPLY_INVALID' },
  { name: 'null-delete', type: 'DELETE', fault: acting({ json: null }), code: 'SERVICE_REPLY_INVALID' },
  { name: 'null-update', type: 'UPDATE', fault: acting({ json: null }), code: 'SERVICE_REPLY_INVALID' },
  { name: 'same-get', type: 'GET', fault: () => page({ endCursor: 'same' }), code: 'SERVICE_NO_PROGRESS' },
  { name: 'same-export', type: 'EXPORT', fault: () => page({ endCursor: 'same' }), code: 'SERVICE_NO_PROGRESS' },
  { name: 'empty-get', type: 'GET', fault: () => page({ endCursor: '' }), code: 'SERVICE_REPLY_INVALID' },
  {
    name: 'circle-get',
    type: 'GET',
    fault: () => page({ endCursor: `cursor-${(turn += 1) % 3}` }),
    code: 'SERVICE_NO_PROGRESS',
  },
  {
    name: 'circle-export',
    type: 'EXPORT',
    fault: () => page({ endCursor: `cursor-${(turn += 1) % 3}` }),
    code: 'SERVICE_NO_PROGRESS',
  },
  {
    name: 'nothing-get',
    type: 'GET',
    fault: () => page({ records: [], endCursor: `cursor-${(turn += 1)}` }),
    code: 'SERVICE_NO_PROGRESS',
  },
  { name: 'idle-delete', type: 'DELETE', fault: acting(report({ complete: false })), code: 'SERVICE_NO_PROGRESS' },
  { name: 'idle-update', type: 'UPDATE', fault: acting(report({ complete: false })), code: 'SERVICE_NO_PROGRESS' },
  { name: 'count-delete', type: 'DELETE', fault: acting(report({}, { count: 9e15 })), code: 'SERVICE_REPLY_INVALID' },
  {
    name: 'nul-delete',
    type: 'DELETE',
    fault: acting(report({}, { recordType: 'Ma\u0000de' })),
    code: 'SERVICE_REPLY_INVALID',
  },
  { name: 'nul-get', type: 'GET', fault: () => page({ records: [record('\u0000')] }), code: 'SERVICE_REPLY_INVALID' },
  { name: 'half-get', type: 'GET', fault: () => page({ endCursor: '\ud83d' }), code: 'SERVICE_REPLY_INVALID' },
  {
    name: 'refused-delete',
    type: 'DELETE',
    fault: acting(report({}, { recordType: 'Unrecordable' })),
    code: 'ANSWER_NOT_RECORDED',
  },
  {
    name: 'refused-get',
    type: 'GET',
    fault: () => page({ records: [record('Unrecordable')], endCursor: `cursor-${(turn += 1)}` }),
    code: 'ANSWER_NOT_RECORDED',
  },
  {
    name: 'refused-export',
    type: 'EXPORT',
    fault: () => page({ records: [record('Unrecordable')] }),
    code: 'ANSWER_NOT_RECORDED',
  },
];

const clientOf = (name: string) => system.client({ organization: `${prefix}-${name}` });

async function createPerson(api: ApiClient, email: string): Promise<void> {
  await api.ask(
    'mutation ($email: String) { createExternalContact(input: { firstName: "Way", personalEmail: $email }) { id } }',
    {
      email,
    },
  );
}

async function fileRequest(api: ApiClient, { name, type }: Pick<Case, 'name' | 'type'>): Promise<RequestView> {
  await createPerson(api, emailOf(name));
  const input = {
    type,
    term: { email: emailOf(name) },
    ...(type === 'DELETE' ? { deleteConfirmed: true } : {}),
    ...(type === 'UPDATE'
      ? { replacements: [{ type: 'EMAIL', existing: emailOf(name), updated: `new-${emailOf(name)}` }] }
      : {}),
  };
  return (await createRequest(api, input)).request;
}

/** The statuses of a part without faults. */
const settled = ['COMPLETED', 'NOTHING_FOUND', 'SUBJECT_REQUIRED'];

describe('requests', () => {
  /** Each case's request while its part is retried, and the number of calls so far. */
  const retried = new Map<string, { request: RequestView; calls: number }>();

  beforeAll(async () => {
    const filed = await Promise.all(
      cases.map(async (each) => {
        const api = await clientOf(each.name);
        faults.set(emailOf(each.name), answering(each.fault));
        return { name: each.name, api, id: (await fileRequest(api, each)).id };
      }),
    );
    for (const { name, api, id } of filed)
      await eventually(async () => {
        const request = await readRequest(api, id);
        const { status, attempts } = outcome(request, service);
        // Other services' parts end by themselves, which on a busy machine may take longer than two attempts.
        const others = request.services.filter((part) => part.service !== service);
        if (status === 'RETRYING' && attempts >= 2 && others.every((part) => settled.includes(part.status)))
          retried.set(name, { request, calls: callsFor(name) });
        return retried.has(name);
      }, 60_000);
    await inGateway(
      "UPDATE gdpr_request SET attempts_until = now() - interval '1 hour' WHERE organization_id LIKE $1",
      [`${prefix}%`],
    );
  }, 180_000);

  test.each(cases)(
    '$name: a failed attempt with $code, made again and given up',
    async ({ name, code }) => {
      const api = await clientOf(name);
      const { request, calls } = retried.get(name) ?? {};
      if (!request) throw new Error('It was never tried again.');
      const { attempts, lastError } = outcome(request, service);
      expect(lastError?.code).toBe(code);
      expect(lastError?.message).not.toMatch(/faulty|127\.0\.0\.1/);
      // Attempts are seconds apart, so the service is not called hundreds of times a second.
      expect(calls).toBeLessThan(120 * (attempts + 1));
      expect(outcome(request, 'external-contacts').status).toBe('COMPLETED');

      const failed = await finishedRequest(api, request.id, 60_000);
      expect(failed.status).toBe('ERROR');
      expect(outcome(failed, service)).toMatchObject({ status: 'FAILED', lastError: { code } });
      const calledBefore = callsFor(name);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(callsFor(name)).toBe(calledBefore);
    },
    90_000,
  );

  test('a service that works again does its part, from the beginning if it had repeated its pages', async () => {
    const api = await clientOf('circle-get');
    faults.delete(emailOf('circle-get'));
    const retry = await api.send('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', {
      id: retried.get('circle-get')?.request.id,
    });
    expect(retry.errors).toBeUndefined();
    const finished = await finishedRequest(api, retried.get('circle-get')?.request.id ?? '');
    expect(finished.status).toBe('COMPLETED');
    expect(outcome(finished, service)).toMatchObject({ status: 'NOTHING_FOUND', recordsFound: 0 });
  }, 60_000);
});

describe('calls that somebody waits for', () => {
  const person = { type: 'DIALER_CONTACT', id: 'd', contactListId: 'l', mergeSet: [], identifiers: [], matchedOn: [] };
  const someone = (endCursor: string) => page({ subjects: [person], endCursor });
  const wrong: [string, (body: string) => Fault][] = [
    ['null', () => ({ json: null })],
    ['the same cursor', () => someone('same')],
    ['a circle of cursors', () => someone(`cursor-${(turn += 1) % 3}`)],
    ['an empty cursor', () => someone('')],
  ];

  test.each(wrong)('subjects and previews have the others’ answers while one answers %s', async (name, fault) => {
    const api = await system.client({ organization: `${prefix}-asked` });
    const email = emailOf(`asked-${wrong.findIndex(([other]) => other === name)}`);
    await createPerson(api, email);
    faults.set(email, fault);
    const { subjects, previewGdprRequest: preview } = await api.ask<{
      subjects: { totalCount: number; unavailable: string[] };
      previewGdprRequest: { services: { service: string; status: string }[] };
    }>(
      `query ($email: String!) {
        subjects(term: { email: $email }) { totalCount unavailable }
        previewGdprRequest(type: GET, term: { email: $email }) { services { service status } }
      }`,
      { email },
    );
    expect(subjects.totalCount).toBe(1);
    expect(subjects.unavailable).toEqual([service]);
    expect(preview.services).toContainEqual({ service, status: 'FAILED' });
    expect(preview.services).toContainEqual({ service: 'external-contacts', status: 'COMPLETED' });
  });

  test('a report shows what the other services hold, and that one cannot be asked', async () => {
    const api = await system.client({ organization: `${prefix}-report` });
    const email = emailOf('report');
    await createPerson(api, email);
    faults.set(email, () => ({ json: null }));
    const { personalDataReport } = await api.ask<{
      personalDataReport: { service: string; available: boolean; data: { records: unknown[] } | null }[];
    }>(
      'query ($email: String!) { personalDataReport(term: { email: $email }, purpose: "test") { service available data { records { id } } } }',
      { email },
    );
    expect(personalDataReport).toContainEqual({ service, available: false, data: null });
    const contacts = personalDataReport.find((part) => part.service === 'external-contacts');
    expect(contacts?.data?.records).toHaveLength(1);
  });
});

test('if one service answers the verification of an erasure with null, the others are still verified', async () => {
  const api = await clientOf('verified');
  let erased = false;
  faults.set(
    emailOf('verified'),
    answering((body) => {
      if (erased) return { json: null };
      erased = body.includes('erasePersonalData(');
      return acting(report({}))(body);
    }),
  );
  const { id } = await fileRequest(api, { name: 'verified', type: 'DELETE' });
  const finished = await finishedRequest(api, id);
  expect(outcome(finished, service)).toMatchObject({ status: 'COMPLETED', verification: 'UNREACHABLE' });
  expect(outcome(finished, 'external-contacts').verification).toBe('VERIFIED');
});

test.each(['GET', 'EXPORT'] as const)(
  'records of a %s that come twice, in one page or in the next one, are counted once',
  async (type) => {
    const name = `twice-${type.toLowerCase()}`;
    const api = await clientOf(name);
    const [one, two, three] = ['one', 'two', 'three'].map((id) => ({ ...record('Made'), id }));
    faults.set(
      emailOf(name),
      answering((body) =>
        body.includes('"next"')
          ? page({ records: [two, three] })
          : page({ records: [one, one, two], endCursor: 'next' }),
      ),
    );
    const { id } = await fileRequest(api, { name, type });
    expect(outcome(await finishedRequest(api, id), service)).toMatchObject({ status: 'COMPLETED', recordsFound: 3 });
  },
);

test('an erasure whose search begins with an empty page is made, also by a second attempt (R11)', async () => {
  const api = await clientOf('empty-page');
  let erasures = 0;
  faults.set(
    emailOf('empty-page'),
    answering((body) => {
      if (body.includes('erasePersonalData(')) return (erasures += 1) === 1 ? 'refuse' : report({});
      // Once it is erased, nothing is found any more.
      if (erasures > 1) return page({ records: [] });
      return body.includes('"next"') ? page() : page({ records: [], endCursor: 'next' });
    }),
  );
  const { id } = await fileRequest(api, { name: 'empty-page', type: 'DELETE' });
  const dispositions = [{ recordType: 'Made', disposition: 'ERASED', count: 1 }];
  expect(outcome(await finishedRequest(api, id), service)).toMatchObject({ status: 'COMPLETED', dispositions });
  expect(erasures).toBe(2);
});

test('an id that only a service with an empty first page knows names somebody (R5)', async () => {
  const api = await clientOf('empty-first');
  const id = '01900000-0000-7000-8000-00000000e301';
  faults.set(
    id,
    answering((body) => (body.includes('"next"') ? page() : page({ records: [], endCursor: 'next' }))),
  );
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: id } });
  expect(outcome(await finishedRequest(api, request.id), service)).toMatchObject({ recordsFound: 1 });
});

test('a replay continues without a service that makes no progress, and names it', async () => {
  const api = await clientOf('replayed');
  const since = new Date(Date.now() - 1_000);
  const { id } = await fileRequest(api, { name: 'replayed', type: 'DELETE' });
  expect((await finishedRequest(api, id)).status).toBe('COMPLETED');
  faults.set(emailOf('replayed'), acting(report({ complete: false })));
  dialer.calls.length = 0;
  const { erasures, failed } = await replayErasures(
    { since, organization: `${prefix}-replayed`, confirm: true },
    system.environment,
  );
  expect(erasures).toBe(1);
  expect([...failed.keys()]).toEqual([service]);
  expect(callsFor('replayed')).toBeLessThan(20);
}, 60_000);
