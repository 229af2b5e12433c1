/** `gdprReport`: the requests of a period in numbers, without personal data. */
import type { DataSource } from 'typeorm';
import { doneStatuses } from '../lifecycle';
import { sqlSet } from '../lifecycle-sql';
import type { GdprReportRow } from '../schema.generated';
import type { ReportPeriod } from './report-period';

interface Counted {
  type: GdprReportRow['type'];
  status: GdprReportRow['status'];
  count: string;
  overdue: string;
  extended: string;
  median_days: number | null;
  maximum_days: number | null;
}

/** Families of the organisation that were created in a period, each as its parent stands. */
export async function reportOf(
  dataSource: Pick<DataSource, 'query'>,
  organizationId: string,
  { from, to }: ReportPeriod,
): Promise<GdprReportRow[]> {
  const rows: Counted[] = await dataSource.query(
    `SELECT type, status, count(*) AS count, count(*) FILTER (WHERE late) AS overdue,
       count(*) FILTER (WHERE extended) AS extended,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS median_days, max(days)::float8 AS maximum_days
     FROM (
       SELECT request.type, request.status, found.extended_at IS NOT NULL AS extended,
         coalesce(CASE WHEN request.status IN ${sqlSet(doneStatuses)} THEN request.completed_at END, now()) > request.due_at AS late,
         extract(epoch FROM request.completed_at - coalesce(found.received_at, request.created_at))::float8 / 86400 AS days
       FROM gdpr_request request
       LEFT JOIN gdpr_case found ON found.organization_id = request.organization_id AND found.id = request.case_id
       WHERE request.organization_id = $1 AND request.parent_id IS NULL
         AND request.created_at >= $2 AND request.created_at < $3) AS counted
     GROUP BY type, status ORDER BY type, status`,
    [organizationId, from, to],
  );
  return rows.map(({ type, status, median_days: medianDays, maximum_days: maximumDays, ...counts }) => ({
    type,
    status,
    count: Number(counts.count),
    overdue: Number(counts.overdue),
    extended: Number(counts.extended),
    medianDays,
    maximumDays,
  }));
}
