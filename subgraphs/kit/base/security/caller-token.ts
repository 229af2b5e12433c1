/** Callers: their bearer tokens (JWT), verified with the issuer's public keys. */
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { codedError } from '../errors';
import { tokenRefused } from '../http/errors';
import { clockTolerance, scopesOf, subjectClaims, textClaim } from './token-claims';
import type { CallerConfig, CallerKeys } from './caller-keys';

/** The caller, and the organisation (tenant) whose data the call may touch. */
export interface Caller {
  /** The token's `sub`. */
  subject: string;
  organizationId: string;
  scopes: ReadonlySet<string>;
  /** When the token expires. */
  expiresAt: Date;
  /** The token's `jti`, if it has one. */
  tokenId?: string;
}

/** Finds the caller of an `Authorization` header. @throws UNAUTHENTICATED, or SERVICE_UNAVAILABLE when the keys cannot be read */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

/** The accepted signature algorithms: asymmetric ones only, so that a party that can verify a token cannot make one. */
const algorithms = ['EdDSA', 'ES256', 'RS256'];
/** The accepted values of a token's `typ` (RFC 8725, 3.11): none, any JWT, or an access token (RFC 9068). */
const types = new Set([undefined, 'jwt', 'at+jwt']);
/** How long a verified token is not verified again, in milliseconds; a withdrawn key is accepted for as long. */
const trustFor = 30_000;
const largestToken = 8 * 1024;

/** The longest time to a token's expiry, in seconds: a token that is valid for years is a password that nobody changes. */
const longestLife = 24 * 3_600;

const claims = z.object({
  ...subjectClaims,
  jti: textClaim(256).optional(),
  exp: z.number(),
  iat: z.number().optional(),
});

/** Makes the function that verifies callers' tokens. No error repeats a token or a part of one. */
export function createAuthenticator(
  callers: Pick<CallerConfig, 'issuer' | 'audience'>,
  keys: CallerKeys,
): Authenticate {
  // `perf: Date`: tokens expire by the wall clock, however busy the process was.
  const verified = new LRUCache<string, Caller>({ max: 5_000, perf: Date, ttlResolution: 0 });
  let trustedKeys = keys.version;

  return async (authorization) => {
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw codedError('UNAUTHENTICATED', 'A bearer token is required.');
    if (token.length > largestToken) throw refused('is too long');
    await keys.refresh();
    if (keys.version !== trustedKeys) {
      verified.clear();
      trustedKeys = keys.version;
    }
    const known = verified.get(token);
    if (known) return known;

    const payload = await verify(token, callers, keys);
    const parsed = claims.safeParse(payload);
    if (!parsed.success) throw refused(`lacks a usable claim ${String(parsed.error.issues[0]?.path[0] ?? 'sub')}`);
    const { sub, organization_id: organizationId, scope, jti, exp, iat = 0 } = parsed.data;
    const now = Date.now() / 1_000;
    if (exp > now + longestLife + clockTolerance) throw refused('is valid for more than a day');
    if (iat > now + clockTolerance) throw refused('is not valid yet');
    const caller: Caller = {
      subject: sub,
      organizationId,
      scopes: scopesOf(scope),
      expiresAt: new Date(exp * 1000),
      ...(jti === undefined ? {} : { tokenId: jti }),
    };
    const trusted = Math.min((exp + clockTolerance) * 1000 - Date.now(), trustFor);
    if (trusted > 0) verified.set(token, caller, { ttl: trusted });
    return caller;
  };
}

async function verify(
  token: string,
  { issuer, audience }: Pick<CallerConfig, 'issuer' | 'audience'>,
  keys: CallerKeys,
): Promise<JWTPayload> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys.find, {
      issuer,
      audience,
      algorithms,
      clockTolerance,
      requiredClaims: ['exp'],
    });
    const type = protectedHeader.typ?.toLowerCase().replace(/^application\//, '');
    if (!types.has(type)) throw new errors.JWTClaimValidationFailed('type', payload, 'typ');
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw refused('has expired');
    if (error instanceof errors.JWTClaimValidationFailed) throw refused(claimProblem(error.claim));
    if (error instanceof errors.JOSEAlgNotAllowed) throw refused('is signed with an algorithm that is not accepted');
    if (error instanceof errors.JWSSignatureVerificationFailed) throw refused('has a signature that does not hold');
    if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
      throw refused('is signed with an unknown key');
    if (
      error instanceof errors.JWTInvalid ||
      error instanceof errors.JWSInvalid ||
      error instanceof errors.JOSENotSupported
    )
      throw refused('is malformed');
    // Any other error is not the token's fault: the key set cannot be fetched or read.
    throw codedError('SERVICE_UNAVAILABLE', 'Tokens cannot be verified at the moment.');
  }
}

function claimProblem(claim: string): string {
  if (claim === 'nbf') return 'is not valid yet';
  if (claim === 'iss') return 'has the wrong issuer';
  if (claim === 'typ') return 'is of another type';
  if (claim === 'aud') return 'has the wrong audience';
  return 'lacks a usable claim';
}

const refused = (why: string) => tokenRefused(`The token ${why}.`);
