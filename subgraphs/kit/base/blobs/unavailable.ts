/** Faults of the store of files that pass: it is away, full or busy, and may be there again. */
import type { GraphQLError } from 'graphql';
import { codedError } from '../errors';
import { networkCodes } from '../network-codes';

/** The directory of the files is not there: it is not mounted. */
export class StoreAwayError extends Error {
  override readonly name = 'StoreAwayError';
}

/** What a file system says that is away, full, or not to be written at the moment. */
const passingFileFaults: ReadonlySet<unknown> = new Set([
  'EACCES',
  'EDQUOT',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENODEV',
  'ENOSPC',
  'EROFS',
  'ESTALE',
]);

/** The error that a caller gets when files cannot be read or written at the moment; null for any other fault. */
export function storeUnavailable(error: unknown): GraphQLError | null {
  if (!(error instanceof Error)) return null;
  const fromStore = /^E_(CANNOT|UNABLE)_/.test(String((error as { code?: unknown }).code));
  const passes = error instanceof StoreAwayError || (fromStore && isPassing(error.cause));
  return passes
    ? codedError('SERVICE_UNAVAILABLE', 'The store of files does not answer at the moment. Try again.')
    : null;
}

function isPassing(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const { code, $metadata } = cause as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  return (
    cause instanceof StoreAwayError ||
    networkCodes.has(code) ||
    passingFileFaults.has(code) ||
    cause.name === 'TimeoutError' ||
    ($metadata?.httpStatusCode ?? 0) >= 500
  );
}
