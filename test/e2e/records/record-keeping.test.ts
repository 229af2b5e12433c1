/** What is kept of requests and their subjects, for how long, and how it is found and removed (R13, R21). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { createFamily } from '../../support/people/family';
import { createRequest, finishedRequest, readRequest, type RequestInput } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

const createContact = async (api: ApiClient, input: object) =>
  (
    await api.ask<{ createExternalContact: { id: string } }>(
      'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
      { input },
    )
  ).createExternalContact.id;

const ada = {
  firstName: 'Ada',
  lastName: 'Record',
  personalEmail: 'ada@records.example',
  workEmail: 'ada.work@records.example',
  homePhone: '+34 911 222 333',
};
const email = { email: ada.personalEmail };
const workEmail = { email: ada.workEmail };

const done = async (api: ApiClient, input: RequestInput) => {
  const { request } = await createRequest(api, input);
  const finished = await finishedRequest(api, request.id);
  expect([finished, ...finished.relatedRequests].map(({ status }) => status)).toEqual(
    [finished, ...finished.relatedRequests].map(() => 'COMPLETED'),
  );
  return finished;
};
const erase = (api: ApiClient, term: unknown) => done(api, { type: 'DELETE', term, deleteConfirmed: true });

const packageOf = async (api: ApiClient, id: string) =>
  (
    await api.ask<{ gdprRequest: { package: { url: string } | null } }>(
      'query ($id: ID!) { gdprRequest(id: $id) { package { url } } }',
      { id },
    )
  ).gdprRequest.package;

const found = async (api: ApiClient, term: unknown) =>
  (
    await api.ask<{ gdprRequests: { nodes: { id: string }[] } }>(
      'query ($filter: GdprRequestFilter) { gdprRequests(filter: $filter) { nodes { id } } }',
      { filter: { term } },
    )
  ).gdprRequests.nodes.map(({ id }) => id);

const inGateway = (sql: string, values: unknown[]) =>
  inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(sql, values);
    return rows;
  });

describe('an erasure of a person removes their packages, by whichever term either was asked for (R13)', () => {
  test.each<[string, (id: string) => unknown, (id: string) => unknown]>([
    ['a value and the same value', () => email, () => email],
    ['a value and another value', () => workEmail, () => email],
    ['a value and the id', () => email, (id) => ({ externalContactId: id })],
    ['the id and a value', (id) => ({ externalContactId: id }), () => email],
    ['the id and the id', (id) => ({ externalContactId: id }), (id) => ({ externalContactId: id })],
  ])(
    '%s',
    async (name, exported, erased) => {
      const api = await system.client({ organization: `records-${name.replaceAll(' ', '-')}` });
      const id = await createContact(api, ada);
      const other = await createContact(api, { firstName: 'Bruno', lastName: 'Other', homePhone: ada.homePhone });
      const package_ = await done(api, { type: 'EXPORT', term: exported(id) });
      const others = await done(api, { type: 'EXPORT', term: { externalContactId: other } });
      expect(await packageOf(api, package_.id)).not.toBeNull();
      await erase(api, erased(id));
      expect(await packageOf(api, package_.id)).toBeNull();
      // Another person with the same number keeps their package (R6).
      expect(await packageOf(api, others.id)).not.toBeNull();
    },
    60_000,
  );

  test('a family: the package of one member’s value is removed by the erasure of the set', async () => {
    const api = await system.client({ organization: 'records-family' });
    const [canonical, member] = await createFamily(api, 'Recorded');
    await api.ask(
      'mutation ($id: ID!, $input: UpdateExternalContactInput!) { updateExternalContact(id: $id, input: $input) { id } }',
      {
        id: member,
        input: { personalEmail: ada.personalEmail },
      },
    );
    const byValue = await done(api, { type: 'EXPORT', term: email });
    const byId = await done(api, { type: 'EXPORT', term: { externalContactId: canonical } });
    const all = [byValue, byId, ...byId.relatedRequests];
    for (const { id } of all) expect(await packageOf(api, id)).not.toBeNull();
    await erase(api, { externalContactId: member });
    for (const { id } of all) expect(await packageOf(api, id)).toBeNull();
  }, 60_000);
});

describe('what a request keeps of the person (R21)', () => {
  test('requests that erase nothing keep their terms, and any value of the person finds them', async () => {
    const organization = 'records-kept';
    const api = await system.client({ organization });
    const id = await createContact(api, ada);
    const byValue = await done(api, { type: 'GET', term: email });
    const byId = await done(api, { type: 'EXPORT', term: { externalContactId: id } });
    const update = await done(api, {
      type: 'UPDATE',
      term: workEmail,
      replacements: [{ type: 'PHONE', existing: ada.homePhone, updated: '+34 911 222 444' }],
    });
    const stranger = await done(api, { type: 'GET', term: { email: 'nobody@records.example' } });
    const newestFirst = [update.id, byId.id, byValue.id];
    for (const term of [
      { externalContactId: id },
      { email: 'ADA@records.example' },
      workEmail,
      { phone: '0034911222333' },
    ])
      expect(await found(api, term)).toEqual(newestFirst);
    expect(await found(api, { email: 'nobody@records.example' })).toEqual([stranger.id]);
    expect(await found(await system.client({ organization: 'records-strangers' }), email)).toEqual([]);
    expect(byValue.term).toEqual({ type: 'EMAIL', value: ada.personalEmail });
    expect(byId.term).toEqual({ type: 'EXTERNAL_CONTACT_ID', value: id });
    const [kept] = await inGateway(
      `SELECT count(*) FILTER (WHERE term IS NOT NULL)::int AS terms, count(replacements)::int AS replacements,
         bool_and(reduce_at > now() + interval '364 days') AS a_year FROM gdpr_request WHERE organization_id = $1`,
      [organization],
    );
    expect(kept).toEqual({ terms: 4, replacements: 0, a_year: true });
    expect(
      await api.refused('query ($f: GdprRequestFilter) { gdprRequests(filter: $f) { totalCount } }', {
        f: { term: {} },
      }),
    ).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'filter.term' });
  }, 60_000);

  test('an erasure reduces requests about the person to digests, which still find them, and no requests about others', async () => {
    const organization = 'records-reduced';
    const api = await system.client({ organization });
    const id = await createContact(api, ada);
    const other = await createContact(api, { firstName: 'Bruno', lastName: 'Other', homePhone: ada.homePhone });
    const about = [
      await done(api, { type: 'GET', term: workEmail }),
      await done(api, { type: 'EXPORT', term: { externalContactId: id } }),
    ];
    const others = await done(api, { type: 'GET', term: { externalContactId: other } });
    for (const { suggestedTerms } of about) expect(suggestedTerms.length).toBeGreaterThan(0);
    const erasure = await erase(api, email);

    for (const each of about) expect(await readRequest(api, each.id)).toMatchObject({ term: null, suggestedTerms: [] });
    expect(await readRequest(api, others.id)).toEqual(others);
    const [left] = await inGateway(
      `SELECT count(*)::int AS requests, count(term)::int + count(subject)::int + count(replacements)::int AS kept
       FROM gdpr_request WHERE organization_id = $1 AND id <> $2`,
      [organization, others.id],
    );
    expect(left).toEqual({ requests: 3, kept: 0 });
    const ids = [erasure.id, ...about.map((each) => each.id).reverse()];
    for (const term of [{ externalContactId: id }, email, workEmail]) expect(await found(api, term)).toEqual(ids);

    // The erasure's own suggestions stay usable for a while.
    expect(erasure.term).toBeNull();
    expect(erasure.suggestedTerms.map(({ term }) => term)).toEqual(
      expect.arrayContaining([
        { type: 'EXTERNAL_CONTACT_ID', value: id },
        { type: 'EMAIL', value: ada.workEmail },
      ]),
    );
    await inGateway("UPDATE gdpr_request SET reduce_at = reduce_at - interval '29 days' WHERE id = $1", [erasure.id]);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect((await readRequest(api, erasure.id)).suggestedTerms).toEqual(erasure.suggestedTerms);
    await inGateway("UPDATE gdpr_request SET reduce_at = reduce_at - interval '2 days' WHERE id = $1", [erasure.id]);
    await eventually(async () => (await readRequest(api, erasure.id)).suggestedTerms.length === 0);
    expect(await found(api, email)).toEqual(ids);
  }, 60_000);

  test('kept terms are reduced after their time, and failed requests can be retried until then', async () => {
    const organization = 'records-time';
    const api = await system.client({ organization });
    const { id } = await done(api, { type: 'GET', term: email });
    await inGateway(
      "UPDATE gdpr_request SET reduce_at = now(), status = 'ERROR' WHERE organization_id = $1 AND term IS NOT NULL",
      [organization],
    );
    await eventually(async () => (await readRequest(api, id)).term === null);
    expect(await api.refused('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id })).toMatchObject({
      code: 'NOT_RETRYABLE',
    });
    expect(await found(api, email)).toEqual([id]);
  }, 30_000);
});

describe('suggested terms (R6, R7)', () => {
  test('are in the first answer, and after an erasure by id; the API accepts each of them', async () => {
    const api = await system.client({ organization: 'records-suggested' });
    const id = await createContact(api, ada);
    const first = await createRequest(api, { type: 'GET', term: email });
    const values = first.request.suggestedTerms.map(({ term }) => term.value);
    expect(values).toEqual(expect.arrayContaining([id, ada.workEmail, ada.homePhone]));
    await finishedRequest(api, first.request.id);
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { externalContactId: id },
      deleteConfirmed: true,
    });
    const suggested = request.suggestedTerms.map(({ term }) => term);
    expect(suggested).toEqual(expect.arrayContaining([{ type: 'EMAIL', value: ada.personalEmail }]));
    const finished = await finishedRequest(api, request.id);
    expect(finished.suggestedTerms.map(({ term }) => term)).toEqual(suggested);
    const fields: Record<string, string> = { EMAIL: 'email', PHONE: 'phone', NAME: 'name', ADDRESS: 'address' };
    for (const { type, value } of suggested)
      await api.ask(
        'query ($term: PersonalDataTermInput!) { previewGdprRequest(type: GET, term: $term) { planHash } }',
        { term: { [fields[type] ?? type]: value } },
      );
  }, 60_000);
});

describe('the removal of old requests (R21)', () => {
  test('the gateway removes a request, which then is null and not found, and the services remove their accounts of it', async () => {
    const api = await system.client({ organization: 'records-pruned' });
    const id = await createContact(api, ada);
    const update = () =>
      done(api, {
        type: 'UPDATE',
        term: { externalContactId: id },
        replacements: [{ type: 'PHONE', existing: '+34 911 000 000', updated: '+34 911 000 001' }],
      });
    const old = await update();
    const young = await update();
    const accounts = () =>
      inDatabase(databaseName(system.databasePrefix, 'external-contacts'), async (client) => {
        const { rows } = await client.query<{ id: string }>(
          'SELECT request_id AS id FROM personal_data_action WHERE request_id = ANY($1) ORDER BY 1',
          [[old.id, young.id]],
        );
        return rows.map((row) => row.id);
      });
    expect(await accounts()).toEqual([old.id, young.id].sort());
    await inDatabase(databaseName(system.databasePrefix, 'external-contacts'), (client) =>
      client.query(`UPDATE personal_data_action SET touched_at = now() - interval '1462 days' WHERE request_id = $1`, [
        old.id,
      ]),
    );
    await inGateway(`UPDATE gdpr_request SET completed_at = now() - interval '1096 days' WHERE id = $1`, [old.id]);
    const query = 'query ($id: ID!) { gdprRequest(id: $id) { status } }';
    const answer = await eventually(async () => {
      const sent = await api.send<{ gdprRequest: unknown }>(query, { id: old.id });
      return sent.data?.gdprRequest === null && sent;
    }, 30_000);
    expect(answer.errors?.map(({ extensions }) => extensions?.code)).toEqual(['NOT_FOUND']);
    expect(await found(api, { externalContactId: id })).toEqual([young.id]);
    expect(await readRequest(api, young.id)).toMatchObject({ id: young.id, status: 'COMPLETED' });
    expect(await eventually(async () => (await accounts()).length === 1, 30_000)).toBe(true);
    expect(await accounts()).toEqual([young.id]);
    const { auditLog } = await api.ask<{ auditLog: { verified: boolean; nodes: { action: string }[] } }>(
      'query ($id: ID!) { auditLog(requestId: $id) { verified nodes { action } } }',
      { id: old.id },
    );
    expect([auditLog.verified, auditLog.nodes[0]?.action]).toEqual([true, 'REQUEST_CREATED']);
  }, 90_000);
});

describe('records of who looked (R21)', () => {
  test('searches, previews, reports and downloads are in the log, found by the term, and show no value', async () => {
    const organization = 'records-looks';
    const api = await system.client({ organization, subject: 'looker' });
    const token = await system.token({ organization, subject: 'looker' });
    const id = await createContact(api, ada);
    const { id: exported } = await done(api, { type: 'EXPORT', term: email });
    await api.ask('query ($term: GdprSubjectTermInput!) { subjects(term: $term) { totalCount } }', { term: email });
    await api.ask(
      'query ($term: PersonalDataTermInput!) { previewGdprRequest(type: DELETE, term: $term) { planHash } }',
      { term: email },
    );
    await api.ask(
      'query ($term: PersonalDataTermInput!) { personalDataReport(term: $term, purpose: "a check") { service } }',
      { term: email },
    );
    const url = (await packageOf(api, exported))?.url ?? '';
    expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    const log = async (term: unknown) =>
      (
        await api.ask<{ auditLog: { verified: boolean; nodes: { action: string; actor: string; detail: string }[] } }>(
          'query ($filter: AuditLogFilter) { auditLog(filter: $filter) { verified nodes { action actor detail } } }',
          { filter: { term, actor: 'looker' } },
        )
      ).auditLog;
    const { nodes, verified } = await log(email);
    expect(verified).toBe(true);
    expect(nodes.map(({ action }) => action)).toEqual([
      'REQUEST_CREATED',
      'SUBJECTS_SEARCHED',
      'REQUEST_PREVIEWED',
      'PERSONAL_DATA_READ',
      'PACKAGE_DOWNLOADED',
    ]);
    expect(nodes[1]?.detail).toMatch(/^EMAIL, term digest [0-9a-f]{32}$/);
    expect(nodes[2]?.detail).toMatch(/^DELETE of EMAIL, term digest [0-9a-f]{32}$/);
    expect(JSON.stringify(nodes)).not.toContain('records.example');
    expect((await log(workEmail)).nodes).toEqual([]);
    expect((await log({ externalContactId: id })).nodes).toEqual([]);
  }, 60_000);
});
