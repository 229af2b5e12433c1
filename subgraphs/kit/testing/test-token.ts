/** Service tokens as the gateway signs them, and as it would never: what a service must tell apart. */
import { SignJWT, type CryptoKey } from 'jose';
import { serviceTokenIssuer } from '../base/security/service-tokens/service-token';

/** What a service token of a test says. */
export interface TokenOptions {
  organizationId?: string;
  purpose?: 'query' | 'gdpr';
  scopes?: string[];
  audience?: string;
  expiresIn?: string;
  key?: CryptoKey;
  issuer?: string;
  /** Seconds from now until it is valid. */
  notBefore?: number;
  /** Seconds from now at which it says that it was issued. */
  issuedAt?: number;
  /** The request that it is made for; by default the one that the operation's variables name. Null for none. */
  requestId?: string | null;
  /** The header's `typ`. */
  type?: string;
  /** A whole token, instead of one that is made. */
  raw?: string;
}

/** The organisation of tokens that name no other. */
export const testOrganization = 'test-organization';

/** Signs a token of a service by the key that the service believes, unless the options say otherwise. */
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
