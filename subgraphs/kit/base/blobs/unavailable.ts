/** Temporary faults of the store of files: it is away, full or busy, and may come back. */
import type { GraphQLError } from 'graphql';
import { codedError } from '../errors';
import { networkCodes } from '../network-codes';

/** The store cannot be reached at the moment: its directory is not mounted, or its circuit is open. */
export class StoreAwayError extends Error {
  override readonly name = 'StoreAwayError';
}

/** Codes of a file system that is away, full, or not writable at the moment. */
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

/** The error for a caller when files cannot be read or written at the moment; null for any other fault. */
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
