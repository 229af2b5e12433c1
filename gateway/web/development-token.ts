/** Issues development tokens, signed with the key that the first `npm start` creates. Production has no such key. */
import type { FastifyRequest } from 'fastify';
import { importJWK, SignJWT, type JWK } from 'jose';
import { codedError } from '../../subgraphs/kit/base/errors';
import type { ScopeRules } from '../../subgraphs/kit/base/security/scopes';

/** The issuer (`iss`) of development tokens. */
export const developmentIssuer = 'habeas-development';

/** The claims of a development token. */
export interface DevelopmentClaims {
  organization: string;
  scopes: readonly string[];
  subject: string;
  /** A time span in the form of the library jose, such as `12h` or `30m`. */
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

/** Returns every scope that a caller may need: those that the schema requires, and those that are checked elsewhere. */
export const callerScopes = ({ scopes }: Pick<ScopeRules, 'scopes'>): string[] => [
  ...new Set([...scopes, 'gdpr:value:view', 'metrics:view']),
];

const loopback = /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/;
const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Accepts only requests of a page on this machine: no other machine, no page of another origin, and no page whose host name was made to
 * resolve to this machine (DNS rebinding).
 * @throws FORBIDDEN
 */
export function assertOwnPage({ raw, headers, protocol, host, hostname }: FastifyRequest): void {
  const fromHere = loopback.test(raw.socket.remoteAddress ?? '') && loopbackHost.test(hostname);
  if (fromHere && headers.origin === `${protocol}://${host}`) return;
  throw codedError('FORBIDDEN', 'Development tokens are given to the page of this machine alone.');
}
