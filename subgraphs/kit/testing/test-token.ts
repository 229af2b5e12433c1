/** Service tokens for tests: like the gateway's, and with faults that a service must notice. */
import { SignJWT, type CryptoKey } from 'jose';
import { serviceTokenIssuer } from '../base/security/service-tokens/service-token';

/** The contents of a test's service token. By default it is valid. */
export interface TokenOptions {
  organizationId?: string;
  purpose?: 'query' | 'gdpr';
  scopes?: string[];
  audience?: string;
  expiresIn?: string;
  key?: CryptoKey;
  issuer?: string;
  /** Seconds from now until the token becomes valid. */
  notBefore?: number;
  /** Seconds from now to the token's time of issue. */
  issuedAt?: number;
  /** The request that the token is made for; null for none. @default the one that the operation's variables name */
  requestId?: string | null;
  /** The header's `typ`. */
  type?: string;
  /** A whole token, used instead of a signed one. */
  raw?: string;
}

/** The organisation of tokens that name no other. */
export const testOrganization = 'test-organization';

/** Signs a service token with the key that the service accepts, unless the options say otherwise. */
export async function signTestToken(
  service: string,
  serviceKey: CryptoKey,
  {
    organizationId = testOrganization,
    purpose = 'query',
    scopes = [`${service}:view`, `${service}:edit`],
    audience = service,
    expiresIn = '60s',
    key = serviceKey,
    issuer = serviceTokenIssuer,
    notBefore = 0,
    issuedAt = 0,
    requestId = null,
    type = 'JWT',
    raw,
  }: TokenOptions = {},
): Promise<string> {
  if (raw) return raw;
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({
    organization_id: organizationId,
    purpose,
    ...(requestId === null ? {} : { request_id: requestId }),
    scope: scopes.join(' '),
  })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'test', typ: type })
    .setIssuer(issuer)
    .setNotBefore(now + notBefore)
    .setIssuedAt(now + issuedAt)
    .setAudience(audience)
    .setSubject('tester')
    .setExpirationTime(expiresIn)
    .sign(key);
}
