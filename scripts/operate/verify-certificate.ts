/** `npm run verify-certificate -- FILE`: checks the signature of a certificate and prints what it states. */
import { readFileSync } from 'node:fs';
import Table from 'cli-table3';
import { compactVerify, createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet } from 'jose';
import { certificateType } from '../../gateway/gdpr/closing/certificate';

interface Statement {
  sub: string;
  organization_id: string;
  request: {
    type: string;
    status: string;
    termDigest: string;
    createdBy: string;
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
}

/** Verifies a certificate. @throws when it was altered, or signed by a key that is not in the set */
export async function verifyCertificate(certificate: string, keys: string): Promise<Statement> {
  const isUrl = /^https?:\/\//.test(keys);
  const jws = certificate.trim();
  const { payload, protectedHeader } = isUrl
    ? await compactVerify(jws, createRemoteJWKSet(new URL(keys)), { algorithms: ['EdDSA'] })
    : await compactVerify(jws, createLocalJWKSet(JSON.parse(readFileSync(keys, 'utf8')) as JSONWebKeySet), {
        algorithms: ['EdDSA'],
      });
  if (protectedHeader.typ !== certificateType) throw new Error('It is signed, and it is no certificate of a request.');
  return JSON.parse(Buffer.from(payload).toString()) as Statement;
}

function print({ sub, organization_id: organization, request, services, audit }: Statement): void {
  console.log(`The signature holds. Request ${sub} of ${organization}: ${request.type} ${request.status}`);
  console.log(
    `asked by ${request.createdBy} at ${request.createdAt}, ended at ${request.completedAt ?? '-'}, term digest ${request.termDigest}`,
  );
  const table = new Table({
    head: ['service', 'outcome', 'what was done', 'searched again'],
    style: { head: [], border: [] },
  });
  for (const { service, status, dispositions, verification } of services) {
    table.push([
      service,
      status,
      dispositions.map(({ recordType, disposition, count }) => `${recordType} ${disposition} ${count}`).join('\n'),
      verification ?? '',
    ]);
  }
  console.log(table.toString());
  console.log(`The audit log stood at entry ${audit.sequence}, hash ${audit.hash}.`);
}

/** Verifies the certificate in a file and prints what it states. */
export async function run(file: string, { keys }: { keys: string }): Promise<void> {
  print(await verifyCertificate(readFileSync(file, 'utf8'), keys));
}
