/** The end of a failed attempt: a stable code for `lastError`, and another attempt or none (R11, R15). */
import { QueryFailedError } from 'typeorm';
import type { ErrorCode } from '../../../../subgraphs/kit/base/errors';
import { unavailable } from '../../../../subgraphs/kit/base/errors/unavailable';
import { describeError, type Logger } from '../../../../subgraphs/kit/base/logger';
import { ServiceCallError } from '../../services/service-call';
import type { GdprRequest, GdprTask } from '../../entities';
import { retryAt } from '../../store/leases/retry';
import type { AttemptEnd } from './task-writes';

/** The columns of a search that begins. */
export const fromTheStart = {
  cursor: null,
  searched: false,
  recordsFound: null,
  bytesFound: null,
  recordCounts: {},
  categoryCounts: {},
  newerRecords: 0,
} satisfies Partial<GdprTask>;

/**
 * Another attempt follows, unless it could not succeed either or would come too late.
 * @param now the database's time
 */
export function failedAttempt(
  logger: Logger,
  request: GdprRequest,
  task: GdprTask,
  error: unknown,
  now: Date,
): AttemptEnd {
  const { code, serviceCode, message, permanent } = failureOf(error);
  const { requestId, service, attempts } = task;
  if (!(error instanceof ServiceCallError)) {
    const level = code === 'SERVICE_UNAVAILABLE' ? 'warn' : 'error';
    logger[level]({ error: describeError(error), requestId, service }, 'an attempt failed');
  }
  // Pages that go round in circles were counted more than once.
  const again = request.type === 'GET' && code === 'SERVICE_NO_PROGRESS' ? fromTheStart : {};
  const changes = { ...again, lastErrorCode: code, lastErrorServiceCode: serviceCode, lastErrorMessage: message };
  const nextAttemptAt = permanent ? null : retryAt(attempts, request.attemptsUntil, now);
  return nextAttemptAt
    ? { status: 'RETRYING', changes, nextAttemptAt, detail: `attempt ${attempts} failed: ${code}` }
    : { status: 'FAILED', changes, detail: `failed for good after ${attempts} attempts: ${code}` };
}

/** From this attempt on a file that broke off before is left out: by the pauses between them, after about half an hour. */
const filesLeftOutFrom = 12;

/**
 * Whether an export's attempt leaves out files that break off (R13): no other attempt follows it, or the attempts before broke off
 * at a file as well for long.
 * @param now the database's time
 */
export const leavesFilesOut = ({ attemptsUntil }: GdprRequest, task: GdprTask, now: Date): boolean =>
  retryAt(task.attempts, attemptsUntil, now, 1) === null ||
  (task.attempts >= filesLeftOutFrom && task.lastErrorCode === ('SERVICE_FILE_BROKE_OFF' satisfies ErrorCode));

/**
 * Whether the database refuses the data itself: the class of the SQLSTATE is data, cardinality, constraints, checks, limits or
 * triggers. It would refuse the same data again.
 */
export const isRefused = (error: unknown): boolean =>
  error instanceof QueryFailedError && /^(21|22|23|44|54|P0)/.test((error.driverError as { code?: string }).code ?? '');

/** Codes that another attempt would get again. */
const permanentCodes = new Set([
  'BAD_USER_INPUT',
  'BROAD_TERM',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
  'NOT_SUPPORTED',
]);

interface Failure {
  code: string;
  /** The service's own code, when it gave one. */
  serviceCode: string | null;
  message: string;
  permanent: boolean;
}

function failureOf(error: unknown): Failure {
  if (error instanceof ServiceCallError) {
    return {
      code: error.serviceCode ?? error.code,
      serviceCode: error.serviceCode === ('UNKNOWN' satisfies ErrorCode) ? null : (error.serviceCode ?? null),
      message: error.message,
      permanent: permanentCodes.has(error.serviceCode ?? ''),
    };
  }
  if (isRefused(error)) return ownFailure('ANSWER_NOT_RECORDED', 'The answer of the service cannot be recorded.');
  const away = unavailable(error);
  if (away) return ownFailure('SERVICE_UNAVAILABLE', away.message);
  return ownFailure('INTERNAL_SERVER_ERROR', 'The gateway failed.');
}

const ownFailure = (code: ErrorCode, message: string) => ({ code, serviceCode: null, message, permanent: false });
