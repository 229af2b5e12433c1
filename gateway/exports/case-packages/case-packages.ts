/**
 * Finds the package of a case (R13, R28): one for all its exports, once none of them is in flight. A case with a single export uses
 * that export's package. A case with several gets a package that contains all of theirs, and can be downloaded only while exactly
 * those packages exist. An erasure that removes one of them therefore makes the package of the case unreachable at once; the next
 * sweep removes its file.
 */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { finishedStatuses, type RequestType } from '../../gdpr/lifecycle';
import { sqlSet } from '../../gdpr/lifecycle-sql';
import type { ExportPackage } from '../store/export-store';

const exportType = 'EXPORT' satisfies RequestType;

/**
 * SQL: the cases that have unexpired packages of exports, each with what its own package must contain. A case with an export in
 * flight is left out.
 * @param condition on `request`, the export's request
 */
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

/** The package of a case. Its `requestId` is the case's id, or its single export's request id. */
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
 * Finds the packages of cases of the current organisation.
 * @param single finds packages by request. Without it, cases with a single export are left out: their package has an address of
 *   its own.
 * @returns the packages, by case id
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
