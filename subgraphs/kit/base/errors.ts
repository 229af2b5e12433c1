import { GraphQLError } from 'graphql';

/**
 * Every `extensions.code` that a Habeas process answers with. Clients branch on the code, never on the message.
 * The first group is the public API's (see the table at the end of `schema/gdpr.graphql`); the second belongs to GraphQL
 * itself.
 */
export const errorCodes = [
  'BAD_USER_INPUT',
  'SUBJECT_NOT_FOUND',
  'DELETE_NOT_CONFIRMED',
  'ACTIVE_EMPLOYEE',
  'BROAD_TERM',
  'MERGE_SET',
  'PLAN_CHANGED',
  'CONFLICTING_REQUEST',
  'RELATED_REQUESTS_IN_FLIGHT',
  'IDEMPOTENCY_KEY_REUSED',
  'NOT_RETRYABLE',
  'NOT_CANCELLABLE',
  'NOT_FOUND',
  'RATE_LIMITED',
  'TOO_COSTLY',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'PERSISTED_QUERY_NOT_IN_LIST',
  'BAD_REQUEST',
  'NOT_ACCEPTABLE',
] as const;

/** One of {@link errorCodes}. */
export type ErrorCode = (typeof errorCodes)[number];

/** A GraphQL error with a stable code. The message must not carry personal data: it is logged and shown. */
export function codedError(code: ErrorCode, message: string, extensions: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions, code } });
}

/**
 * Bad input: `BAD_USER_INPUT`, naming the argument (`input.term.phone`) and saying what would be right. Never repeats the
 * value, which may be personal data.
 */
export function inputError(argument: string, message: string): GraphQLError {
  return codedError('BAD_USER_INPUT', message, { argument });
}
