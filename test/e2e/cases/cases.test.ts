/** The case of a person's letter: its deadline, its requests, its end, and the figures of a period (R28, R29, R36). */
import { decodeJwt } from 'jose';
import { ApiClient } from '../../../scripts/develop/api-client';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { report } from '../../../scripts/operate/report';
import { newOrganization } from '../../support/people/cast';
import { inDatabase } from '../../support/run/database';
import { createRequest, finishedRequest, refuseRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

const day = 24 * 60 * 60 * 1000;
const ago = (days: number) => new Date(Date.now() - days * day).toISOString();

let system: TestSystem;
let api: ApiClient;
let elena: string;

beforeAll(async () => {
  system = await sharedSystem();
  const made = await newOrganization(system, 'cases');
  api = made.api;
  elena = made.cast.elena[0] ?? '';
}, 180_000);

afterAll(() => system.stop());

const fields = `id reference createdBy receivedAt legalDueAt overdue closedAt outcome note
  extension { until reason informedAt by originalDueAt } identityVerification { means by }
  requests { id type status } openSuggestions { term { type value } }`;

interface CaseView {
  id: string;
  reference: string | null;
  createdBy: string;
  receivedAt: string;
  legalDueAt: string;
  overdue: boolean;
  closedAt: string | null;
  outcome: string | null;
  note: string | null;
  extension: { until: string; originalDueAt: string; by: string } | null;
  identityVerification: { means: string; by: string } | null;
  requests: { id: string; type: string; status: string }[];
  openSuggestions: { term: { type: string; value: string } }[];
}

const openDocument = `mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { ${fields} } }`;
const open = async (input: Record<string, unknown>, client = api) =>
  (await client.ask<{ openGdprCase: CaseView }>(openDocument, { input })).openGdprCase;
const read = async (id: string) =>
  (await api.ask<{ gdprCase: CaseView }>(`query ($id: ID!) { gdprCase(id: $id) { ${fields} } }`, { id })).gdprCase;

const closeDocument = `mutation ($id: ID!, $outcome: GdprCaseOutcome!, $note: String) {
  closeGdprCase(id: $id, outcome: $outcome, note: $note) { ${fields} } }`;
const close = async (id: string, outcome: string, note?: string) =>
  (await api.ask<{ closeGdprCase: CaseView }>(closeDocument, { id, outcome, note })).closeGdprCase;

const extendDocument = `mutation ($id: ID!, $input: GdprExtensionInput!) { extendGdprCase(id: $id, input: $input) { ${fields} } }`;
const extension = (until: string, informedAt: string) => ({ until, informedAt, reason: 'COMPLEXITY' });

const sql = <T>(statement: string, values: unknown[] = []) =>
  inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    return (await client.query(statement, values)).rows as T[];
  });

const finishedGet = async (caseId: string) => {
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: elena }, caseId });
  return finishedRequest(api, request.id);
};

describe('the legal deadline', () => {
  it.each([
    ['2026-01-31T10:00:00.000Z', '2026-02-28T10:00:00.000Z', '2026-04-30T10:00:00.000Z'],
    ['2023-12-31T23:30:00.000Z', '2024-01-31T23:30:00.000Z', '2024-03-31T23:30:00.000Z'],
    ['2024-01-31T00:00:00.000Z', '2024-02-29T00:00:00.000Z', '2024-04-30T00:00:00.000Z'],
  ])('of a letter received %s is %s, and at the latest %s', async (receivedAt, month, latest) => {
    const opened = await open({ receivedAt });
    expect(opened).toMatchObject({ receivedAt, legalDueAt: month, overdue: true, extension: null });
    const later = new Date(new Date(latest).getTime() + 1).toISOString();
    expect(await api.refused(extendDocument, { id: opened.id, input: extension(later, receivedAt) })).toMatchObject({
      code: 'EXTENSION_TOO_LONG',
      argument: 'input.until',
    });
    await api.ask(extendDocument, { id: opened.id, input: extension(latest, receivedAt) });
    expect(await read(opened.id)).toMatchObject({
      legalDueAt: latest,
      extension: { until: latest, originalDueAt: month, by: 'privacy-officer' },
    });
  });

  it('is extended once, and only when the person was told within the first month', async () => {
    const { id, legalDueAt } = await open({ receivedAt: ago(40) });
    const until = new Date(new Date(legalDueAt).getTime() + 30 * day).toISOString();
    const late = new Date(new Date(legalDueAt).getTime() + 1).toISOString();
    const refused = (input: object) => api.refused(extendDocument, { id, input });
    expect(await refused(extension(until, late))).toMatchObject({ code: 'EXTENSION_TOO_LATE' });
    expect(await refused(extension(until, ago(41)))).toMatchObject({ argument: 'input.informedAt' });
    expect(await refused(extension(legalDueAt, ago(39)))).toMatchObject({ argument: 'input.until' });
    await api.ask(extendDocument, { id, input: extension(until, ago(39)) });
    expect(await refused(extension(until, ago(39)))).toMatchObject({ code: 'ALREADY_EXTENDED' });
    expect(await read(id)).toMatchObject({ legalDueAt: until, overdue: false });
  });

  it('is no later than the due dates of its requests, which count from the letter and move by no extension (R15)', async () => {
    const receivedAt = ago(10);
    const { id, legalDueAt } = await open({ receivedAt });
    const later = (days: number) => new Date(new Date(receivedAt).getTime() + days * day).toISOString();
    const document = 'query ($id: ID!) { gdprRequest(id: $id) { dueAt case { id } } }';
    const dueOf = async (type: string, more: object) => {
      const { request } = await createRequest(api, { type, caseId: id, ...more });
      return (await api.ask<{ gdprRequest: { dueAt: string; case: { id: string } } }>(document, { id: request.id }))
        .gdprRequest;
    };
    const erasure = await dueOf('DELETE', { term: { email: 'nobody@cases.example' }, deleteConfirmed: true });
    expect(erasure).toEqual({ dueAt: later(14), case: { id } });
    const access = await dueOf('GET', { term: { email: 'somebody@cases.example' } });
    expect(access.dueAt).toBe(later(2));
    await api.ask(extendDocument, {
      id,
      input: extension(new Date(new Date(legalDueAt).getTime() + 30 * day).toISOString(), ago(1)),
    });
    const [stored] = await sql<{ due: Date }>(`SELECT max(due_at) AS due FROM gdpr_request WHERE case_id = $1`, [id]);
    expect(stored?.due.toISOString()).toBe(later(14));
    expect(Date.parse(later(14))).toBeLessThan(Date.parse(legalDueAt));
  });
});

describe('a case', () => {
  it('is opened once for an idempotency key, and never in the future', async () => {
    const input = { receivedAt: ago(1), reference: 'LETTER-1', idempotencyKey: 'letter-1' };
    const first = await open(input);
    expect(first).toMatchObject({ reference: 'LETTER-1', createdBy: 'privacy-officer', requests: [] });
    expect((await open(input)).id).toBe(first.id);
    expect(await api.refused(openDocument, { input: { ...input, reference: 'LETTER-2' } })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const future = new Date(Date.now() + day).toISOString();
    expect(await api.refused(openDocument, { input: { receivedAt: future } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: 'input.receivedAt',
    });
  });

  it('holds its requests, and suggests what none of them has searched for (R6)', async () => {
    const { id } = await open({ receivedAt: ago(1) });
    const request = await finishedGet(id);
    const { requests, openSuggestions } = await read(id);
    expect(requests).toEqual([{ id: request.id, type: 'GET', status: 'COMPLETED' }]);
    expect(openSuggestions.length).toBeGreaterThan(0);
    const [{ term }] = openSuggestions as [{ term: { type: string; value: string } }];
    expect(term.value).not.toBe(elena);
    const email = openSuggestions.find((each) => each.term.type === 'EMAIL')?.term.value;
    const searched = await createRequest(api, { type: 'GET', term: { email }, caseId: id });
    await finishedRequest(api, searched.request.id);
    expect((await read(id)).openSuggestions.map((each) => each.term.value)).not.toContain(email);
  });

  it('is closed only with no request in flight, as FULFILLED only with none failed, and then accepts nothing more (R28)', async () => {
    const { id } = await open({ receivedAt: ago(1) });
    const request = await finishedGet(id);
    await sql(`UPDATE gdpr_request SET status = 'SEARCHING' WHERE case_id = $1 AND id = $2`, [id, request.id]);
    expect(await api.refused(closeDocument, { id, outcome: 'FULFILLED' })).toMatchObject({
      code: 'CASE_IN_FLIGHT',
      inFlight: [request.id],
    });
    await sql(`UPDATE gdpr_request SET status = 'ERROR' WHERE case_id = $1 AND id = $2`, [id, request.id]);
    expect(await api.refused(closeDocument, { id, outcome: 'FULFILLED' })).toMatchObject({
      code: 'CASE_UNFINISHED',
      unfinished: [request.id],
    });
    const note = 'one service failed'.padEnd(2_000, '.');
    expect(await api.refused(closeDocument, { id, outcome: 'PARTLY_FULFILLED', note: `${note}.` })).toMatchObject({
      argument: 'note',
    });
    expect(await close(id, 'PARTLY_FULFILLED', note)).toMatchObject({
      outcome: 'PARTLY_FULFILLED',
      note,
      overdue: false,
    });
    // Repeated, as after a lost answer.
    expect(await close(id, 'PARTLY_FULFILLED', note)).toMatchObject({ id });
    const closed = { code: 'CASE_CLOSED' };
    expect(await api.refused(closeDocument, { id, outcome: 'REFUSED' })).toMatchObject(closed);
    expect(await refuseRequest(api, { type: 'GET', term: { email: 'late@cases.example' }, caseId: id })).toMatchObject({
      ...closed,
      argument: 'input.caseId',
    });
    expect(
      await api.refused('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id: request.id }),
    ).toMatchObject(closed);
    expect(await api.refused(extendDocument, { id, input: extension(ago(-40), ago(0.5)) })).toMatchObject(closed);
  });

  it('records how the person’s identity was confirmed', async () => {
    const { id } = await open({ receivedAt: ago(1) });
    await api.ask('mutation ($id: ID!) { confirmGdprCaseIdentity(id: $id, means: CALL_BACK) { id } }', { id });
    expect((await read(id)).identityVerification).toEqual({ means: 'CALL_BACK', by: 'privacy-officer' });
  });

  it('is closed or accepts a request, never both, on two gateways at once', async () => {
    const replica = await startReplica(system);
    const other = new ApiClient(replica.url, await system.token({ organization: 'cases', subject: 'colleague' }));
    for (let round = 0; round < 10; round += 1) {
      const { id } = await open({ receivedAt: ago(1) });
      const term = { email: `race-${round}@cases.example` };
      const document = 'mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { created } }';
      const [created, closed] = await Promise.all([
        other.send(document, { input: { type: 'GET', term, caseId: id } }),
        api.send(closeDocument, { id, outcome: 'NOBODY_FOUND' }),
      ]);
      const [requests] = await sql<{ made: string }>(
        `SELECT count(*) AS made FROM gdpr_request request JOIN gdpr_case found ON found.id = request.case_id
         WHERE found.id = $1 AND (found.closed_at IS NULL OR request.completed_at < found.closed_at)`,
        [id],
      );
      // If the request was created, the close saw it: the close waited for its end, or was refused.
      expect([created.errors === undefined, Number(requests?.made)]).toEqual([
        Number(requests?.made) === 1,
        Number(requests?.made),
      ]);
      expect(created.errors === undefined || closed.errors === undefined).toBe(true);
    }
    await replica.stop();
  });
});

test('cases are listed by deadline, page by page, and not to other organisations', async () => {
  const officer = await system.client({ organization: 'cases-listed', subject: 'officer' });
  const made: string[] = [];
  for (const days of [3, 45, 20, 33])
    made.push((await open({ receivedAt: ago(days), reference: `R-${days}` }, officer)).id);
  const list = `query ($filter: GdprCaseFilter, $after: String) { gdprCases(filter: $filter, first: 3, after: $after) {
    totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`;
  interface Listed {
    gdprCases: { totalCount: number; nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  }
  const page = async (variables: object) =>
    (await officer.ask<Listed>(list, variables as Record<string, unknown>)).gdprCases;
  const first = await page({});
  expect([first.totalCount, first.pageInfo.hasNextPage]).toEqual([4, true]);
  const second = await page({ after: first.pageInfo.endCursor });
  const order = [1, 3, 2, 0].map((index) => made[index]);
  expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(order);
  const ids = async (filter: object) => (await page({ filter })).nodes.map(({ id }) => id);
  expect(await ids({ overdue: true })).toEqual([made[1], made[3]]);
  expect(await ids({ reference: 'R-20' })).toEqual([made[2]]);
  expect(await ids({ open: false })).toEqual([]);
  expect(await ids({ dueBefore: ago(0) })).toEqual([made[1], made[3]]);
  expect(await officer.refused(list, { after: 'nonsense' })).toMatchObject({ argument: 'after' });
  for (const other of ['legalHolds', 'restrictions', 'webhookDeliveries', 'auditLog'])
    expect(
      await officer.refused(`query ($after: String) { ${other}(after: $after) { pageInfo { endCursor } } }`, {
        after: first.pageInfo.endCursor,
      }),
    ).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'after' });
  expect(await api.refused('query ($id: ID!) { gdprCase(id: $id) { id } }', { id: made[0] })).toMatchObject({
    code: 'NOT_FOUND',
  });
  const weak = await system.client({ organization: 'cases-listed', scopes: ['gdpr:request:view'] });
  expect(await weak.refused('{ gdprCases { totalCount } }')).toMatchObject({
    code: 'FORBIDDEN',
    requiredScopes: ['gdpr:case:view'],
  });
});

test('recipients of erased data are listed, and it is recorded when they were told (R36)', async () => {
  const { api: officer, cast } = await newOrganization(system, 'cases-recipients');
  const { id: caseId } = await open({ receivedAt: ago(1) }, officer);
  const input = { type: 'DELETE', term: { externalContactId: cast.elena[0] }, deleteConfirmed: true, caseId };
  const { request } = await createRequest(officer, input);
  await finishedRequest(officer, request.id);
  const document = `query ($id: ID!) { gdprRequest(id: $id) { certificate recipients { service recipient informedAt informedBy } } }`;
  interface Told {
    gdprRequest: {
      certificate: string;
      recipients: { service: string; recipient: string; informedAt: string | null; informedBy: string | null }[];
    };
  }
  const before = (await officer.ask<Told>(document, { id: request.id })).gdprRequest;
  const agents = { service: 'external-contacts', recipient: "The organisation's agents" };
  expect(before.recipients).toContainEqual({ ...agents, informedAt: null, informedBy: null });
  const statement = decodeJwt(before.certificate) as { recipients: object[]; request: { case: string } };
  expect(statement.recipients).toContainEqual(agents);
  expect(statement.request.case).toBe(caseId);
  const mark = `mutation ($id: ID!, $service: String!, $recipient: String!, $at: DateTime!) {
    markRecipientInformed(requestId: $id, service: $service, recipient: $recipient, at: $at) { id } }`;
  const at = new Date().toISOString();
  await officer.ask(mark, { id: request.id, ...agents, at });
  expect((await officer.ask<Told>(document, { id: request.id })).gdprRequest.recipients).toContainEqual({
    ...agents,
    informedAt: at,
    informedBy: 'privacy-officer',
  });
  expect(await officer.refused(mark, { id: request.id, ...agents, recipient: 'Nobody', at })).toMatchObject({
    code: 'NOT_FOUND',
    argument: 'recipient',
  });
  // All of it is in the log of the case and of its requests.
  const { auditLog } = await officer.ask<{ auditLog: { nodes: { action: string }[]; verified: boolean } }>(
    'query ($caseId: ID!) { auditLog(filter: { caseId: $caseId }) { verified nodes { action } } }',
    { caseId },
  );
  const actions = auditLog.nodes.map(({ action }) => action);
  expect(auditLog.verified).toBe(true);
  expect(actions[0]).toBe('CASE_OPENED');
  expect(actions).toEqual(expect.arrayContaining(['REQUEST_CREATED', 'REQUEST_COMPLETED', 'RECIPIENT_INFORMED']));
});

test('the figures of a period count requests by type and outcome (R28)', async () => {
  const officer = await system.client({ organization: 'cases-report', subject: 'officer' });
  const { id: caseId } = await open({ receivedAt: ago(10) }, officer);
  const made = await createRequest(officer, { type: 'GET', term: { email: 'a@report.example' }, caseId });
  await finishedRequest(officer, made.request.id);
  const document = `query ($from: DateTime!, $to: DateTime!) { gdprReport(from: $from, to: $to) {
    rows { type status count overdue extended medianDays maximumDays } } }`;
  const [from, to] = [ago(1), ago(-1)];
  const { gdprReport } = await officer.ask<{ gdprReport: { rows: { medianDays: number }[] } }>(document, { from, to });
  // Two days from the letter had passed when it was made (R15).
  expect(gdprReport.rows).toMatchObject([{ type: 'GET', status: 'COMPLETED', count: 1, overdue: 1, extended: 0 }]);
  expect(gdprReport.rows[0]?.medianDays).toBeCloseTo(10, 1);
  expect(await officer.refused(document, { from: to, to: from })).toMatchObject({ argument: 'to' });
  // The operator's command gives the same figures, as CSV.
  const csv = await report('cases-report', { from: new Date(from), to: new Date(to) }, 'csv', system.environment);
  expect(csv).toMatch(
    /^type,status,count,overdue,extended,medianDays,maximumDays\nGET,COMPLETED,1,1,0,10\.\d+,10\.\d+\n$/,
  );
  await expect(
    report('nobody-there', { from: new Date(from), to: new Date(to) }, 'csv', system.environment),
  ).rejects.toThrow('--organization: there is no organisation nobody-there here.');
  const metrics = await fetch(new URL('/metrics', system.url), {
    headers: { authorization: `Bearer ${await system.token({ organization: 'cases-report' })}` },
  });
  expect(await metrics.text()).toMatch(/^habeas_cases_overdue [1-9]/m);
});

test('the stored case has no name in clear', async () => {
  const canary = 'Canary Velázquez';
  const { id } = await open({ receivedAt: ago(1), reference: canary });
  await close(id, 'WITHDRAWN', canary);
  const rows = await sql<object>(
    `SELECT found::text FROM gdpr_case found WHERE id = $1
    UNION ALL SELECT entry::text FROM audit_entry entry WHERE detail LIKE '%' || $1 || '%'`,
    [id],
  );
  expect(rows.length).toBeGreaterThan(1);
  expect(JSON.stringify(rows)).not.toMatch(/Canary|privacy-officer/);
});
