/** Conditions of what was kept for its time, as fragments of SQL. */
import { finishedStatuses } from '../../lifecycle';
import { sqlSet } from '../../lifecycle-sql';

/** SQL: a request for which nothing is left to do. */
export const atRest = (request: string): string =>
  `${request}.status IN ${sqlSet(finishedStatuses)} AND ${request}.run_at IS NULL
   AND ${request}.lease_expires_at IS NULL AND ${request}.verify_again_at IS NULL`;

/** SQL: how long ago a parameter of milliseconds is. */
export const ago = (parameter: string): string => `now() - ${parameter} * interval '1 millisecond'`;
