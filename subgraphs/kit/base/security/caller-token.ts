/** Who calls: bearer tokens (JWT) verified against the issuer's public keys. */
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { codedError } from '../errors';
import { tokenRefused } from '../http/errors';
import { clockTolerance, scopesOf, subjectClaims, textClaim } from './token-claims';
import type { CallerConfig, CallerKeys } from './caller-keys';

/** The one who calls, and the organisation (tenant) that the call is walled into. */
export interface Caller {
  /** The token's `sub`. */
  subject: string;
  organizationId: string;
  scopes: ReadonlySet<string>;
  /** When the token ends. */
  expiresAt: Date;
  /** The token's `jti`, when it has one. */
  tokenId?: string;
}

/** Finds the caller that an `Authorization` header names. @throws UNAUTHENTICATED, or SERVICE_UNAVAILABLE without keys */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

/** Signatures that are accepted: asymmetric ones only, so that whoever can verify a token cannot make one. */
const algorithms = ['EdDSA', 'ES256', 'RS256'];
/** What a token may say that it is (RFC 8725, 3.11): nothing, any JWT, or an access token (RFC 9068). */
const types = new Set([undefined, 'jwt', 'at+jwt']);
/** How long a verified token is taken for granted, in milliseconds: the longest that a withdrawn key is still accepted. */
const trustFor = 30_000;
const largestToken = 8 * 1024;

/** How far off a token's end may be, in seconds: a token that is good for years is a password that nobody changes. */
const longestLife = 24 * 3_600;

const claims = z.object({
  ...subjectClaims,
  jti: textClaim(256).optional(),
  exp: z.number(),
  iat: z.number().optional(),
});

/** Makes the check of callers' tokens. No token, and nothing of one, is ever repeated in an error. */
export function createAuthenticator(
  callers: Pick<CallerConfig, 'issuer' | 'audience'>,
  keys: CallerKeys,
): Authenticate {
  // Tokens end by the clock on the wall, whatever the process was busy with.
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
    // What is left is not the token's fault: the key set cannot be fetched or read.
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
