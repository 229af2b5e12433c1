/** Files requests, watches them and prints their results. */
import { finishedStatuses } from '../../../gateway/gdpr/lifecycle';
import { printTable } from '../../cli/terminal';
import type { ApiClient } from '../api-client';

interface Outcome {
  service: string;
  status: string;
  recordsFound: number | null;
  verification: string | null;
  recordCounts: { recordType: string; count: number }[];
  dispositions: { recordType: string; disposition: string; count: number; reason: string | null }[];
}

/** A request, with the fields that the demo shows. */
export interface ShownRequest {
  id: string;
  type: string;
  status: string;
  term: { type: string; value: string } | null;
  services: Outcome[];
  suggestedTerms: { term: { type: string; value: string }; foundIn: string[] }[];
  package: { url: string; byteSize: number; sha256: string; expiresAt: string } | null;
  relatedRequests: ShownRequest[];
}

const fields = `id type status term { type value }
  services { service status recordsFound verification recordCounts { recordType count } dispositions { recordType disposition count reason } }
  package { url byteSize sha256 expiresAt }
  suggestedTerms { term { type value } foundIn }`;

const finished: readonly string[] = finishedStatuses;

/** Creates a request. @returns its id */
export async function fileRequest(api: ApiClient, input: Record<string, unknown>): Promise<string> {
  const { createGdprRequest } = await api.ask<{ createGdprRequest: { request: { id: string } } }>(
    'mutation File($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { request { id } } }',
    { input },
  );
  return createGdprRequest.request.id;
}

/** Waits until a request and its related requests have finished, and prints each change of status. */
export async function watchRequest(api: ApiClient, id: string): Promise<ShownRequest> {
  const document = `query Watch($id: ID!) { gdprRequest(id: $id) { ${fields} relatedRequests { ${fields} } } }`;
  for (let before = ''; ; await new Promise((resolve) => setTimeout(resolve, 150))) {
    const { gdprRequest } = await api.ask<{ gdprRequest: ShownRequest }>(document, { id });
    const family = [gdprRequest, ...gdprRequest.relatedRequests];
    const now = family.map(({ status }) => status.toLowerCase()).join(', ');
    if (now !== before) console.log(`  ${now}`);
    before = now;
    if (family.every(({ status }) => finished.includes(status))) return gdprRequest;
  }
}

function doneBy({ dispositions, recordCounts }: Outcome): string {
  if (dispositions.length === 0)
    return recordCounts.map(({ recordType, count }) => `${recordType} ${count}`).join('\n');
  return dispositions
    .map(
      ({ recordType, disposition, count, reason }) =>
        `${recordType} ${disposition.toLowerCase()} ${count}${reason ? `: ${reason}` : ''}`,
    )
    .join('\n');
}

/** Prints what each service did, for the request and each related one. */
export function printOutcome(request: ShownRequest): void {
  for (const member of [request, ...request.relatedRequests]) {
    const relation = member === request ? 'the request' : 'related request';
    console.log(`\n${relation} ${member.id}: ${member.type} ${member.status}`);
    printTable(
      ['service', 'outcome', 'found', 'what was done', 'searched again'],
      member.services.map((outcome) => [
        outcome.service,
        outcome.status,
        outcome.recordsFound,
        doneBy(outcome),
        outcome.verification,
      ]),
      { widths: [19, 20, 7, 56, 16] },
    );
    if (member.suggestedTerms.length > 0) {
      console.log('Suggested terms, for review:');
      for (const { term, foundIn } of member.suggestedTerms)
        console.log(`  ${term.type.padEnd(20)} ${term.value}  (${foundIn.join(', ')})`);
    }
  }
}

/** Prints where the package of an export is: its family has one, which each of its requests names. */
export function printPackage({ package: found }: ShownRequest): void {
  if (!found) return;
  console.log("\nThe package, to be downloaded with the caller's token:");
  console.log(`  ${found.url}  ${found.byteSize} bytes, until ${found.expiresAt}\n    sha256 ${found.sha256}`);
}
