/** What metrics and traces may say of an error: its code, when it is one of the table. Anything else may repeat a value. */
import { isErrorCode, type ErrorCode } from './error-codes';

/** The code of what was thrown. */
export function codeOf(error: unknown): ErrorCode {
  const { code, extensions } = (error ?? {}) as { code?: unknown; extensions?: { code?: unknown } | null };
  const told = [extensions?.code, code].find(isErrorCode);
  return told ?? 'INTERNAL_SERVER_ERROR';
}

/** The distinct codes of the errors of a GraphQL response; none of what is no response. */
export function codesOf(response: unknown): ErrorCode[] {
  if (typeof response !== 'object' || response === null) return [];
  const { errors } = response as { errors?: unknown };
  return Array.isArray(errors) ? [...new Set(errors.map(codeOf))] : [];
}
