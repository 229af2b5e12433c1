/** How many requests an organisation has. Counters know it when the filter asks for types only. */
import type { DataSource } from 'typeorm';
import { currentKeys } from '../../../../subgraphs/kit';
import { requestTypes, type RequestType } from '../../lifecycle';
import type { GdprRequestFilter } from '../../schema.generated';

/** The counter of each type, kept by the triggers of the table of requests. */
const columns: Readonly<Record<RequestType, string>> = {
  GET: 'get_count',
  EXPORT: 'export_count',
  UPDATE: 'update_count',
  DELETE: 'delete_count',
};

/** The types that a filter lets through; null when it has other conditions too. */
function typesAlone({ type, types, ...others }: GdprRequestFilter): RequestType[] | null {
  if (Object.values(others).some((condition) => condition != null)) return null;
  return requestTypes.filter((each) => (type ?? each) === each && (types?.includes(each) ?? true));
}

/** The number of requests that a filter lets through, from the counters; null when the rows must be counted. */
export async function countedRequests(dataSource: DataSource, filter: GdprRequestFilter): Promise<number | null> {
  const types = typesAlone(filter);
  if (types === null) return null;
  const sum = ['0', ...types.map((type) => columns[type])].join(' + ');
  const rows: { total: string | null }[] = await dataSource.query(
    `SELECT sum(${sum}) AS total FROM gdpr_request_count WHERE organization_id = $1`,
    [currentKeys().organizationId],
  );
  return Number(rows[0]?.total ?? 0);
}
