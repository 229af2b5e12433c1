/** Faults of the database that pass: whoever was cut off may come back, and nothing is half done. */
import type { GraphQLError } from 'graphql';
import { codedError } from '../errors';
import { networkCodes } from '../network-codes';

const lockTimeout = '55P03';

/** SQLSTATEs of what ends a session or a statement from outside, by code or class. */
const passing = [
  /^08/, // the connection
  /^53/, // too many connections, out of memory or disk
  /^57P/, // the server stops, starts, or an operator ended the session
  /^25P0[34]$/, // the session stood still in a transaction, or the transaction took too long
  /^40/, // a deadlock, or transactions that exclude each other
  new RegExp(`^${lockTimeout}$`),
];

/** What `pg` and TypeORM say, without a code, of a connection that is gone or does not come. */
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client (has encountered a connection error|was closed))/;

/** What TypeORM says of a transaction whose session was ended while it asked nothing. */
const lostSession = /^QueryRunner(Provider)?AlreadyReleasedError$/;

/** The code of a failed query: PostgreSQL's, or the network's. */
function codeOf(error: unknown): string {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  const found = driverError?.code ?? code;
  return typeof found === 'string' ? found : '';
}

/** Whether a transaction was given up because of a lock that did not come, or of a deadlock: it may be made again at once. */
export const gaveWay = (error: unknown): boolean =>
  error instanceof Error && (codeOf(error) === lockTimeout || codeOf(error).startsWith('40'));

/** The error that a caller gets when the database cannot be asked at the moment; null for any other fault. */
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
