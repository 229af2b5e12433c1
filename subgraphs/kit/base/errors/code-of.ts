/** What metrics and traces may say of an error: only a code of the table, since anything else may repeat a value. */
import { isErrorCode, type ErrorCode } from './error-codes';

/** The error code of a thrown value; INTERNAL_SERVER_ERROR if it has none. */
export function codeOf(error: unknown): ErrorCode {
  const { code, extensions } = (error ?? {}) as { code?: unknown; extensions?: { code?: unknown } | null };
  const told = [extensions?.code, code].find(isErrorCode);
  return told ?? 'INTERNAL_SERVER_ERROR';
}

/** The distinct error codes of a GraphQL response; none for any other value. */
export function codesOf(response: unknown): ErrorCode[] {
  if (typeof response !== 'object' || response === null) return [];
  const { errors } = response as { errors?: unknown };
  return Array.isArray(errors) ? [...new Set(errors.map(codeOf))] : [];
}
