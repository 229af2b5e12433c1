/**
 * Writes packages of cases, and removes those of which a part is gone (R13): one turn looks at some. Whatever dies, the rows of exports say
 * what a case's package must hold, and the next turn sees that it does not. One worker at a time writes a case's, by a lease.
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

/** How many cases one turn looks after. */
const batch = 20;

/** How long a lease holds, as PostgreSQL's interval, and how often it is renewed, in milliseconds. */
const leaseHolds = '30 seconds';
const renewEvery = 10_000;

interface Due {
  organization_id: string;
  case_id: string;
  /** What the package must hold; null when there is none to be. */
  contents: string | null;
  members: string[] | null;
}

/** One turn. What is wrong with one case is nobody else's trouble. */
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

/** The number of this attempt; null when another worker writes the package. */
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

/** Removes a package of which a part is gone. */
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

/** SQL: that the attempt is still the one that has the lease. */
const held = 'organization_id = $1 AND case_id = $2 AND attempt = $3';

async function write(tools: CasePackageTools, { case_id: caseId, contents, members }: Due): Promise<void> {
  const { dataSource, exports } = tools;
  const { organizationId } = currentKeys();
  const attempt = await claim(dataSource, caseId);
  if (attempt === null) return;
  const lease = [organizationId, caseId, attempt];
  const until = `now() + interval '${leaseHolds}'`;
  const renewal = setInterval(() => {
    // A database that is away for a moment is no reason to stop.
    dataSource.query(`UPDATE gdpr_case_package SET lease_expires_at = ${until} WHERE ${held}`, lease).catch(() => {});
  }, renewEvery);
  try {
    const found = await exports.find(dataSource.manager, members ?? []);
    const packages = (members ?? []).flatMap((id) => found.get(id) ?? []);
    if (packages.map(({ requestId, sha256 }) => `${requestId}:${sha256}`).join() !== contents)
      throw new Error('One of the packages was written again meanwhile.');
    const { content, finished } = buildCasePackage(tools, caseId, packages);
    const [, { byteSize, sha256 }] = await Promise.all([
      exports.write({ requestId: caseId, attempt }, content),
      finished,
    ]);
    // Whether it holds what it must by now is looked at by whoever asks for it.
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
