/** The tokens that the gateway sends to services. */
import { jwtVerify, createLocalJWKSet, decodeJwt } from 'jose';
import { serviceTokenVerifier } from '../../../subgraphs/kit/base/security/service-tokens/service-token';
import { ServiceTokens } from '../../../gateway/security/service-tokens';
import { keyPair } from '../support/test-gateway';

const claims = {
  service: 'messaging',
  subject: 'agent-1',
  organizationId: 'acme',
  scopes: new Set(['b', 'a']),
  purpose: 'query' as const,
};

async function open() {
  const { privateJwk } = await keyPair('service-1');
  return ServiceTokens.open(privateJwk);
}

it('name the caller, the organisation and the purpose, and the kit verifies them', async () => {
  const tokens = await open();
  const verify = serviceTokenVerifier('messaging', tokens.publicKeys);
  expect(await verify(`Bearer ${await tokens.sign(claims)}`)).toEqual({
    subject: 'agent-1',
    organizationId: 'acme',
    scopes: new Set(['a', 'b']),
    purpose: 'query',
  });
  const forRequest = await tokens.sign({ ...claims, purpose: 'gdpr', requestId: 'request-1' });
  expect(await verify(`Bearer ${forRequest}`)).toMatchObject({ purpose: 'gdpr', requestId: 'request-1' });
});

it('name the region of national phone numbers, when the organisation has one (R3)', async () => {
  const { privateJwk } = await keyPair('service-1');
  const regions: Record<string, string> = { french: 'FR' };
  const regionOf = (organizationId: string) => regions[organizationId] ?? null;
  const tokens = await ServiceTokens.open(privateJwk, { keys: [] }, regionOf);
  const claimsOf = async (organizationId: string, purpose: 'query' | 'gdpr') =>
    decodeJwt(await tokens.sign({ ...claims, organizationId, purpose }));
  for (const purpose of ['query', 'gdpr'] as const) {
    expect(await claimsOf('french', purpose)).toMatchObject({ organization_id: 'french', phone_region: 'FR' });
    expect(await claimsOf('worldwide', purpose)).not.toHaveProperty('phone_region');
  }
});

it('are valid for one service only', async () => {
  const tokens = await open();
  const verify = serviceTokenVerifier('recordings', tokens.publicKeys);
  await expect(verify(`Bearer ${await tokens.sign(claims)}`)).rejects.toMatchObject({
    extensions: { code: 'UNAUTHENTICATED' },
  });
});

it.each([
  { subject: 'a\ud83d' },
  { subject: 'a\u0000' },
  { subject: '' },
  { subject: 'a'.repeat(257) },
  { organizationId: 'a b' },
  { scopes: new Set(['\udc00']) },
  { scopes: new Set(['a'.repeat(4_097)]) },
  { requestId: 'a\ud83d' },
  { requestId: 'a'.repeat(201) },
])('are refused when a claim cannot be stored unchanged (%j)', async (other) => {
  const tokens = await open();
  const verify = serviceTokenVerifier('messaging', tokens.publicKeys);
  await expect(verify(`Bearer ${await tokens.sign({ ...claims, ...other })}`)).rejects.toMatchObject({
    message: 'The service token is not valid here.',
    extensions: { code: 'UNAUTHENTICATED' },
  });
});

it('are told apart from other tokens that the same key has signed', async () => {
  const tokens = await open();
  const verify = serviceTokenVerifier('messaging', tokens.publicKeys);
  const now = Math.floor(Date.now() / 1_000);
  const statement = {
    iss: 'habeas-gateway',
    aud: 'messaging',
    sub: 'agent',
    organization_id: 'acme',
    scope: '',
    purpose: 'gdpr',
    iat: now,
    exp: now + 60,
  };
  expect(await verify(`Bearer ${await tokens.signStatement(statement, 'JWT')}`)).toMatchObject({ purpose: 'gdpr' });
  await expect(
    verify(`Bearer ${await tokens.signStatement(statement, 'habeas-checkpoint+jwt')}`),
  ).rejects.toMatchObject({
    extensions: { code: 'UNAUTHENTICATED' },
  });
});

it('are valid for at most one minute', async () => {
  const { exp = 0, iat = 0 } = decodeJwt(await (await open()).sign(claims));
  expect(exp - iat).toBeLessThanOrEqual(60);
  expect(exp - iat).toBeGreaterThan(30);
});

describe('are signed once for the same claims', () => {
  afterEach(() => jest.useRealTimers());

  it('until half of their lifetime is over', async () => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'],
      now: new Date('2026-01-01T00:00:00Z'),
    });
    const tokens = await open();
    const first = await tokens.sign(claims);
    jest.setSystemTime(new Date('2026-01-01T00:00:29Z'));
    expect(await tokens.sign({ ...claims, scopes: new Set(['a', 'b']) })).toBe(first);
    jest.setSystemTime(new Date('2026-01-01T00:00:31Z'));
    expect(await tokens.sign(claims)).not.toBe(first);
  });

  it.each([
    { service: 'recordings' },
    { subject: 'agent-2' },
    { organizationId: 'other' },
    { scopes: new Set(['a']) },
    { purpose: 'gdpr' as const },
    { requestId: 'r' },
  ])('and signed anew for other claims (%j)', async (other) => {
    const tokens = await open();
    expect(await tokens.sign({ ...claims, ...other })).not.toBe(await tokens.sign(claims));
  });
});

it('are verified with published keys, which contain no secret', async () => {
  const [current, previous] = [await keyPair('service-2'), await keyPair('service-1')];
  const tokens = await ServiceTokens.open(current.privateJwk, { keys: [previous.privateJwk] });
  expect(tokens.publicKeys.keys.map(({ kid }) => kid)).toEqual(['service-2', 'service-1']);
  for (const key of tokens.publicKeys.keys) expect(key).not.toHaveProperty('d');
  const old = await ServiceTokens.open(previous.privateJwk);
  await jwtVerify(await old.sign(claims), createLocalJWKSet(tokens.publicKeys), { audience: 'messaging' });
});
