/** Temporary faults of the database: a later attempt may succeed, and nothing is half done. */
import type { GraphQLError } from 'graphql';
import { codedError } from '../errors';
import { networkCodes } from '../network-codes';

const lockTimeout = '55P03';

/** SQLSTATEs of faults that end a session or a statement from outside, by code or class. */
const passing = [
  /^08/, // the connection
  /^53/, // too many connections, out of memory or disk
  /^57P/, // the server stops, starts, or an operator ended the session
  /^25P0[34]$/, // the session stood still in a transaction, or the transaction took too long
  /^40/, // a deadlock, or transactions that exclude each other
  new RegExp(`^${lockTimeout}$`),
];

/** Messages of `pg` and TypeORM, without a code, about a connection that is gone or cannot be opened. */
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client (has encountered a connection error|was closed))/;

/** Names of TypeORM's errors for a transaction whose session ended between two statements. */
const lostSession = /^QueryRunner(Provider)?AlreadyReleasedError$/;

/** The code of a failed query: PostgreSQL's, or the network's. */
function codeOf(error: unknown): string {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  const found = driverError?.code ?? code;
  return typeof found === 'string' ? found : '';
}

/** Whether a transaction failed by a lock timeout, a deadlock or a serialisation failure: it may be repeated at once. */
export const gaveWay = (error: unknown): boolean =>
  error instanceof Error && (codeOf(error) === lockTimeout || codeOf(error).startsWith('40'));

/** The error for a caller when the database cannot be asked at the moment; null for any other fault. */
export function databaseUnavailable(error: unknown): GraphQLError | null {
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  const passes =
    lostSession.test(error.name) ||
    networkCodes.has(code) ||
    passing.some((known) => known.test(code)) ||
    lostConnection.test(error.message);
  return passes
    ? codedError('SERVICE_UNAVAILABLE', 'The database is busy, or does not answer at the moment. Try again.')
    : null;
}
