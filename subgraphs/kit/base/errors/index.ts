import { GraphQLError } from 'graphql';
import { errorCodeEntry, type ErrorCode, type GeneralErrorCode } from './error-codes';

export type { ErrorCode } from './error-codes';

/**
 * A GraphQL error with a stable code. The message must not carry personal data: it is logged and shown;
 * without one, it is the code's general one.
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
 * Bad input: `BAD_USER_INPUT`, naming the argument (`input.term.phone`) and saying what would be right. Never repeats the
 * value, which may be personal data.
 */
export function inputError(argument: string, message: string): GraphQLError {
  return codedError('BAD_USER_INPUT', message, { argument });
}
