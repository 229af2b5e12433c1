/** Translates the error codes of GraphQL into those of this API. Messages that speak of GraphQL are replaced. */
import { errorCodeEntry, isErrorCode, type ErrorCode } from '../../../subgraphs/kit/base/errors/error-codes';
import type { MergeSet } from '../../gdpr/reach/merge-sets';

/** The translation of an error code. What is absent stays as it is in the table of codes. */
interface Refusal {
  code?: string;
  status?: number;
  /** A message in this API's words, for all errors of the code or by their extensions. */
  message?: string | ((extensions: Record<string, unknown>) => string);
  /** The details of the error, from its extensions. */
  parameters?: (extensions: Record<string, unknown>) => Record<string, string>;
}

const textOf = (value: unknown): string =>
  typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
/** One parameter, or none when its value is empty. */
const stated = (name: string, value: string | false): Record<string, string> => (value ? { [name]: value } : {});

const badRequest = { code: 'bad.request', status: 400 };
/** The same message for every missing object, so that nobody learns whether another organisation has it. */
const notFound = { code: 'not.found', status: 404, message: 'There is nothing here.' };
/** For errors of this API's own GraphQL operations, which are never the caller's mistake. */
const fault = { code: 'internal.server.error', status: 500, message: 'Internal error.' };

const refusals: Partial<Record<ErrorCode, Refusal>> = {
  BAD_USER_INPUT: badRequest,
  BAD_REQUEST: { ...badRequest, message: 'The request is not usable: a body must be one JSON object, in UTF-8.' },
  DELETE_NOT_CONFIRMED: {
    ...badRequest,
    message: 'An erasure cannot be undone. Confirm it with deleteConfirmed=true.',
  },
  FORBIDDEN: {
    code: 'missing.any.permissions',
    message: "The token lacks a scope, or the organisation's keys were destroyed.",
    parameters: ({ requiredScopes }) =>
      stated('permissions', Array.isArray(requiredScopes) && requiredScopes.map(textOf).join(', ')),
  },
  NOT_FOUND: notFound,
  SUBJECT_NOT_FOUND: notFound,
  METHOD_NOT_ALLOWED: { message: 'The path has no such method.' },
  ACTIVE_EMPLOYEE: {
    message:
      'The person still works here. State that the data are no longer needed with activeEmployeeAcknowledged=true.',
  },
  BROAD_TERM: {
    message: ({ argument }) =>
      argument === 'input.expectedSubjects'
        ? 'The value matches several people, or one in part. Review them, then state how many are meant with expectedSubjects, use an id, or a narrower value.'
        : 'The value matches more people than can be listed. Use a narrower one, or an id.',
    parameters: ({ matches }) => stated('matches', textOf(matches)),
  },
  CONFLICTING_REQUEST: { parameters: ({ requestId }) => stated('requestId', textOf(requestId)) },
  MERGE_SET: {
    message: 'The value belongs to a contact that is merged with others. Ask for the canonical contact by its id.',
    parameters: ({ mergeSets }) => ({
      canonicalContactId: (mergeSets as MergeSet[]).map(({ canonicalContactId }) => canonicalContactId).join(', '),
    }),
  },
  CONTENT_TOO_LARGE: { code: 'request.too.large' },
  RATE_LIMITED: { code: 'too.many.requests' },
  INTERNAL_SERVER_ERROR: fault,
  GRAPHQL_PARSE_FAILED: fault,
  GRAPHQL_VALIDATION_FAILED: fault,
  OPERATION_RESOLUTION_FAILURE: fault,
};

/** `CASE_CLOSED` as `case.closed`. */
export const dotted = (code: string): string => code.toLowerCase().replaceAll('_', '.');

/** Translates an error. One without a code of the table is an internal error. */
export function refusalOf(
  given: unknown,
  extensions: Record<string, unknown>,
): { code: string; status: number; message: string | undefined; parameters: Record<string, string> } {
  const code: ErrorCode = isErrorCode(given) ? given : 'INTERNAL_SERVER_ERROR';
  const own = code === 'UNAUTHENTICATED' ? unauthenticated(extensions) : refusals[code];
  return {
    code: own?.code ?? dotted(code),
    status: own?.status ?? errorCodeEntry(code).status ?? fault.status,
    message: typeof own?.message === 'function' ? own.message(extensions) : own?.message,
    parameters: own?.parameters?.(extensions) ?? {},
  };
}

const unauthenticated = ({ tokenFault }: Record<string, unknown>): Refusal => ({
  code: tokenFault === undefined ? 'authentication.required' : 'bad.credentials',
});
