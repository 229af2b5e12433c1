/** A router of another vendor in front of `habeas gdpr` and the services: a whole Hive Gateway, as a company has it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ApiClient } from '../../../scripts/develop/api-client';
import { composeProject } from '../../../scripts/develop/compose';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { allScopes } from '../../../scripts/develop/token';
import { issuer, keyPair, signToken } from '../../gateway/support/test-gateway';
import { eventsOf, type StreamEvent } from '../../support/api/event-stream';
import { eventually } from '../../support/eventually';
import { createFamily } from '../../support/people/family';
import { startHiveGateway, type HiveGateway } from '../../support/servers/hive-gateway';
import { createRequest, finishedRequest, outcome } from '../../support/api/requests';
import { startReplica } from '../../support/run/replica';
import { startTestSystem, type TestSystem } from '../../support/run/system';

const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-router-'));
const supergraph = path.join(directory, 'supergraph.graphql');
let key: Awaited<ReturnType<typeof keyPair>>;
let system: TestSystem;
let gdpr: ManagedProcess;
let router: HiveGateway;

const urls = () => ({
  ...Object.fromEntries([...system.processes].map(([name, { url }]) => [name, url])),
  gdpr: gdpr.url,
});

beforeAll(async () => {
  key = await keyPair('caller-1');
  const jwks = path.join(directory, 'callers.jwks.json');
  writeFileSync(jwks, JSON.stringify({ keys: [key.publicJwk] }));
  system = await startTestSystem({
    environment: { CALLER_JWKS_FILE: jwks, CALLER_ISSUER: issuer, CALLER_AUDIENCE: 'habeas', RUN_WORKERS: 'false' },
  });
  gdpr = await startReplica(system, 'gdpr', { RUN_WORKERS: 'true', RATE_LIMIT_SUBJECTS: '5/60' }, 'gdpr');
  await composeProject({ urls: urls(), output: supergraph });
  router = await startHiveGateway(supergraph, path.join(directory, 'router.log'));
}, 180_000);

afterAll(async () => {
  await gdpr.stop();
  await system.stop();
  await router.stop();
  rmSync(directory, { recursive: true, force: true });
});

const tokenOf = (subject: string, scopes: readonly string[] = allScopes, organization = 'routed') =>
  signToken(key.privateKey, { sub: subject, organization_id: organization, scope: scopes.join(' ') });
const clientOf = async (...given: Parameters<typeof tokenOf>) => new ApiClient(router.url, await tokenOf(...given));
const search = (name: string) => `{ subjects(term: { name: "${name}" }) { totalCount nodes {
  service entity { ... on ExternalContact { id firstName mergeSet { id } conversations { nodes { messages { nodes { text } } } } } } } } }`;

interface Found {
  subjects: {
    totalCount: number;
    nodes: {
      service: string;
      entity: {
        id: string;
        firstName: string;
        mergeSet: { id: string }[];
        conversations: { nodes: { messages: { nodes: { text: string }[] } }[] };
      };
    }[];
  };
}

test('a search is joined with fields of two services about the people who were found', async () => {
  const api = await clientOf('searcher');
  const [canonical] = await createFamily(api, 'Routed');
  const { subjects } = await api.ask<Found>(search('PersonRouted'));
  expect(subjects.totalCount).toBe(3);
  const found = subjects.nodes.find(({ entity }) => entity.id === canonical);
  expect(found).toMatchObject({ service: 'external-contacts', entity: { firstName: 'PersonRouted' } });
  expect(found?.entity.mergeSet).toHaveLength(3);
  expect(
    found?.entity.conversations.nodes.flatMap(({ messages }) => messages.nodes.map(({ text }) => text)).sort(),
  ).toEqual(['one', 'two']);
  // Another organisation's caller finds nobody.
  const stranger = await clientOf('searcher', allScopes, 'another');
  expect(await stranger.ask<Found>(search('PersonRouted'))).toEqual({ subjects: { totalCount: 0, nodes: [] } });
});

test('an erasure is requested, followed to COMPLETED, and done in every service', async () => {
  const api = await clientOf('filer');
  const [canonical] = await createFamily(api, 'Followed');
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: canonical },
    deleteConfirmed: true,
  });
  const document =
    'subscription Follow($id: ID!) { gdprRequestUpdated(id: $id) { status services { service status } } }';
  const seen: StreamEvent[] = [];
  for await (const event of eventsOf(router.url, await tokenOf('filer'), document, { id: request.id }))
    seen.push(event);
  const states = seen.flatMap(({ data }) => {
    const followed = data?.data?.gdprRequestUpdated as { status: string } | undefined;
    return followed ? [followed.status] : [];
  });
  expect(states.at(-1)).toBe('COMPLETED');
  expect(seen.at(-1)?.event).toBe('complete');
  const finished = await finishedRequest(api, request.id);
  expect(outcome(finished, 'messaging').status).toBe('COMPLETED');
  const { subjects } = await api.ask<Found>(search('PersonFollowed'));
  expect(subjects.totalCount).toBe(0);
});

test('limits apply behind the router, and state how long to wait (R19)', async () => {
  const token = await tokenOf('limited');
  const ask = () =>
    fetch(router.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ subjects(term: { email: "nobody@routed.example" }) { totalCount } }' }),
    });
  for (let call = 0; call < 5; call += 1)
    expect(await (await ask()).json()).toEqual({ data: { subjects: { totalCount: 0 } } });
  const sixth = await ask();
  expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(0);
  const { errors } = (await sixth.json()) as { errors: { extensions: Record<string, unknown> }[] };
  expect(errors[0]?.extensions).toMatchObject({
    code: 'RATE_LIMITED',
    retryAfterSeconds: expect.any(Number) as number,
  });
});

test.each<[string, string, Record<string, unknown>]>([
  ['of gdpr', '{ gdprRequests { totalCount } }', { code: 'FORBIDDEN', requiredScopes: ['gdpr:request:view'] }],
  [
    'of a service',
    '{ externalContacts { nodes { id } } }',
    { code: 'FORBIDDEN', requiredScopes: ['external-contacts:view'] },
  ],
])('a scope %s that the token lacks is named', async (_, query, refusal) => {
  expect(await (await clientOf('weak', ['directory:view'])).refused(query)).toMatchObject(refusal);
});

test('without a token nothing is answered, and the contract is not part of the API', async () => {
  const nobody = new ApiClient(router.url, null);
  for (const query of ['{ gdprRequests { totalCount } }', '{ externalContacts { nodes { id } } }'])
    expect(await nobody.refused(query)).toMatchObject({ code: 'UNAUTHENTICATED' });
  const { errors, data } = await (
    await clientOf('curious')
  ).send('{ personalData(term: { email: "a@routed.example" }) { asOf } }');
  expect([errors?.length, data]).toEqual([1, null]);
});

test('simultaneous queries of two organisations each get their own data', async () => {
  const [one, two] = [await clientOf('twin', allScopes, 'twin-one'), await clientOf('twin', allScopes, 'twin-two')];
  await createFamily(one, 'Twin');
  const ask = async (api: ApiClient) => {
    const query = '{ externalContacts { nodes { id } } }';
    return (await api.ask<{ externalContacts: { nodes: object[] } }>(query)).externalContacts.nodes.length;
  };
  const answers = await Promise.all(Array.from({ length: 20 }, (_, call) => ask(call % 2 ? two : one)));
  expect(answers).toEqual(Array.from({ length: 20 }, (_, call) => (call % 2 ? 0 : 3)));
});

test('the refusal of an argument has our own message', async () => {
  const api = await clientOf('careless');
  expect(
    await api.refused('{ subjects(term: { email: "a@routed.example" }, first: 9999) { totalCount } }'),
  ).toMatchObject({
    code: 'BAD_USER_INPUT',
    argument: 'first',
  });
});

test('another supergraph is loaded while both serve', async () => {
  const api = await clientOf('reloading');
  const [canonical] = await createFamily(api, 'Reloaded');
  const moved = await startReplica(system, 'gdpr-moved', { RUN_WORKERS: 'true' }, 'gdpr');
  // The router calls the new address, so the old process may go.
  await composeProject({ urls: { ...urls(), gdpr: moved.url }, output: supergraph });
  await eventually(async () => {
    await api.send('{ organizationProfile { phoneRegion } }');
    const metrics = await fetch(new URL('/metrics', moved.url), {
      headers: { authorization: `Bearer ${await tokenOf('scraper')}` },
    });
    return /duration_seconds_count\{route="\/graphql",status="200"\} [1-9]/.test(await metrics.text());
  }, 60_000);
  await gdpr.stop();
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: canonical } });
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  await moved.stop();
});
