/** Tests who may call which field of a PII service; they are the same for every service that the kit serves. */
import { base64url, generateKeyPair, SignJWT } from 'jose';
import { contractOf } from './contract';
import type { TestService, TokenOptions } from '../run/service';

/** The operations that {@link describeAccess} sends to a service. */
export interface AccessCase {
  /** A caller's query, and the scope that it needs. */
  query: string;
  queryScope: string;
  /** A caller's mutation, and the scope that it needs. */
  mutation: string;
  mutationScope: string;
}

/** Tests that nothing of a service is answered without the right service token. */
export function describeAccess(
  get: () => TestService,
  { query, queryScope, mutation, mutationScope }: AccessCase,
): void {
  const term = { externalContactId: '00000000-0000-7000-8000-000000000001' };

  describe('access', () => {
    test('without a token nothing is answered, introspection included; the health checks are', async () => {
      const { url } = get();
      for (const operation of ['{ __schema { queryType { name } } }', '{ __typename }', query, 'no GraphQL']) {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: operation }),
        });
        expect(response.status).toBe(401);
        expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
      }
      for (const path of ['/graphql', '/attachments/1', '/anything'])
        expect((await fetch(url.replace('/graphql', path))).status).toBe(401);
      for (const path of ['/health/live', '/health/ready'])
        expect((await fetch(url.replace('/graphql', path))).status).toBe(200);
    });

    test.each<[string, () => Promise<TokenOptions>]>([
      ['that has expired', () => Promise.resolve({ expiresIn: '-1m' })],
      ['for another service', () => Promise.resolve({ audience: 'somebody-else' })],
      ['that is not valid yet', () => Promise.resolve({ notBefore: 600 })],
      ['that is valid for longer than the gateway makes any', () => Promise.resolve({ expiresIn: '10m' })],
      ['that is valid for years', () => Promise.resolve({ expiresIn: '10y' })],
      ['of another type', () => Promise.resolve({ type: 'habeas-certificate+jwt' })],
      ['of the future', () => Promise.resolve({ issuedAt: 600 })],
      ['of another issuer', () => Promise.resolve({ issuer: 'somebody-else' })],
      ['with alg none', () => Promise.resolve({ raw: unsigned() })],
      ['signed with a secret', async () => ({ raw: await signedWithSecret() })],
      ['of another key', async () => ({ key: (await generateKeyPair('EdDSA')).privateKey })],
      ['of an organisation that cannot be', () => Promise.resolve({ organizationId: 'a/b' })],
    ])('a token %s is refused', async (_, options) => {
      const given = await options();
      const { status, errors, data } = await get().send(query, {}, given);
      expect([status, errors?.[0]?.extensions?.code, data]).toEqual([401, 'UNAUTHENTICATED', undefined]);
      for (const answer of await contractOf(get(), given).answers(term)) expect(answer.status).toBe(401);
    });

    test('a token without the scope is told which scope is missing, and nothing is done', async () => {
      for (const [operation, scope] of [
        [query, queryScope],
        [mutation, mutationScope],
      ] as const) {
        const { errors, data } = await get().send(operation, {}, { scopes: ['gdpr:request:add', 'another:view'] });
        expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
        expect(errors?.[0]?.extensions?.requiredScopes).toContain(scope);
        expect(data ?? null).toBeNull();
      }
    });

    test('the contract accepts only tokens with the purpose gdpr, whatever their scopes', async () => {
      const service = get();
      for (const { errors } of await contractOf(service, {
        purpose: 'query',
        scopes: [queryScope, mutationScope],
      }).answers(term))
        expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
      for (const { errors } of await contractOf(service).answers(term)) expect(errors).toBeUndefined();
    });

    test.each([null, 'another'])(
      'what changes data takes a token of its own request, and not one of %s',
      async (requestId) => {
        const [found, ...refused] = await contractOf(get(), { requestId }).answers(term);
        expect(found?.errors).toBeUndefined();
        expect(refused.map(({ errors }) => errors?.[0]?.extensions?.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
      },
    );
  });
}

const claims = {
  iss: 'habeas-gateway',
  aud: 'directory',
  sub: 'tester',
  organization_id: 'test-organization',
  purpose: 'gdpr',
  exp: Math.floor(Date.now() / 1_000) + 600,
};

const unsigned = () =>
  `${base64url.encode(JSON.stringify({ alg: 'none', kid: 'test' }))}.${base64url.encode(JSON.stringify(claims))}.`;

const signedWithSecret = () =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'test' }).sign(new TextEncoder().encode('x'.repeat(32)));
