/**
 * Service tokens, which the gateway sends to a service with every call: short-lived JWTs (EdDSA), made for one service and one
 * organisation. Those of the purpose `query` carry a caller's operation; the contract's fields demand `gdpr`.
 */
import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { codedError } from '../../errors';
import { tokenRefused } from '../../http/errors';
import { clockTolerance, scopesOf, subjectClaims, textClaim } from '../token-claims';

export const serviceTokenIssuer = 'habeas-gateway';

/** The purpose of a call: a caller's operation, or a data-subject request. */
export type ServiceTokenPurpose = 'query' | 'gdpr';

/** For whom a service works. */
export interface ServiceCaller {
  subject: string;
  organizationId: string;
  scopes: ReadonlySet<string>;
  purpose: ServiceTokenPurpose;
  /** The data-subject request for which alone the token is valid; only with the purpose `gdpr`. */
  requestId?: string;
}

const claims = z.object({
  ...subjectClaims,
  purpose: z.enum(['query', 'gdpr']),
  request_id: textClaim(200).optional(),
  exp: z.number(),
  iat: z.number(),
});

const maximumCached = 5_000;
/** The longest lifetime of a token, in seconds. The gateway's tokens live for a minute; one that lives longer is not the gateway's. */
const longestLife = 300;

/**
 * Verifies service tokens for one service.
 * @throws UNAUTHENTICATED when the token is absent, expired, signed by another key, or made for another service.
 */
export function serviceTokenVerifier(
  service: string,
  keys: JSONWebKeySet,
): (authorization?: string) => Promise<ServiceCaller> {
  const keySet = createLocalJWKSet(keys);
  // The gateway sends one token many times; its signature is verified once.
  const verified = new Map<string, { caller: ServiceCaller; until: number }>();

  return async (authorization) => {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw codedError('UNAUTHENTICATED', 'A service token is required.');
    const known = verified.get(token);
    if (known && known.until > Date.now()) return known.caller;
    verified.delete(token);
    try {
      const { payload } = await jwtVerify(token, keySet, {
        issuer: serviceTokenIssuer,
        audience: service,
        // The same key signs certificates and checkpoints, which have another type.
        typ: 'JWT',
        algorithms: ['EdDSA'],
        requiredClaims: ['exp', 'iat'],
        clockTolerance,
      });
      const {
        sub,
        organization_id: organizationId,
        purpose,
        request_id: requestId,
        scope,
        exp,
        iat,
      } = claims.parse(payload);
      if (exp - iat > longestLife || iat > Date.now() / 1_000 + clockTolerance) throw new Error('lifetime');
      const caller: ServiceCaller = {
        subject: sub,
        organizationId,
        scopes: scopesOf(scope),
        purpose,
        ...(requestId === undefined ? {} : { requestId }),
      };
      const oldest = verified.keys().next().value;
      if (verified.size >= maximumCached && oldest !== undefined) verified.delete(oldest);
      verified.set(token, { caller, until: exp * 1000 });
      return caller;
    } catch (error) {
      const reason = error instanceof errors.JWTExpired ? 'has expired' : 'is not valid here';
      throw tokenRefused(`The service token ${reason}.`);
    }
  };
}
