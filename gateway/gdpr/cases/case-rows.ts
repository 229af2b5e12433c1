/** Finds and locks cases. Creating a request and closing its case both lock the case's row, so that each sees the other. */
import type { DataSource, EntityManager } from 'typeorm';
import { codedError, currentKeys, inputError, isId } from '../../../subgraphs/kit';
import { rowReader } from '../../../subgraphs/kit/base/persistence/read-rows';
import { expectedBy, type RequestType, type TimeLimits } from '../lifecycle';
import { GdprCase } from './gdpr-case';

/** The most requests of a case, without related ones: one letter asks for no more (R27). */
const mostRequests = 200;

/** What cases work with. */
export interface CaseTools {
  dataSource: DataSource;
}

const noCase = (argument: string) => codedError('NOT_FOUND', 'There is no such case.', { argument });

export const caseClosed = (argument: string) => codedError('CASE_CLOSED', 'The case is closed.', { argument });

/** A case, locked until the end of the transaction. @throws NOT_FOUND */
export async function lockCase(db: EntityManager, id: string): Promise<GdprCase> {
  if (!isId(id)) throw noCase('id');
  const rows: object[] = await db.query(
    'SELECT * FROM gdpr_case WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE',
    [currentKeys().organizationId, id],
  );
  if (!rows[0]) throw noCase('id');
  return rowReader(db, GdprCase).entityOf(rows[0]);
}

/** The same, of one that is open. @throws NOT_FOUND, CASE_CLOSED */
export async function lockOpenCase(db: EntityManager, id: string): Promise<GdprCase> {
  const found = await lockCase(db, id);
  if (found.closedAt) throw caseClosed('id');
  return found;
}

/** A case that is kept open until the end of the transaction. */
export interface OpenCase {
  id: string;
  receivedAt: Date;
  dueAt: Date;
}

/** When a request of a case is due: counted from the receipt of the letter (R15), and never later than the case itself (R28). */
export function dueInCase(limits: TimeLimits, type: RequestType, { receivedAt, dueAt }: OpenCase): Date {
  const expected = expectedBy(limits, type, receivedAt);
  return dueAt < expected ? dueAt : expected;
}

/**
 * The open case that a request belongs to. Others may file requests in it at the same time.
 * @throws NOT_FOUND, CASE_CLOSED
 */
export async function shareOpenCase(db: EntityManager, id: string, argument = 'input.caseId'): Promise<OpenCase> {
  const rows: { id: string; received_at: Date; due_at: Date; closed_at: Date | null }[] = await db.query(
    'SELECT id, received_at, due_at, closed_at FROM gdpr_case WHERE organization_id = $1 AND id = $2 FOR SHARE',
    [currentKeys().organizationId, id],
  );
  const [found] = rows;
  if (!found) throw noCase(argument);
  if (found.closed_at) throw caseClosed(argument);
  return { id: found.id, receivedAt: found.received_at, dueAt: found.due_at };
}

/** The open case of a new request. @throws NOT_FOUND, CASE_CLOSED; BAD_USER_INPUT when it has its 200 requests */
export async function roomInCase(db: EntityManager, id: string): Promise<OpenCase> {
  const found = await shareOpenCase(db, id);
  const counted: { requests: string }[] = await db.query(
    'SELECT count(*) AS requests FROM gdpr_request WHERE organization_id = $1 AND case_id = $2 AND parent_id IS NULL',
    [currentKeys().organizationId, id],
  );
  if (Number(counted[0]?.requests) >= mostRequests)
    throw inputError('input.caseId', `input.caseId: a case has ${mostRequests} requests at most.`);
  return found;
}
