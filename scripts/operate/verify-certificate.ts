/** `habeas verify-certificate FILE`: checks the signature of a certificate and prints what it states. */
import { existsSync, readFileSync } from 'node:fs';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { CommandFailure, reasonOf } from '../cli/failure';
import { printTable } from '../cli/terminal';
import { certificateType } from '../../gateway/gdpr/closing/certificate';
import { verifyStatement } from '../../gateway/security/signed-statement';
import { gatewayHere } from './gateway-here';

/** The keys cannot be read; the certificate itself may be valid. */
class KeysUnreachableError extends Error {}

interface Statement {
  sub: string;
  organization_id: string;
  request: {
    type: string;
    status: string;
    termDigest: string;
    /** Absent on certificates of earlier versions, which name the caller instead. */
    createdByDigest?: string;
    createdBy?: string;
    createdAt: string;
    completedAt: string | null;
  };
  services: {
    service: string;
    status: string;
    verification: string | null;
    dispositions: { recordType: string; disposition: string; count: number }[];
  }[];
  audit: { sequence: number; hash: string };
  /** SHA-256 of the request's earlier certificate, which this one replaces. */
  supersedes?: string;
}

/** Fetches keys from an address. @throws KeysUnreachableError, which says nothing about the certificate */
async function fetchedKeys(url: URL): Promise<JSONWebKeySet> {
  const unreachable = (why: string) =>
    new KeysUnreachableError(`the keys at ${url.origin}${url.pathname} cannot be had: ${why}.`);
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch((error: unknown) => {
    const { cause } = error as { cause?: { code?: string } };
    throw unreachable(cause?.code ?? 'there is no answer');
  });
  if (!response.ok) throw unreachable(`the answer is ${response.status}`);
  const keys = (await response.json().catch(() => null)) as JSONWebKeySet | null;
  if (!Array.isArray(keys?.keys)) throw unreachable('the answer is no key set');
  return keys;
}

/** Reads keys from a file. @throws KeysUnreachableError, which says nothing about the certificate */
function keysIn(file: string): JSONWebKeySet {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JSONWebKeySet;
  } catch (error) {
    throw new KeysUnreachableError(`${file} is no file of keys (JWKS): ${reasonOf(error)}`);
  }
}

/** Verifies a certificate. @throws when it was altered, or signed with a key that is not in the set */
export async function verifyCertificate(certificate: string, keys: string): Promise<Statement> {
  const isUrl = /^https?:\/\//.test(keys);
  const jws = certificate.trim();
  const set = isUrl ? await fetchedKeys(new URL(keys)) : keysIn(keys);
  const stated = await verifyStatement(jws, certificateType, createLocalJWKSet(set));
  if (stated === null) throw new Error('It is signed, and it is no certificate of a request.');
  return stated as Statement;
}

function print({ sub, organization_id: organization, request, services, audit, supersedes }: Statement): void {
  console.log(`The signature holds. Request ${sub} of ${organization}: ${request.type} ${request.status}`);
  console.log(
    `asked by ${request.createdBy ?? `a caller of digest ${request.createdByDigest}`} at ${request.createdAt}, ended at ${request.completedAt ?? '-'}, term digest ${request.termDigest}`,
  );
  printTable(
    ['service', 'outcome', 'what was done', 'searched again'],
    services.map(({ service, status, dispositions, verification }) => [
      service,
      status,
      dispositions.map(({ recordType, disposition, count }) => `${recordType} ${disposition} ${count}`).join('\n'),
      verification,
    ]),
  );
  console.log(`The audit log stood at entry ${audit.sequence}, hash ${audit.hash}.`);
  if (supersedes) console.log(`It takes the place of the certificate with SHA-256 ${supersedes}.`);
}

/** The address of the public keys of the gateway that runs here. */
const keysHere = (): string => new URL('/.well-known/jwks.json', gatewayHere()).href;

/** Verifies the certificate in a file, and prints what it states. */
export async function run(file: string, { keys = keysHere() }: { keys?: string }): Promise<void> {
  if (!existsSync(file)) throw unchecked(`there is no file ${file}.`);
  try {
    print(await verifyCertificate(readFileSync(file, 'utf8'), keys));
  } catch (error) {
    if (error instanceof KeysUnreachableError) throw unchecked(error.message);
    throw new Error(`The certificate does not hold: ${reasonOf(error)}`, { cause: error });
  }
}

/** A failure that says nothing about the certificate: exit code 2, where 1 means that the certificate is not valid. */
const unchecked = (why: string) => new CommandFailure(`The certificate could not be checked: ${why}`, 2);
