/** `habeas gdpr` and `habeas worker`: the subgraph alone with all its guards, and workers without an API. */
import { createLocalJWKSet, compactVerify, type JSONWebKeySet } from 'jose';
import { ApiClient } from '../../../scripts/develop/api-client';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { eventsByGet, eventsOf, type StreamEvent } from '../../support/api/event-stream';
import { createFamily } from '../../support/people/family';
import { createRequest, finishedRequest, readRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';
import { unzip } from '../../support/zip';

const organization = 'alone';
let system: TestSystem;
let gdpr: ManagedProcess;
let worker: ManagedProcess;

beforeAll(async () => {
  system = await sharedSystem({ RUN_WORKERS: 'false' });
  gdpr = await startReplica(
    system,
    'gdpr-alone',
    { RATE_LIMIT_SUBJECTS: '5/60', OPERATION_MAX_DEPTH: '8', INTROSPECTION: 'false' },
    'gdpr',
  );
  worker = await startReplica(system, 'worker-alone', {}, 'worker');
}, 120_000);

afterAll(async () => {
  await worker.stop();
  await gdpr.stop();
  await system.stop();
});

const tokenOf = (subject: string, scopes?: string[]) =>
  system.token({ organization, subject, ...(scopes ? { scopes } : {}) });
const clientOf = async (subject: string, scopes?: string[]) => new ApiClient(gdpr.url, await tokenOf(subject, scopes));
const at = (path: string, from = gdpr.url) => new URL(path, from);
const subjects = (email: string) => `{ subjects(term: { email: "${email}" }) { totalCount } }`;

test('routers can compose it by its SDL, which needs a token; it resolves its entity', async () => {
  const api = await clientOf('router');
  const { _service } = await api.ask<{ _service: { sdl: string } }>('{ _service { sdl } }');
  expect(_service.sdl).toContain('type GdprRequest');
  expect((await fetch(at('/schema.graphql'))).status).toBe(401);
  const nobody = new ApiClient(gdpr.url, null);
  expect(await nobody.refused('{ _service { sdl } }')).toMatchObject({ code: 'UNAUTHENTICATED' });

  const [canonical] = await createFamily(await system.client({ organization }), 'entity');
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: canonical } });
  const entities = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on GdprRequest { type } } }`;
  const ask = (client: ApiClient, id: string) =>
    client.send(entities, { representations: [{ __typename: 'GdprRequest', id }] });
  expect((await ask(api, request.id)).data).toEqual({ _entities: [{ type: 'GET' }] });
  expect((await ask(api, 'no id')).data).toEqual({ _entities: [null] });
  const foreign = new ApiClient(gdpr.url, await system.token({ organization: 'another' }));
  expect((await ask(foreign, request.id)).data).toEqual({ _entities: [null] });
  // A caller who may only create requests cannot read one by its id.
  const filing = await ask(await clientOf('filing', ['gdpr:request:add']), request.id);
  expect(filing.data).toEqual({ _entities: [null] });
  expect(filing.errors?.[0]?.extensions).toMatchObject({
    code: 'FORBIDDEN',
    requiredScopes: ['gdpr:request:view'],
  });
});

test('a request is created here and processed elsewhere; it can be followed by POST and by GET', async () => {
  const api = await clientOf('filer');
  const [canonical] = await createFamily(await system.client({ organization }), 'followed');
  await worker.stop();
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: canonical } });
  const document = `subscription Follow($id: ID!) { gdprRequestUpdated(id: $id) { status } }`;
  const token = await tokenOf('follower');
  const followed = [eventsOf, eventsByGet].map((follow) => follow(gdpr.url, token, document, { id: request.id }));
  const first = await Promise.all(followed.map((events) => events.next()));
  // Neither the gateway nor this process is a worker.
  expect(first.map(({ value }) => (value as StreamEvent).event)).toEqual(['next', 'next']);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const statuses = (await readRequest(api, request.id)).services.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set(['PENDING']));
  await worker.start();
  for (const events of followed) {
    const seen: StreamEvent[] = [];
    for await (const event of events) seen.push(event);
    expect(seen.at(-2)?.data?.data).toEqual({ gdprRequestUpdated: { status: 'COMPLETED' } });
    expect(seen.at(-1)?.event).toBe('complete');
  }

  const { gdprRequest } = await api.ask<{ gdprRequest: { certificate: string; package: { url: string } } }>(
    `query ($id: ID!) { gdprRequest(id: $id) { certificate package { url } } }`,
    { id: request.id },
  );
  const path = new URL(gdprRequest.package.url).pathname;
  expect((await fetch(at(path))).status).toBe(401);
  const download = await fetch(at(path), { headers: { authorization: `Bearer ${token}` } });
  expect([...(await unzip(Buffer.from(await download.arrayBuffer()))).keys()]).toContain('manifest.json');
  const keys = (await (await fetch(at('/.well-known/jwks.json'))).json()) as JSONWebKeySet;
  const { payload } = await compactVerify(gdprRequest.certificate, createLocalJWKSet(keys));
  expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({ organization_id: organization });
});

test('whatever the gateway refuses is refused here, with the same message', async () => {
  const api = await clientOf('refused');
  const gateway = await system.client({ organization, subject: 'refused' });
  const without = [await clientOf('viewer', ['gdpr:request:view']), await system.client({ organization, scopes: [] })];
  for (const client of without)
    expect(await client.refused(subjects('a@example.org'))).toEqual({
      code: 'FORBIDDEN',
      requiredScopes: ['gdpr:subject:view'],
      field: 'Query.subjects',
    });
  const bad = '{ subjects(term: { email: "a@example.org" }, first: 9999) { totalCount } }';
  expect(await api.refused(bad)).toEqual(await gateway.refused(bad));
  const missing = '{ gdprRequest(id: "00000000-0000-7000-8000-000000000001") { id } }';
  expect(await api.refused(missing)).toEqual(await gateway.refused(missing));
  const parent = '{ parent '.repeat(9);
  const deep = `{ gdprRequest(id: "1") ${parent} { id } ${'}'.repeat(10)}`;
  expect(await api.refused(deep)).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
  expect(await api.refused('{ __schema { queryType { name } } }')).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
  const costly = `{ gdprRequests(first: 200) { nodes { ${'relatedRequests { '.repeat(4)} id ${'}'.repeat(4)} } } }`;
  expect(await api.refused(costly)).toMatchObject({ code: 'TOO_COSTLY' });
  const two = 'query A { organizationProfile { phoneRegion } } query B { piiServices { name } }';
  expect((await api.send(two)).errors).toHaveLength(1);
});

test('a GET that is no subscription is refused, and so is a subscription without its scope', async () => {
  const token = await tokenOf('reader');
  const query = at('/graphql?query={piiServices{name}}');
  const answer = await fetch(query, { headers: { authorization: `Bearer ${token}` } });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  const id = '00000000-0000-7000-8000-000000000001';
  const document = `subscription { gdprRequestUpdated(id: "${id}") { status } }`;
  const noScope = await tokenOf('reader', ['gdpr:subject:view']);
  const events = eventsByGet(gdpr.url, noScope, document);
  expect((await events.next()).value).toMatchObject({
    event: 'refused 403',
    data: { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
  });
});

test('each search counts once, and the sixth has to wait (R19); each is in the audit log (R21)', async () => {
  const token = await tokenOf('counted');
  const search = () =>
    fetch(gdpr.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: subjects('nobody@alone.example') }),
    });
  const left: (string | null)[] = [];
  for (let call = 0; call < 5; call += 1) left.push((await search()).headers.get('ratelimit-remaining'));
  expect(left).toEqual(['4', '3', '2', '1', '0']);
  const sixth = await search();
  expect(sixth.status).toBe(429);
  expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await sixth.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  const log = `{ auditLog(filter: { actor: "counted" }) { nodes { action } } }`;
  const { auditLog } = await (await clientOf('auditor')).ask<{ auditLog: { nodes: { action: string }[] } }>(log);
  expect(auditLog.nodes).toHaveLength(5);
});

test.each([
  ['gdpr', () => gdpr.url],
  ['worker', () => worker.url],
])('%s reports that it is ready, and shows its metrics to callers who may read them', async (_, urlOf) => {
  const ready = await fetch(at('/health/ready', urlOf()));
  expect([ready.status, await ready.json()]).toEqual([
    200,
    { status: 'ok', checks: { supergraph: 'ok', database: 'ok', store: 'ok', limits: 'ok' } },
  ]);
  const metrics = async (scopes: string[]) =>
    fetch(at('/metrics', urlOf()), { headers: { authorization: `Bearer ${await tokenOf('scraper', scopes)}` } });
  expect((await metrics([])).status).toBe(403);
  expect(await (await metrics(['metrics:view'])).text()).toContain('habeas_requests_in_flight');
});

test('a worker serves no API', async () => {
  const token = await tokenOf('caller');
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const operation = { method: 'POST', headers, body: JSON.stringify({ query: '{ piiServices { name } }' }) };
  expect((await fetch(at('/graphql', worker.url), operation)).status).toBe(404);
  expect((await fetch(at('/exports/1', worker.url), { headers })).status).toBe(404);
  expect((await fetch(at('/graphql', worker.url))).status).toBe(401);
});

test('another worker completes what a killed one had begun (R11)', async () => {
  const second = await startReplica(system, 'worker-2', {}, 'worker');
  const api = await clientOf('pair');
  const families = await system.client({ organization });
  const ids: string[] = [];
  for (let each = 0; each < 4; each += 1) {
    const [canonical] = await createFamily(families, `pair-${each}`);
    ids.push((await createRequest(api, { type: 'GET', term: { externalContactId: canonical } })).request.id);
  }
  await second.kill('SIGKILL');
  for (const id of ids) expect((await finishedRequest(api, id, 90_000)).status).toBe('COMPLETED');
});
