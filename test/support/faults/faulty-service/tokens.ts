/** Which tokens a faulty service accepts. */
import { createLocalJWKSet, decodeJwt, jwtVerify, type JWK, type JWTPayload } from 'jose';
import type { Has } from './faults';
import type { Caller } from './store';

/** Reads the caller from a header. @throws when the token is not acceptable */
export function tokenReader(publicKey: JWK, has: Has): (header: string | null) => Promise<Caller> {
  const keys = createLocalJWKSet({ keys: [publicKey] });
  const options = {
    issuer: 'habeas-gateway',
    ...(has('tokens for other services are taken') ? {} : { audience: 'faulty' }),
    algorithms: ['EdDSA'],
    requiredClaims: ['exp', 'iat'],
    typ: 'JWT',
    clockTolerance: has('expired tokens are taken') ? 300 : 0,
  };
  // One token carries many calls; its signature is verified once.
  const verified = new Map<string, JWTPayload>();
  const read = async (token: string): Promise<JWTPayload> => {
    const known = verified.get(token);
    if (known && (known.exp ?? 0) + options.clockTolerance > Date.now() / 1_000) return known;
    const { payload } = await jwtVerify(token, keys, options);
    verified.set(token, payload);
    return payload;
  };
  return async (header) => {
    const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1] ?? '';
    const unread = has('signatures are not verified');
    const payload = unread ? decodeJwt(token) : await read(token);
    const { organization_id: organization, purpose, request_id: requestId, exp = 0, iat = 0 } = payload;
    if (exp - iat > 300 && !unread && !has('tokens may live for years')) throw new Error('The token lives too long.');
    return {
      organization: String(organization),
      purpose: String(purpose),
      requestId: requestId as string | undefined,
    };
  };
}
