/** Tokens for development, signed with the key that the first `npm start` makes. Production has no such key. */
import type { FastifyRequest } from 'fastify';
import { importJWK, SignJWT, type JWK } from 'jose';
import { codedError } from '../../subgraphs/kit/base/errors';
import type { ScopeRules } from '../../subgraphs/kit/base/security/scopes';

/** Who issues development tokens. */
export const developmentIssuer = 'habeas-development';

/** What a development token says. */
export interface DevelopmentClaims {
  organization: string;
  scopes: readonly string[];
  subject: string;
  /** `12h`, `30m`: as jose reads it. */
  expiresIn: string;
}

export async function signDevelopmentToken(
  key: JWK,
  { organization, scopes, subject, expiresIn }: DevelopmentClaims,
): Promise<string> {
  return new SignJWT({ scope: scopes.join(' '), organization_id: organization })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid ?? '' })
    .setIssuer(developmentIssuer)
    .setAudience('habeas')
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime(expiresIn)
    .sign(await importJWK(key, 'EdDSA'));
}

/** Every scope that a caller may need: what the schema demands, and what is looked at elsewhere. */
export const callerScopes = ({ scopes }: Pick<ScopeRules, 'scopes'>): string[] => [
  ...new Set([...scopes, 'gdpr:value:view', 'metrics:view']),
];

const loopback = /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/;
const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Lets a page of this machine through, and no other: neither another machine, nor a page of another origin, nor one whose name was
 * made to lead here (DNS rebinding).
 * @throws FORBIDDEN
 */
export function assertOwnPage({ raw, headers, protocol, host, hostname }: FastifyRequest): void {
  const fromHere = loopback.test(raw.socket.remoteAddress ?? '') && loopbackHost.test(hostname);
  if (fromHere && headers.origin === `${protocol}://${host}`) return;
  throw codedError('FORBIDDEN', 'Development tokens are given to the page of this machine alone.');
}
