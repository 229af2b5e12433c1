/** A service behind a router accepts its callers' own tokens for everything except the contract, and only from a configured issuer. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { JWTPayload } from 'jose';
import { serviceConfig } from '../../subgraphs/kit/base/config';
import { messaging } from '../../subgraphs/messaging/service';
import { contractOf } from '../support/contract/contract';
import { startTestService, testOrganization, type TestService } from '../support/run/service';
import { audience, issuer, keyPair, signToken } from '../gateway/support/test-gateway';
import { writer } from '../services/messaging/support';

const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-callers-'));
const keys = path.join(directory, 'callers.jwks.json');
const scope = 'messaging:view messaging:edit';
let key: Awaited<ReturnType<typeof keyPair>>;
let service: TestService;
let closed: TestService;

beforeAll(async () => {
  key = await keyPair('caller-1');
  writeFileSync(keys, JSON.stringify({ keys: [key.publicJwk] }));
  service = await startTestService(messaging, { callers: { keys: { file: keys }, issuer, audience } });
  closed = await startTestService(messaging);
});

afterAll(async () => {
  await service.stop();
  await closed.stop();
  rmSync(directory, { recursive: true, force: true });
});

const tokenOf = (claims: JWTPayload = {}) =>
  signToken(key.privateKey, { organization_id: testOrganization, scope, ...claims });
const conversations = '{ conversations { nodes { id } } }';
const asked = async (claims: JWTPayload, query = conversations, at = service) =>
  at.send(query, {}, { raw: await tokenOf(claims) });

test("a caller's token reads and writes what its scopes allow, in its own organisation only", async () => {
  const { conversation } = await writer(service).contactWithConversation();
  const own = (await asked({})).data as { conversations: { nodes: { id: string }[] } };
  expect(own.conversations.nodes.map(({ id }) => id)).toContain(conversation);
  expect((await asked({ organization_id: 'somebody-else' })).data).toEqual({ conversations: { nodes: [] } });
  const one = await service.send(
    'query ($id: ID!) { conversation(id: $id) { id } }',
    { id: conversation },
    {
      raw: await tokenOf({ organization_id: 'somebody-else' }),
    },
  );
  expect(one.data).toEqual({ conversation: null });
  const made = await asked({}, 'mutation { startConversation(input: { channel: SMS }) { id } }');
  expect(made.errors).toBeUndefined();
});

test("the gateway's tokens are still accepted", async () => {
  expect((await service.send(conversations)).errors).toBeUndefined();
  const [found] = await contractOf(service).answers({ externalContactId: '00000000-0000-7000-8000-000000000001' });
  expect(found?.errors).toBeUndefined();
});

test('a token without the scope is told which scope is missing, and nothing is done', async () => {
  const { errors, data } = await asked({ scope: 'directory:view' });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', requiredScopes: ['messaging:view'] });
  expect(data ?? null).toBeNull();
});

const past = Math.floor(Date.now() / 1_000) - 600;
test.each<[string, () => Promise<string>]>([
  ['has expired', () => tokenOf({ exp: past })],
  ['is for another audience', () => tokenOf({ aud: 'another' })],
  ['is of another issuer', () => tokenOf({ iss: 'https://another.test' })],
  ['is of a key that is not the issuer’s', async () => signToken((await keyPair('caller-1')).privateKey, { scope })],
  ['names no organisation', () => tokenOf({ organization_id: undefined })],
  ['calls itself the gateway’s', () => tokenOf({ iss: 'habeas-gateway', aud: 'messaging', purpose: 'gdpr' })],
])('a token that %s is refused', async (_, make) => {
  const { status, errors } = await service.send(conversations, {}, { raw: await make() });
  expect([status, errors?.[0]?.extensions?.code]).toEqual([401, 'UNAUTHENTICATED']);
});

test("the contract and attachments refuse a caller's token, whatever its claims", async () => {
  const claims = { purpose: 'gdpr', request_id: 'refused', scope: `${scope} gdpr:request:add gdpr:subject:view` };
  const raw = await tokenOf(claims);
  const answers = await contractOf(service, { raw }).answers({
    externalContactId: '00000000-0000-7000-8000-000000000001',
  });
  expect(answers.map(({ errors }) => errors?.[0]?.extensions?.code)).toEqual(Array(3).fill('FORBIDDEN'));
  const attachment = await fetch(new URL('/attachments/1', service.url), {
    headers: { authorization: `Bearer ${raw}` },
  });
  expect(attachment.status).toBe(403);
});

test("without a configured issuer, a caller's token is refused", async () => {
  const { status } = await asked({}, conversations, closed);
  expect(status).toBe(401);
});

test('the settings name the issuer whose tokens are accepted, and report what is missing', () => {
  const problemsOf = (environment: Record<string, string>) => {
    try {
      serviceConfig(
        { name: 'messaging', port: 4104 },
        { DATABASE_URL: 'postgres://u@127.0.0.1/postgres', ...environment },
      );
    } catch (error) {
      return (error as { problems: string[] }).problems.filter((problem) => problem.startsWith('CALLER_'));
    }
    return [];
  };
  expect(problemsOf({ CALLER_ISSUER: issuer })).toEqual([
    'CALLER_JWKS_URL: or CALLER_JWKS_FILE is required with CALLER_ISSUER',
  ]);
  expect(problemsOf({ CALLER_JWKS_FILE: keys })).toEqual(['CALLER_ISSUER: is required with the keys of callers']);
  const both = { CALLER_JWKS_FILE: keys, CALLER_JWKS_URL: 'https://issuer.test/jwks', CALLER_ISSUER: issuer };
  expect(problemsOf(both)).toEqual(['CALLER_JWKS_URL: cannot be set together with CALLER_JWKS_FILE']);
  expect(problemsOf({ CALLER_JWKS_FILE: keys, CALLER_ISSUER: 'habeas-gateway' })).toEqual([
    expect.stringContaining('CALLER_ISSUER'),
  ]);
  expect(problemsOf({ CALLER_ISUER: issuer })).toEqual([expect.stringContaining('CALLER_ISUER')]);
});
