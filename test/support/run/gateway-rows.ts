/** Writes requests and tasks directly into the gateway's database, in the state that a test needs. */
import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';

/** Columns with the SQL of their values. */
export type Values = Record<string, string>;

const insert = (dataSource: DataSource, table: string, values: Values, parameters: unknown[]) =>
  dataSource.query(
    `INSERT INTO ${table} (${Object.keys(values).join(', ')}) VALUES (${Object.values(values).join(', ')})`,
    parameters,
  );

/** Writes an erasure. @returns its id */
export async function insertRequest(dataSource: DataSource, organization: string, values: Values): Promise<string> {
  const id = uuidv7();
  const digests = { term_digest: '$3', subject_digest: '$3' };
  const times = { created_at: 'now()', due_at: `now() + interval '14 days'` };
  const row = { organization_id: '$1', id: '$2', type: `'DELETE'`, created_by: `'tester'`, ...digests, ...times };
  await insert(dataSource, 'gdpr_request', { ...row, ...values }, [organization, id, randomBytes(32)]);
  return id;
}

/** Writes a service's task of a request. */
export const insertTask = (
  dataSource: DataSource,
  organization: string,
  requestId: string,
  service: string,
  values: Values,
): Promise<unknown> =>
  insert(dataSource, 'gdpr_task', { organization_id: '$1', request_id: '$2', service: '$3', ...values }, [
    organization,
    requestId,
    service,
  ]);
