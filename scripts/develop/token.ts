/** `npm run token`: a development token, signed with the key that the first start created. */
import { existsSync, readFileSync } from 'node:fs';
import type { JWK } from 'jose';
import { developmentClient, type ClientCredentials } from '../../gateway/rest/oauth/development-client';
import { signDevelopmentToken } from '../../gateway/web/development-token';
import { organizationIdPattern } from '../../subgraphs/kit/base/security/token-claims';
import { WrongCall } from '../cli/failure';
import { assertDevelopmentKeys, refuseProduction } from './installation/development-only';
import { dataDirectory, keyFiles } from './installation/key-places';
import { serviceNames } from './subgraphs';

/** Every scope of this project. */
export const allScopes = [
  'gdpr:subject:view',
  'gdpr:value:view',
  'gdpr:request:view',
  'gdpr:request:add',
  'gdpr:request:approve',
  'gdpr:case:view',
  'gdpr:case:edit',
  'gdpr:hold:manage',
  'webhook:manage',
  'gdpr:restriction:manage',
  'services:manage',
  'inventory:view',
  'audit:view',
  'metrics:view',
  ...serviceNames().flatMap((service) => [`${service}:view`, `${service}:edit`]),
];

/** The claims of a development token. */
export interface TokenClaims {
  organization: string;
  scopes?: readonly string[];
  subject?: string;
  /** In jose's format: `12h`, `30m`. */
  expiresIn?: string;
}

/**
 * Signs a token that the gateway of this data directory accepts.
 * @throws in production, before the first start, in another installation's data directory, and for an invalid organisation id.
 */
export async function developmentToken(
  dataDir: string,
  { organization, scopes = allScopes, subject = 'developer', expiresIn = '12h' }: TokenClaims,
): Promise<string> {
  refuseProduction('npm run token');
  assertDevelopmentKeys(dataDir);
  assertOrganizationId(organization);
  return signDevelopmentToken(signingKey(dataDir), { organization, scopes, subject, expiresIn });
}

/** @throws for an invalid organisation id */
export function assertOrganizationId(id: string): void {
  if (!organizationIdPattern.test(id))
    throw new WrongCall('--organization: an organisation id has 1 to 64 letters, digits, _ and -.');
}

/**
 * Checks scopes. The served supergraph is read only for scopes that are not this project's own, because that takes a moment, and so
 * does loading what reads it.
 * @throws naming the unknown scopes and the known ones
 */
async function assertKnownScopes(given: readonly string[]): Promise<void> {
  if (given.every((scope) => allScopes.includes(scope))) return;
  const { servedScopes } = await import('./installation/served-scopes.js');
  const served = await servedScopes();
  const known = new Set([...allScopes, ...served.scopes]);
  const unknown = given.filter((scope) => !known.has(scope));
  if (unknown.length === 0) return;
  const more = served.complete ? '' : ' Habeas does not run: scopes of services that have joined it are not known now.';
  throw new WrongCall(
    `--scopes: there is no scope ${unknown.join(', ')}; there are ${[...known].sort().join(', ')}.${more}`,
  );
}

function signingKey(dataDir: string): JWK {
  const file = keyFiles(dataDir).callerSigning;
  if (!existsSync(file)) throw new Error(`There is no signing key in ${dataDir} yet: the first npm start makes it.`);
  return JSON.parse(readFileSync(file, 'utf8')) as JWK;
}

/** The client that logs in to the REST API of this data directory's gateway. @throws before the first start */
export const clientOf = (dataDir: string): ClientCredentials => developmentClient(signingKey(dataDir));

interface CommandOptions {
  organization: string;
  scopes?: string;
  subject: string;
  expires: string;
}

/** Prints a token. */
export async function run({ organization, scopes, subject, expires }: CommandOptions): Promise<void> {
  const dataDir = dataDirectory();
  const given = scopes?.split(/\s+/).filter(Boolean);
  if (given) await assertKnownScopes(given);
  const token = await developmentToken(dataDir, {
    organization,
    subject,
    expiresIn: expires,
    ...(given ? { scopes: given } : {}),
  });
  console.log(token);
}
