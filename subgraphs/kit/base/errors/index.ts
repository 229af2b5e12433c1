import { GraphQLError } from 'graphql';
import { errorCodeEntry, type ErrorCode, type GeneralErrorCode } from './error-codes';

export type { ErrorCode } from './error-codes';

/**
 * A GraphQL error with a stable code. The message must hold no personal data: it is logged and shown. Without a message, it is
 * the general message of the code.
 */
export function codedError(code: GeneralErrorCode): GraphQLError;
export function codedError(code: ErrorCode, message: string, extensions?: Record<string, unknown>): GraphQLError;
export function codedError(
  code: ErrorCode,
  message: string = errorCodeEntry(code).message ?? '',
  extensions: Record<string, unknown> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions, code } });
}

/**
 * The error for bad input: `BAD_USER_INPUT`, which names the argument (`input.term.phone`) and says what would be right. The
 * message must not repeat the value, which may be personal data.
 */
export function inputError(argument: string, message: string): GraphQLError {
  return codedError('BAD_USER_INPUT', message, { argument });
}
