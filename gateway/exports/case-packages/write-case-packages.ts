/**
 * Writes the packages of cases, and removes those that contain a package that is gone (R13). Each turn handles a few cases. The rows
 * of exports state what the package of a case must contain, so after a crash the next turn finds what is left to do. A lease
 * ensures that one worker at a time writes a case's package.
 */
import type { DataSource } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import type { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { returned } from '../../persistence/rows';
import type { SignDetached } from '../build-package';
import type { ExportStore } from '../store/export-store';
import { buildCasePackage } from './build-case-package';
import { packagesOfCases } from './case-packages';

interface CasePackageTools {
  dataSource: DataSource;
  keys: KeyRing;
  exports: ExportStore;
  signDetached: SignDetached;
  logger: Logger;
}

/** The most cases that one turn handles. */
const batch = 20;

/** The length of a lease, as a PostgreSQL interval, and the time between its renewals, in milliseconds. */
const leaseHolds = '30 seconds';
const renewEvery = 10_000;

interface Due {
  organization_id: string;
  case_id: string;
  /** What the package must contain; null when the case must have none. */
  contents: string | null;
  members: string[] | null;
}

/** Runs one turn. A failure for one case is logged, and the others go on. */
export async function writeCasePackages(tools: CasePackageTools): Promise<void> {
  const rows: Due[] = await tools.dataSource.query(
    `SELECT organization_id, case_id, held.contents, held.members
     FROM (SELECT * FROM (${packagesOfCases('true')}) AS each WHERE packages > 1) AS held
     FULL JOIN gdpr_case_package package USING (organization_id, case_id)
     WHERE (held.contents IS NULL OR package.contents IS DISTINCT FROM held.contents)
       AND (package.lease_expires_at IS NULL OR package.lease_expires_at < now())
     ORDER BY random() LIMIT ${batch}`,
  );
  for (const due of rows) {
    try {
      const keys = await tools.keys.evenDestroyed(due.organization_id);
      await inOrganization(keys, () =>
        due.contents === null || keys.destroyed ? remove(tools, due.case_id) : write(tools, due),
      );
    } catch (error) {
      tools.logger.error(
        { organizationId: due.organization_id, caseId: due.case_id, error: describeError(error) },
        "a case's package could not be written",
      );
    }
  }
}

/** Takes the lease. @returns the number of this attempt; null when another worker holds the lease */
async function claim(dataSource: DataSource, caseId: string): Promise<number | null> {
  const rows: { attempt: number }[] = await dataSource.query(
    `INSERT INTO gdpr_case_package AS package (organization_id, case_id, attempt, lease_expires_at)
     VALUES ($1, $2, 1, now() + interval '${leaseHolds}')
     ON CONFLICT (organization_id, case_id) DO UPDATE
       SET attempt = package.attempt + 1, contents = NULL, lease_expires_at = excluded.lease_expires_at
       WHERE package.lease_expires_at IS NULL OR package.lease_expires_at < now()
     RETURNING attempt`,
    [currentKeys().organizationId, caseId],
  );
  return rows[0]?.attempt ?? null;
}

/** Removes a case's package, its files and its row. */
async function remove({ dataSource, exports }: CasePackageTools, caseId: string): Promise<void> {
  const attempt = await claim(dataSource, caseId);
  if (attempt === null) return;
  await exports.removePackages(caseId);
  await dataSource.query(`DELETE FROM gdpr_case_package WHERE ${held}`, [
    currentKeys().organizationId,
    caseId,
    attempt,
  ]);
}

/** SQL: the attempt still holds the lease. */
const held = 'organization_id = $1 AND case_id = $2 AND attempt = $3';

async function write(tools: CasePackageTools, { case_id: caseId, contents, members }: Due): Promise<void> {
  const { dataSource, exports } = tools;
  const { organizationId } = currentKeys();
  const attempt = await claim(dataSource, caseId);
  if (attempt === null) return;
  const lease = [organizationId, caseId, attempt];
  const until = `now() + interval '${leaseHolds}'`;
  const renewal = setInterval(() => {
    // The lease outlasts a short outage of the database; the next renewal tries again.
    dataSource.query(`UPDATE gdpr_case_package SET lease_expires_at = ${until} WHERE ${held}`, lease).catch(() => {});
  }, renewEvery);
  try {
    const found = await exports.find(dataSource.manager, members ?? []);
    const packages = (members ?? []).flatMap((id) => found.get(id) ?? []);
    if (packages.map(({ requestId, sha256 }) => `${requestId}:${sha256}`).join() !== contents)
      throw new Error('One of the packages was written again or removed meanwhile.');
    const { content, finished } = buildCasePackage(tools, caseId, packages);
    const [, { byteSize, sha256 }] = await Promise.all([
      exports.write({ requestId: caseId, attempt }, content),
      finished,
    ]);
    // The exports may have changed since. Readers compare `contents` with what it must be by then.
    const recorded = await returned<object>(
      dataSource.query(
        `UPDATE gdpr_case_package SET contents = $4, byte_size = $5, sha256 = $6, lease_expires_at = NULL
         WHERE ${held} RETURNING 1`,
        [...lease, contents, byteSize, sha256],
      ),
    );
    if (recorded.length > 0) await exports.removeOtherAttempts({ requestId: caseId, attempt });
    else await exports.removePackage({ requestId: caseId, attempt });
  } finally {
    clearInterval(renewal);
  }
}
