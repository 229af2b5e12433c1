/** `npm run token`: a development token, signed with the key that the first start made. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { importJWK, SignJWT, type JWK } from 'jose';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { organizationIdPattern } from '../../subgraphs/kit/base/security/token-claims';
import { assertDevelopmentKeys, refuseProduction } from './development-only';
import { keyFiles } from './keys';
import { serviceNames } from './subgraphs';

/** Every scope there is. */
export const allScopes = [
  'gdpr:subject:view',
  'gdpr:request:view',
  'gdpr:request:add',
  'inventory:view',
  'audit:view',
  'metrics:view',
  ...serviceNames().flatMap((service) => [`${service}:view`, `${service}:edit`]),
];

/** Who issues development tokens. */
export const developmentIssuer = 'habeas-development';

/** What a development token says. */
export interface TokenClaims {
  organization: string;
  scopes?: readonly string[];
  subject?: string;
  /** `12h`, `30m`: as jose reads it. */
  expiresIn?: string;
}

/** The data directory: `HABEAS_DATA_DIR`, or `.habeas` in the project. */
export const dataDirectory = (given = process.env.HABEAS_DATA_DIR): string =>
  path.resolve(projectRoot(), given || '.habeas');

/**
 * Signs a token that the gateway of this data directory believes.
 * @throws in production, before the first start, in another's data directory, and for an organisation id that cannot be one.
 */
export async function developmentToken(
  dataDir: string,
  { organization, scopes = allScopes, subject = 'developer', expiresIn = '12h' }: TokenClaims,
): Promise<string> {
  refuseProduction('npm run token');
  assertDevelopmentKeys(dataDir);
  if (!organizationIdPattern.test(organization))
    throw new Error('An organisation id has 1 to 64 letters, digits, _ and -.');
  const file = keyFiles(dataDir).callerSigning;
  if (!existsSync(file)) throw new Error(`There is no signing key in ${dataDir} yet: the first npm start makes it.`);
  const key = JSON.parse(readFileSync(file, 'utf8')) as JWK;
  return new SignJWT({ scope: scopes.join(' '), organization_id: organization })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid ?? '' })
    .setIssuer(developmentIssuer)
    .setAudience('habeas')
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime(expiresIn)
    .sign(await importJWK(key, 'EdDSA'));
}

interface CommandOptions {
  organization: string;
  scopes?: string;
  subject: string;
  expires: string;
}

/** Prints a token. */
export async function run({ organization, scopes, subject, expires }: CommandOptions): Promise<void> {
  const token = await developmentToken(dataDirectory(), {
    organization,
    subject,
    expiresIn: expires,
    ...(scopes === undefined ? {} : { scopes: scopes.split(/\s+/).filter(Boolean) }),
  });
  console.log(token);
}
