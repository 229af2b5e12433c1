/** Which callers' tokens are accepted, by keys in a file and at an endpoint. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { base64url, SignJWT, type CryptoKey, type JWK } from 'jose';
import { createAuthenticator, type Authenticate } from '../../../../subgraphs/kit/base/security/caller-token';
import { openCallerKeys } from '../../../../subgraphs/kit/base/security/caller-keys';
import { audience, issuer, keyPair, signToken } from '../../../gateway/support/test-gateway';

let directory: string;
let file: string;
let key: CryptoKey;
let publicJwk: JWK;
let authenticate: Authenticate;

const writeKeys = (...keys: JWK[]) => writeFile(file, JSON.stringify({ keys }));
const now = () => Math.floor(Date.now() / 1000);
const bearer = (token: string) => authenticate(`Bearer ${token}`);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'habeas-keys-'));
  file = path.join(directory, 'caller.jwks.json');
  ({ privateKey: key, publicJwk } = await keyPair('caller-1'));
});
afterAll(() => rm(directory, { recursive: true }));
beforeEach(async () => {
  await writeKeys(publicJwk);
  authenticate = createAuthenticator({ issuer, audience }, await openCallerKeys({ file }));
});

describe("a caller's token", () => {
  it('says who calls, for which organisation, with which scopes', async () => {
    const token = await signToken(key, {
      sub: 'agent-7',
      organization_id: 'acme',
      scope: 'a:view  b:edit',
      jti: 'token-1',
    });
    expect(await bearer(token)).toEqual({
      subject: 'agent-7',
      organizationId: 'acme',
      scopes: new Set(['a:view', 'b:edit']),
      tokenId: 'token-1',
      expiresAt: expect.any(Date) as Date,
    });
    expect(await authenticate(`bearer ${token}`)).toMatchObject({ subject: 'agent-7' });
  });

  it.each(['JWT', 'jwt', 'at+jwt', 'application/at+jwt'])('may have the type %s', async (typ) => {
    expect(await bearer(await signToken(key, {}, { typ }))).toMatchObject({ subject: 'agent-1' });
  });

  it('may have no scopes at all', async () => {
    expect((await bearer(await signToken(key, { scope: undefined }))).scopes.size).toBe(0);
  });

  it.each<[string, () => Promise<string>, string]>([
    ['that has expired', () => signToken(key, { exp: now() - 60 }), 'has expired'],
    ['that never expires', () => signToken(key, { exp: undefined }), 'lacks a usable claim'],
    ['that is not valid yet', () => signToken(key, { nbf: now() + 600 }), 'is not valid yet'],
    ['that was issued a year ahead', () => signToken(key, { iat: now() + 31_536_000 }), 'is not valid yet'],
    ['that is valid for decades', () => signToken(key, { exp: now() + 1e9 }), 'is valid for more than a day'],
    ['of another type', () => signToken(key, {}, { typ: 'logout+jwt' }), 'is of another type'],
    ['for another audience', () => signToken(key, { aud: 'messaging' }), 'has the wrong audience'],
    ['for no audience', () => signToken(key, { aud: undefined }), 'has the wrong audience'],
    ['of another issuer', () => signToken(key, { iss: 'https://other.test' }), 'has the wrong issuer'],
    ['without a subject', () => signToken(key, { sub: undefined }), 'lacks a usable claim sub'],
    // A text that the database would change is refused: the audit log could not be verified (R21).
    ['whose subject has half a surrogate pair', () => signToken(key, { sub: 'a\ud83d' }), 'lacks a usable claim sub'],
    ['whose subject has U+0000', () => signToken(key, { sub: 'a\u0000' }), 'lacks a usable claim sub'],
    ['whose subject is too long', () => signToken(key, { sub: 'a'.repeat(257) }), 'lacks a usable claim sub'],
    ['whose scope has half a surrogate pair', () => signToken(key, { scope: '\udc00' }), 'lacks a usable claim scope'],
    ['whose scope is too long', () => signToken(key, { scope: 'a '.repeat(2_049) }), 'lacks a usable claim scope'],
    ['whose id has half a surrogate pair', () => signToken(key, { jti: '\ud800' }), 'lacks a usable claim jti'],
    [
      'without an organisation',
      () => signToken(key, { organization_id: undefined }),
      'lacks a usable claim organization_id',
    ],
    [
      'with an organisation that is no id',
      () => signToken(key, { organization_id: 'a/../b' }),
      'lacks a usable claim organization_id',
    ],
    ['with scopes that are a list', () => signToken(key, { scope: ['a:view'] }), 'lacks a usable claim scope'],
    [
      'signed by an unknown key',
      async () => signToken((await keyPair('other')).privateKey, {}, { kid: 'other' }),
      'is signed with an unknown key',
    ],
    [
      'signed by another key under a known id',
      async () => signToken((await keyPair('x')).privateKey),
      'has a signature that does not hold',
    ],
    [
      'signed with the public key as a secret',
      () => signedWithSecret(),
      'is signed with an algorithm that is not accepted',
    ],
    ['with alg none', () => Promise.resolve(unsigned()), 'is signed with an algorithm that is not accepted'],
    ['whose payload was changed', () => tampered(), 'has a signature that does not hold'],
    ['that is none', () => Promise.resolve('abc.def'), 'is malformed'],
    ['that is far too long', () => Promise.resolve('a'.repeat(10_000)), 'is too long'],
  ])('%s is refused, and never repeated in the answer', async (_title, make, why) => {
    const token = await make();
    const error = await bearer(token).then(
      () => undefined,
      (refusal: { message: string; extensions: unknown }) => refusal,
    );
    expect(error).toMatchObject({ message: `The token ${why}.`, extensions: { code: 'UNAUTHENTICATED' } });
    expect(JSON.stringify(error)).not.toContain(token.slice(0, 20));
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b'])('is required (%s)', async (header) => {
    await expect(authenticate(header)).rejects.toMatchObject({
      message: 'A bearer token is required.',
      extensions: { code: 'UNAUTHENTICATED' },
    });
  });

  it('is refused from the moment when it expires, even if it was accepted before', async () => {
    // Clocks may differ by half a minute.
    const token = await signToken(key, { exp: now() - 28 });
    expect(await bearer(token)).toBeDefined();
    await pause(2_500);
    await expect(bearer(token)).rejects.toMatchObject({ message: 'The token has expired.' });
  });
});

describe('keys in a file', () => {
  it('are rotated without a restart, and a withdrawn key is refused', async () => {
    const old = await signToken(key);
    const next = await keyPair('caller-2');
    const fresh = await signToken(next.privateKey, {}, { kid: 'caller-2' });
    expect(await bearer(old)).toBeDefined();
    await expect(bearer(fresh)).rejects.toMatchObject({ message: 'The token is signed with an unknown key.' });
    await writeKeys(publicJwk, next.publicJwk);
    await pause(1_100);
    expect(await bearer(fresh)).toBeDefined();
    expect(await bearer(old)).toBeDefined();
    await writeKeys(next.publicJwk);
    await pause(1_100);
    await expect(bearer(old)).rejects.toMatchObject({ message: 'The token is signed with an unknown key.' });
    expect(await bearer(fresh)).toBeDefined();
  });

  it('stay in force when the file becomes invalid', async () => {
    const token = await signToken(key);
    await writeFile(file, '{"keys":');
    await pause(1_100);
    expect(await bearer(token)).toBeDefined();
  });
});

describe('keys at an endpoint', () => {
  let server: Server;
  let published: JWK[];
  let works: boolean;
  let url: URL;

  beforeEach(async () => {
    published = [publicJwk];
    works = true;
    server = createServer((_request, response) => {
      response
        .writeHead(works ? 200 : 500, { 'content-type': 'application/json' })
        .end(JSON.stringify({ keys: published }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`);
    authenticate = createAuthenticator({ issuer, audience }, await openCallerKeys({ url }));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('are fetched', async () => {
    expect(await bearer(await signToken(key))).toMatchObject({ subject: 'agent-1' });
  });

  it('are not the fault of the token when they cannot be fetched', async () => {
    works = false;
    await expect(bearer(await signToken(key))).rejects.toMatchObject({
      message: 'Tokens cannot be verified at the moment.',
      extensions: { code: 'SERVICE_UNAVAILABLE' },
    });
  });

  it('are fetched again for an unknown key', async () => {
    expect(await bearer(await signToken(key))).toBeDefined();
    const next = await keyPair('caller-2');
    published = [publicJwk, next.publicJwk];
    await pause(5_100);
    expect(await bearer(await signToken(next.privateKey, {}, { kid: 'caller-2' }))).toBeDefined();
  }, 15_000);
});

function signedWithSecret(): Promise<string> {
  const secret = new TextEncoder().encode(JSON.stringify(publicJwk));
  return new SignJWT({ iss: issuer, aud: audience, sub: 'x', organization_id: 'acme', exp: now() + 60 })
    .setProtectedHeader({ alg: 'HS256', kid: 'caller-1' })
    .sign(secret);
}

function unsigned(): string {
  const part = (value: unknown) => base64url.encode(JSON.stringify(value));
  return `${part({ alg: 'none', kid: 'caller-1' })}.${part({ iss: issuer, aud: audience, sub: 'x', organization_id: 'acme', exp: now() + 60 })}.`;
}

async function tampered(): Promise<string> {
  const [header, payload = '', signature] = (await signToken(key)).split('.');
  const claims = JSON.parse(new TextDecoder().decode(base64url.decode(payload))) as object;
  return [header, base64url.encode(JSON.stringify({ ...claims, organization_id: 'other' })), signature].join('.');
}
