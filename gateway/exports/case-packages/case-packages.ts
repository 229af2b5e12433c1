/**
 * The package of a case (R13, R28): one of all its exports, once none of them is in flight. Of a single export it is that one's own; of
 * several it is put together of theirs, and is there for as long as all of those are, and no others. An erasure that removes one of them
 * so takes it out of everybody's reach at once; its file goes with the next sweep.
 */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { finishedStatuses, type RequestType } from '../../gdpr/lifecycle';
import { sqlSet } from '../../gdpr/lifecycle-sql';
import type { ExportPackage } from '../store/export-store';

const exportType = 'EXPORT' satisfies RequestType;

/** SQL: cases with their packages that are there, by a condition on `request`. None of those with an export in flight. */
export const packagesOfCases = (condition: string): string =>
  `SELECT request.organization_id, request.case_id, count(*) AS packages, min(exported.expires_at) AS expires_at,
     array_agg(exported.request_id ORDER BY exported.request_id) AS members,
     string_agg(exported.request_id::text || ':' || exported.sha256, ',' ORDER BY exported.request_id) AS contents
   FROM gdpr_export exported
   JOIN gdpr_request request ON request.organization_id = exported.organization_id AND request.id = exported.request_id
   WHERE exported.expires_at > now() AND request.case_id IS NOT NULL AND ${condition}
     AND NOT EXISTS (SELECT FROM gdpr_request other
       WHERE other.organization_id = request.organization_id AND other.case_id = request.case_id
         AND other.type = '${exportType}' AND other.status NOT IN ${sqlSet(finishedStatuses)})
   GROUP BY request.organization_id, request.case_id`;

/** The package of a case: under the case's id, or of its one export under that one's. */
export type CasePackage = Pick<
  ExportPackage,
  'requestId' | 'attempt' | 'byteSize' | 'sha256' | 'expiresAt' | 'members'
>;

interface Row {
  case_id: string;
  packages: string;
  expires_at: Date;
  members: string[];
  attempt: number | null;
  byte_size: string | null;
  sha256: string | null;
}

/**
 * Packages of cases of the running code's organisation, by case.
 * @param single answers packages of requests; absent: the one of a single export is not looked for, which has an address of its own
 */
export async function findCasePackages(
  db: EntityManager,
  caseIds: readonly string[],
  single?: (requestIds: string[]) => Promise<Map<string, CasePackage>>,
): Promise<Map<string, CasePackage>> {
  const rows: Row[] = await db.query(
    `SELECT held.case_id, held.packages, held.expires_at, held.members, package.attempt, package.byte_size, package.sha256
     FROM (${packagesOfCases('request.organization_id = $1 AND request.case_id = ANY($2::uuid[])')}) AS held
     LEFT JOIN gdpr_case_package package ON package.organization_id = $1 AND package.case_id = held.case_id
       AND package.contents = held.contents`,
    [currentKeys().organizationId, caseIds],
  );
  const alone = await single?.(rows.flatMap(({ packages, members }) => (Number(packages) === 1 ? members : [])));
  const found = new Map<string, CasePackage>();
  for (const row of rows) {
    const own = alone?.get(row.members[0] ?? '');
    if (own) found.set(row.case_id, own);
    else if (row.attempt !== null && row.sha256 !== null)
      found.set(row.case_id, {
        requestId: row.case_id,
        attempt: row.attempt,
        byteSize: Number(row.byte_size),
        sha256: row.sha256,
        expiresAt: row.expires_at,
        members: row.members,
      });
  }
  return found;
}
